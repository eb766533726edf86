"""An answer of Google's taken apart into columns says what a JSON parser says."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netdash.grid import ByColumn, Column, Texts
from netdash.stores.google.answers import read_columns, split_ranges
from netdash.stores.google.reading import build_grid, by_column

TRAPS = ('"', "\\", '\\"', "]", "[", '],["', ', "', '","', '"values":', "{}", "}", "\n", "«ёлочки»", "😀", "\u2028", "5", "")
TEXTS = st.one_of(st.sampled_from(TRAPS), st.text(st.sampled_from('"\\[]{},: \naя'), max_size=8))
CELLS = st.one_of(TEXTS, st.integers(-(10**15), 10**15), st.floats(allow_nan=False, allow_infinity=False), st.booleans())
COLUMNS = st.lists(st.one_of(st.lists(TEXTS, max_size=4), st.lists(CELLS, max_size=4)), max_size=4)
WAYS = st.sampled_from([{"separators": (",", ":")}, {}, {"indent": 2}])


def answer(sheets: list[list[list[Any]]], **way: Any) -> bytes:
    """What the server sends: a sheet without values has no such word."""
    told = {"valueRanges": [{"values": columns} if columns else {} for columns in sheets]}
    return json.dumps(told, ensure_ascii=False, **way).encode()


def read(content: bytes) -> list[list[Column]]:
    """The columns of every range."""
    return [read_columns(content, part) for part in split_ranges(content)]


def plain(columns: list[Column]) -> list[list[Any]]:
    return [list(column) for column in columns]


@settings(deadline=None)
@given(st.lists(COLUMNS, max_size=4), WAYS)
def test_every_cell_is_what_the_server_sent(sheets: list[list[list[Any]]], way: dict[str, Any]) -> None:
    found = [plain(columns) for columns in read(answer(sheets, **way))]
    assert repr(found) == repr(sheets)


def test_a_column_of_texts_is_no_list_of_python_s_own() -> None:
    (columns,) = read(answer([[["Код", "П-1", ""], ["Сколько", 1, 2], ["Примечание", 'с "кавычками"', "две\nстроки"]]]))
    assert [isinstance(column, Texts) for column in columns] == [True, False, True]


@pytest.mark.parametrize("content", [b"", b"{", b"<html>", b'{"valueRanges": [{"values": [["a]]}]}'])
def test_what_is_no_such_answer_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"no end|cut short"):
        read(content)


@settings(deadline=None)
@given(COLUMNS)
def test_a_sheet_put_together_by_row_is_the_one_read_by_column(columns: list[list[Any]]) -> None:
    came = build_grid("Лист", read(answer([columns]))[0], {})
    made = build_grid("Лист", by_column(list(ByColumn(columns))), {})
    assert made.digest == came.digest
    assert repr(list(made.rows)) == repr(list(came.rows))
    assert repr([made.rows[row] for row in range(len(made.rows))]) == repr(list(made.rows))
    assert made.errors == came.errors


def test_values_of_other_types_are_another_sheet() -> None:
    digests = {build_grid("Лист", [["a", value]], {}).digest for value in (True, 1, 1.0, "1")}
    assert len(digests) == 4
