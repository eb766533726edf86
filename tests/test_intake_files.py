"""Files as schools send them: letters, separators, programs; and those that are refused, each with its own sentence."""

import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from networks import write_network

import netdash
from netdash.intake import NotTaken, Question, compare, files, find_match, read_file
from netdash.snapshot import Snapshot

HEAD = ["ФИО", "Школа", "Категория"]
ROWS = [["Ёлкина Я. Я.", "Школа № 7", "первая"], ["Петров; «Б» В.", "Школа № 29", ""]]
ENCODINGS = ("utf-8", "utf-8-sig", "cp1251", "utf-16", "utf-16-le")


def text(separator: str, rows: list[list[str]] | None = None) -> str:
    quoted = ([f'"{cell}"' if separator in cell else cell for cell in row] for row in (rows or [HEAD, *ROWS]))
    return "\r\n".join(separator.join(row) for row in quoted)


def book(rows: list[list[object]], sheets: tuple[str, ...] = ("Лист1",)) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd.mm.yyyy"}) as made:
        for name in sheets:
            sheet = made.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return out.getvalue()


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_is_read_whatever_its_letters_and_separator(encoding: str, separator: str) -> None:
    (sheet,) = read_file(text(separator).encode(encoding))
    assert sheet.rows == [HEAD, ROWS[0], ["Петров; «Б» В.", "Школа № 29", None]]


def test_a_line_that_names_the_separator_is_believed() -> None:
    (sheet,) = read_file("sep=|\nФИО|Школа\nИванова|Школа № 7".encode())
    assert sheet.rows == [["ФИО", "Школа"], ["Иванова", "Школа № 7"]]


def test_what_was_kept_from_being_a_formula_is_read_as_it_was_typed() -> None:
    (sheet,) = read_file("ФИО;Школа\n'=Иванова;'О".encode())
    assert sheet.rows[1] == ["=Иванова", "'О"]


def test_sheets_of_a_workbook_keep_places_numbers_and_days() -> None:
    first, second = read_file(book([[], [None, "Дата"], [None, date(2009, 5, 5), 7, 0.5]], ("Свод", "Школа")))
    assert (first.title, second.title) == ("Свод", "Школа")
    assert first.rows == [[], [None, "Дата"], [None, date(2009, 5, 5), 7, 0.5]]


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_programs_files_are_read(kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(book([HEAD, *ROWS]))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (sheet,) = read_file((tmp_path / f"a.{kind}").read_bytes())
    assert sheet.rows == [HEAD, ROWS[0], ["Петров; «Б» В.", "Школа № 29"]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Файл пуст"),
        (b"\xef\xbb\xbf\r\n \n", "Файл пуст"),
        (b";;;\n;;", "ни одной заполненной ячейки"),
        (book([]), "ни одной заполненной ячейки"),
        (b"%PDF-1.4 ...", "документ PDF"),
        (b"\x89PNG\r\n\x1a\n....", "картинка"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "другой документ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "паролем"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 99, "повреждён"),
        (packed(**{"word__document.xml": b"<w/>"}), "документ или презентация"),
        (packed(**{"photo.jpg": b"1"}), "архив"),
        (packed(**{"xl__workbook.xml": b"<broken"}), "повреждён"),
        (b"PK\x03\x04 not an archive at all", "повреждён"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "веб-страница"),
        (bytes(range(1, 32)) * 50, "двоичные данные"),
        (b"1;2\n" + b"x" * (21 * 1024 * 1024), "больше 20"),
        (("a;" * 600 + "\n" + "b;" * 600).encode(), "слишком велика"),
        (b"a;b\n" * 100_001, "слишком велика"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_own_sentence(data: bytes, message: str) -> None:
    with pytest.raises(NotTaken, match=message) as refusal:
        read_file(data)
    assert refusal.value.hint or "повреждён" not in message


def test_an_archive_that_grows_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "UNPACKED", 30_000_000)
    with pytest.raises(NotTaken, match="при распаковке"):
        read_file(packed(**{"xl__workbook.xml": b"0" * 31_000_000}))
    with pytest.raises(NotTaken, match="при распаковке"):
        read_file(packed(**{"xl__workbook.xml": b"0" * 29_000_000}))


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    honest = packed(**{"xl__workbook.xml": b"0" * 25_000_000})
    lying = honest.replace((25_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(NotTaken):
        read_file(lying)


def test_a_sheet_with_one_far_cell_does_not_fill_the_memory() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "ФИО")
        sheet.write(1_048_575, 16_383, "далеко")
    with pytest.raises(NotTaken, match="слишком велика"):
        read_file(out.getvalue())


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("network")
    workspace = netdash.open_workspace(write_network(folder), folder / "network.xlsx")
    workspace.create(demonstration=False)
    return workspace.snapshot()


CELLS = st.one_of(
    st.sampled_from(
        ["ФИО", "Школа", "Код", "Учебный год", "Предмет", "Сдавали", "Школа № 7", "2008/09", "математика", "12", "Итого"]
    ),
    st.text(st.characters(codec="cp1251", exclude_characters="\x98"), max_size=12),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, max_size=6), max_size=8),
    encoding=st.sampled_from([*ENCODINGS, "cp1251"]),
    separator=st.sampled_from([";", ",", "\t", "|"]),
    table=st.sampled_from(["people", "results", "events", "schools", "members"]),
)
def test_any_text_is_taken_or_refused_and_never_breaks(
    snapshot: Snapshot, rows: list[list[str]], encoding: str, separator: str, table: str
) -> None:
    take_or_refuse(snapshot, table, "\n".join(separator.join(row) for row in rows).encode(encoding))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused_and_never_break(snapshot: Snapshot, data: bytes) -> None:
    take_or_refuse(snapshot, "results", data)


def take_or_refuse(snapshot: Snapshot, table: str, data: bytes) -> None:
    try:
        for sheet in read_file(data):
            match = find_match(snapshot, table, sheet)
            intake = compare(snapshot, Question(table, sheet, match.head, match.places))
            intake.changes(snapshot, {"new", "changed"})
    except NotTaken:
        return
