"""Whatever stands in a cell, a kind reads it or says what is wrong, and reads back what it wrote."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kinds_of_columns import TEXTS, WORDS, kind_of, read

from netdash.kinds import KINDS, fold, fold_all, fold_each, is_missing
from netdash.kinds.names import find_name

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)
visible = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)
trimmed = visible.map(
    lambda text: text.strip(" \t\n\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff").strip()
).filter(lambda text: read(kind_of("text"), text) == text)
label = trimmed.map(lambda text: text.replace(";", ",")).filter(lambda text: read(kind_of("text"), text) == text)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(TEXTS, trimmed),
    "integer": st.integers(-(10**15) + 1, 10**15 - 1),
    "decimal": finite,
    "percent": finite,
    "date": st.dates(date(1800, 1, 1), date(2199, 12, 31)),
    "time": st.times().map(lambda value: value.replace(microsecond=0)),
    "school_year": st.integers(1800, 2199).map(lambda year: f"{year}/{(year + 1) % 100:02}"),
    "yes_no": st.booleans(),
    "choice": st.sampled_from(list(WORDS)),
    "choices": st.lists(st.sampled_from(list(WORDS)), min_size=1, unique=True).map(tuple),
    "references": st.lists(label, min_size=1, unique=True).map(tuple),
    "link": st.from_regex(r"https?://[a-zа-я0-9]{1,9}\.ru(/[a-z0-9?&=%.-]{0,9})?", fullmatch=True),
    "email": st.from_regex(r"[a-z0-9]{1,9}(\.[a-z]{1,5})?@[a-z]{1,9}\.ru", fullmatch=True),
    "pseudonym": st.from_regex(r"[0-9]{1,2}[А-ЯA-Z]{0,3}[-. /]?[0-9]{1,4}", fullmatch=True),
    "nameless": trimmed.filter(lambda text: not find_name(text)),
    "phone": st.from_regex(r"(8|\+7) ?\([0-9]{4}\) [0-9]{2}-[0-9]{2}-[0-9]{2}", fullmatch=True),
}


@pytest.mark.parametrize("name", KINDS)
def test_reads_back_what_it_writes(name: str) -> None:
    kind = kind_of(name)

    @given(VALUES[name])
    @settings(max_examples=80, deadline=None)
    def check(value: Any) -> None:
        assert read(kind, kind.write(value)) == value
        assert read(kind, kind.text(value)) == value

    check()


@pytest.mark.parametrize("name", [name for name in KINDS if name not in ("decimal", "percent")])
def test_reads_back_what_it_shows(name: str) -> None:
    kind = kind_of(name)

    @given(VALUES[name])
    @settings(max_examples=60, deadline=None)
    def check(value: Any) -> None:
        assert read(kind, kind.show(value)) == value

    check()


typed = st.one_of(
    st.from_regex(r"\A[-+−]?[0-9 .,\u00a0]{1,12}( ?%)?\Z"),
    st.from_regex(r"\A[0-9]{1,4}[./: -][0-9]{1,2}([./: -][0-9]{1,4})?( г\.)?\Z"),
    st.sampled_from(
        ["да", "нет", "+", "-", "семинр", "семинар; конкурс", "1 мая 2009", "2008/09", "www.example.ru", "a@b.ru", "1.234"]
    ),
)
anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.integers(0, 80_000), st.floats(0, 1.2), st.text(max_size=30),
    st.dates(), st.datetimes(), st.times(), st.timedeltas(), typed,
)  # fmt: skip


@pytest.mark.parametrize("bounds", [{}, {"min": 0, "max": 100}])
@pytest.mark.parametrize("name", KINDS)
def test_a_column_reads_as_its_cells_do_one_by_one(name: str, bounds: dict[str, float]) -> None:
    kind = kind_of(name, **bounds)

    @given(st.lists(anything, max_size=8))
    @settings(max_examples=60, deadline=None)
    def check(cells: list[Any]) -> None:
        series, bad = kind.parse(cells)
        assert len(series) == len(cells)
        assert series.index.equals(pd.RangeIndex(len(cells)))
        slowly = [kind.read_all([cell]) for cell in cells]  # type: ignore[attr-defined]
        values = [None if is_missing(value) else value for value in series.tolist()]
        assert [value.date() if isinstance(value, pd.Timestamp) else value for value in values] == [
            None if is_missing(value) else value for (value,), _ in slowly
        ]
        assert series.dtype == kind.parse([])[0].dtype
        assert [(one.position, one.found, one.message, one.hint) for one in bad] == [
            (place, one.found, one.message, one.hint) for place, (_, found) in enumerate(slowly) for one in found
        ]

    check()


@pytest.mark.parametrize("bounds", [{}, {"min": 0, "max": 1}])
@pytest.mark.parametrize("name", KINDS)
def test_every_hint_can_be_put_in_place(name: str, bounds: dict[str, float]) -> None:
    kind = kind_of(name, **bounds)

    @given(st.lists(anything, min_size=1, max_size=5))
    @settings(max_examples=60, deadline=None)
    def check(cells: list[Any]) -> None:
        _, bad = kind.parse(cells)
        assert not kind.parse([one.hint for one in bad])[1]
        assert all(one.message and "\n" not in one.message for one in bad)

    check()


@given(
    st.lists(
        st.one_of(visible, st.sampled_from(["№ 5", "N 5 ", " 5", "n", "А. П.", ".", "№", "", "\ue000", "Ёлка\n—"])), max_size=6
    )
)
def test_many_texts_are_folded_as_each_of_them(texts: list[str]) -> None:
    assert fold_each(texts) == [fold(text) for text in texts]
    assert fold_all(pd.Series(texts, dtype="str")).tolist() == [fold(text) for text in texts]
