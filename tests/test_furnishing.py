"""A workbook that lacks sheets, headers, formats or drop-downs gets them, and nothing of what is there is touched."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from google_kit import EMAIL, GoogleKit
from networks import replaced, write_network
from sheets_server import Call
from sheets_server.model import Cell, Sheet
from store_kits import ExcelKit

from netdash import NetdashError, StoreError, Workspace
from netdash.config import load_config
from netdash.specs import Config
from netdash.stores import Step
from netdash.stores.google.shape import SCRATCH

AUTHOR = "Белова"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config(write_network(tmp_path_factory.mktemp("network")))


@pytest.fixture
def google(tmp_path: Path) -> Iterator[GoogleKit]:
    kit = GoogleKit(tmp_path)
    yield kit
    kit.close()


@pytest.fixture
def made(google: GoogleKit, config: Config) -> GoogleKit:
    """A spreadsheet made from the config."""
    Workspace(config, google.open()).create(demonstration=False)
    return google


def told(steps: tuple[Step, ...]) -> list[str]:
    return [f"{'рукой: ' if step.by_hand else ''}{step.sheet}: {step.what}".replace("\xa0", " ") for step in steps]


def everything(kit: GoogleKit, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """All that a spreadsheet holds, sheet by sheet, but for the hidden sheet where saves keep what they overwrite."""
    return {sheet.title: vars(sheet.copy()) for sheet in kit.book.sheets if sheet.title not in (*without, SCRATCH)}


def column(sheet: Sheet, title: str) -> int:
    return next(place for place, cell in enumerate(sheet.rows[0].cells) if cell.value == title)


def below(sheet: Sheet, title: str, row: int = 5) -> Cell:
    return sheet.cell(row, column(sheet, title))


def strip(sheet: Sheet) -> None:
    """Leave nothing but values."""
    for number, row in enumerate(sheet.rows):
        sheet.put(number, {place: Cell(cell.value) for place, cell in enumerate(row.cells)})
    sheet.grid.clear()
    sheet.protected.clear()


class TestGoogle:
    def test_a_spreadsheet_made_from_the_config_lacks_nothing(self, made: GoogleKit, config: Config) -> None:
        workspace = Workspace(config, made.open())
        before = everything(made)
        assert workspace.survey() == ()
        assert workspace.furnish(AUTHOR) == ()
        assert everything(made) == before

    def test_the_blank_sheet_of_a_new_spreadsheet_goes(self, made: GoogleKit, config: Config) -> None:
        titles = [sheet.title for sheet in made.book.sheets]
        assert titles == ["Как заполнять", *(spec.title for spec in config.tables.values()), "Журнал"]

    def test_an_empty_spreadsheet_is_announced_and_made_with_its_starting_rows(self, google: GoogleKit, config: Config) -> None:
        workspace = Workspace(config, google.open())
        announced = workspace.survey()
        assert "Школы: добавить лист: 7 столбцов, 3 начальные строки" in told(announced)
        assert [sheet.title for sheet in google.book.sheets] == ["Sheet1"]
        assert workspace.furnish(AUTHOR) == announced
        assert list(workspace.snapshot().tables["people"].rows) == ["П-1", "П-2", "П-3"]

    def test_a_survey_changes_nothing_and_tells_what_is_then_done(self, made: GoogleKit, config: Config) -> None:
        strip(made.book.sheet("План мероприятий"))
        made.server.editor(made.book).act("delete_sheet", sheet="Команды")
        made.server.editor(made.book).act("delete_column", sheet="Педагоги", at=3)
        before = everything(made)
        workspace = Workspace(config, made.open())
        announced = told(workspace.survey())
        assert everything(made) == before
        assert announced[:2] == ["Педагоги: добавить столбец «Категория» справа (F)", "Команды: добавить лист: 5 столбцов"]
        assert "План мероприятий: закрепить строку заголовков" in announced
        assert "План мероприятий: флажки «да» и «нет»: Совместное" in announced
        done = told(workspace.furnish(AUTHOR))
        assert set(announced) <= set(done)
        assert not [step for step in done if step.startswith("рукой")]
        assert workspace.survey() == ()

    def test_a_survey_looks_at_filled_rows_and_not_at_the_blank_rest_of_a_sheet(self, made: GoogleKit, config: Config) -> None:
        workspace, since = Workspace(config, made.open()), len(made.server.log)
        workspace.survey()
        asked = [unquote(entry.call.query) for entry in made.server.log[since:] if "dataValidation" in entry.call.query]
        ends = [int(end) for query in asked for end in re.findall(r"!1:(\d+)", query)]
        assert ends
        assert max(ends) < 100 < max(len(sheet.rows) for sheet in made.book.sheets)

    def test_what_is_there_stays_where_it_is(self, made: GoogleKit, config: Config) -> None:
        editor = made.server.editor(made.book)
        editor.act("add_column", sheet="Педагоги", at=0, title="Наша пометка")
        editor.act("delete_column", sheet="Педагоги", at=4)
        editor.act("set_cell", sheet="Педагоги", row=1, column=0, text="важно")
        untouched = everything(made, without=("Педагоги", "Журнал"))
        rows = [[cell.value for cell in row.cells] for row in made.book.sheet("Педагоги").rows[:4]]
        Workspace(config, made.open()).furnish(AUTHOR)
        assert everything(made, without=("Педагоги", "Журнал")) == untouched
        after = [[cell.value for cell in row.cells] for row in made.book.sheet("Педагоги").rows[:4]]
        assert [row[: len(old)] for row, old in zip(after, rows, strict=True)] == rows
        assert after[0][len(rows[0]) :] == ["Категория"]

    def test_an_added_header_is_dressed_and_stands_in_the_journal(self, made: GoogleKit, config: Config) -> None:
        made.server.editor(made.book).act("delete_column", sheet="Педагоги", at=3)
        workspace = Workspace(config, made.open())
        workspace.furnish(AUTHOR)
        sheet = made.book.sheet("Педагоги")
        assert "высшая" in sheet.cell(0, column(sheet, "Категория")).note
        words = below(sheet, "Категория").validation["condition"]["values"]
        assert [word["userEnteredValue"] for word in words] == ["высшая", "первая", "без категории"]
        (entry,) = workspace.history()
        assert (entry.author, entry.table, entry.column, entry.after) == (AUTHOR, "people", "category", "Категория")
        report = workspace.undo(entry.change_set, AUTHOR)
        assert "удалите их прямо в книге" in report.refused[0].message

    def test_what_people_arranged_themselves_is_kept(self, made: GoogleKit, config: Config) -> None:
        sheet = made.book.sheet("Педагоги")
        strip(sheet)
        own = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "высшая"}, {"userEnteredValue": "моя"}]}}
        place, kept = column(sheet, "Категория"), {"numberFormat": {"type": "NUMBER", "pattern": "0.000"}}
        sheet.put(2, {place: Cell("первая", kept, "", own)})
        sheet.put(0, {place: Cell("Категория", None, "Спросите у завуча")})
        workspace = Workspace(config, made.open())
        steps = told(workspace.survey())
        assert (
            "рукой: Педагоги: дополните списки выбора, которые кто-то уже настроил: «Категория» — первая; без категории" in steps
        )
        workspace.furnish(AUTHOR)
        assert sheet.cell(2, place) == Cell("первая", kept, "", own)
        assert sheet.cell(0, place).note == "Спросите у завуча"
        assert sheet.cell(3, place).validation is None
        assert below(sheet, "Школа").validation

    def test_a_column_with_numbers_gets_no_other_format(self, made: GoogleKit, config: Config) -> None:
        sheet = made.book.sheet("План мероприятий")
        strip(sheet)
        sheet.put(
            1, {column(sheet, "Код"): Cell("М-1"), column(sheet, "Начало"): Cell(2008), column(sheet, "Довольны"): Cell(75)}
        )
        made.book.touch(0)
        Workspace(config, made.open()).furnish(AUTHOR)
        assert sheet.cell(1, column(sheet, "Начало")).format is None
        assert sheet.cell(1, column(sheet, "Довольны")).format is None
        assert below(sheet, "Окончание").format == {"numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"}}

    def test_keys_are_guarded_and_our_sheets_locked_while_rows_stay_open(self, made: GoogleKit, config: Config) -> None:
        for sheet in made.book.sheets:
            sheet.protected.clear()
        Workspace(config, made.open()).furnish(AUTHOR)
        for sheet in made.book.sheets:
            (one,) = sheet.protected
            if sheet.title in ("Журнал", "Как заполнять"):
                assert "warningOnly" not in one
                assert one["editors"]["users"] == [EMAIL]
            else:
                assert one["warningOnly"]
                assert (one["range"]["startColumnIndex"], one["range"]["endColumnIndex"]) == (0, 1)

    def test_a_drop_down_of_references_looks_at_the_column_of_labels_wherever_it_stands(
        self, made: GoogleKit, config: Config
    ) -> None:
        editor = made.server.editor(made.book)
        editor.act("add_column", sheet="Школы", at=0, title="Наше")
        strip(made.book.sheet("Педагоги"))
        Workspace(config, made.open()).furnish(AUTHOR)
        rule = below(made.book.sheet("Педагоги"), "Школа").validation
        assert rule["condition"] == {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": "='Школы'!$C$2:$C"}]}
        assert not rule.get("strict")

    def test_what_seems_renamed_is_left_to_a_person(self, made: GoogleKit, config: Config) -> None:
        editor = made.server.editor(made.book)
        editor.act("rename_sheet", sheet="Команды", title="Команды сети")
        editor.act("rename_column", sheet="Этапы", at=3, title="Кто ответственный")
        before = everything(made)
        workspace = Workspace(config, made.open())
        assert told(workspace.furnish(AUTHOR)) == [
            "рукой: Команды: лист «Команды сети» похож на него, верните ему это название",
            "рукой: Этапы: D1: столбец «Кто ответственный» похож на «Ответственный», верните ему это название",
        ]
        assert everything(made) == before

    def test_a_sheet_that_comes_back_has_its_starting_rows_with_the_names_of_today(self, made: GoogleKit, config: Config) -> None:
        editor = made.server.editor(made.book)
        editor.act("delete_sheet", sheet="Педагоги")
        editor.act("set_cell", sheet="Школы", row=1, column=1, text="Гимназия имени Шухова")
        workspace = Workspace(config, made.open())
        workspace.furnish(AUTHOR)
        assert workspace.snapshot().value("people", "П-1", "school") == "Ш-1"
        sheet = made.book.sheet("Педагоги")
        assert below(sheet, "Школа", 1).value == "Гимназия имени Шухова"

    def test_a_header_that_landed_on_somebody_elses_is_put_back(self, made: GoogleKit, config: Config) -> None:
        made.server.editor(made.book).act("delete_column", sheet="Педагоги", at=5)

        def meddle(call: Call) -> None:
            if call.kind == "spreadsheets.batchUpdate":
                made.server.before = None
                made.server.editor(made.book).act("add_column", sheet="Педагоги", at=1, title="Наше")

        made.server.before = meddle
        Workspace(config, made.open()).furnish(AUTHOR)
        titles = [cell.value for cell in made.book.sheet("Педагоги").rows[0].cells]
        assert titles == ["Код", "Наше", "ФИО", "Школа", "Категория", "Роли", "Тьютор с"]

    def test_a_protected_sheet_is_told_and_nothing_is_done(self, made: GoogleKit, config: Config) -> None:
        sheet = made.book.sheet("Педагоги")
        strip(sheet)
        sheet.protected.append({"protectedRangeId": 1, "range": {"sheetId": sheet.id}, "editors": {"users": ["a@b"]}})
        before = everything(made)
        with pytest.raises(StoreError, match="защищены"):
            Workspace(config, made.open()).furnish(AUTHOR)
        assert everything(made) == before


class TestExcel:
    @pytest.fixture
    def kit(self, tmp_path: Path, config: Config) -> ExcelKit:
        kit = ExcelKit(tmp_path)
        Workspace(config, kit.open()).create(demonstration=False)
        return kit

    @pytest.fixture
    def edit(self, kit: ExcelKit) -> Callable[[Callable[[openpyxl.Workbook], object]], None]:
        def edit(act: Callable[[openpyxl.Workbook], object]) -> None:
            book = openpyxl.load_workbook(kit.path)
            act(book)
            book.save(kit.path)

        return edit

    def test_a_workbook_made_from_the_config_lacks_nothing(self, kit: ExcelKit, config: Config) -> None:
        before = kit.path.read_bytes()
        workspace = Workspace(config, kit.open())
        assert (workspace.survey(), workspace.furnish(AUTHOR)) == ((), ())
        assert kit.path.read_bytes() == before

    def test_sheets_and_headers_come_and_the_rest_is_named(
        self, kit: ExcelKit, config: Config, edit: Callable[[Callable[[openpyxl.Workbook], object]], None]
    ) -> None:
        edit(lambda book: (book.remove(book["Команды"]), book["Педагоги"].delete_cols(4)))
        workspace = Workspace(config, kit.open())
        done = told(workspace.furnish(AUTHOR))
        assert done[:2] == ["Педагоги: добавить столбец «Категория» справа (F)", "Команды: добавить лист: 5 столбцов"]
        assert "рукой: Команды: добавьте списки выбора («Данные» → «Проверка данных»): Вид, Входит в, Руководитель" in done
        book = openpyxl.load_workbook(kit.path)
        assert [cell.value for cell in book["Команды"][1]] == ["Код", "Название", "Вид", "Входит в", "Руководитель"]
        assert [cell.value for cell in book["Педагоги"][1]][-1] == "Категория"
        assert not [step for step in workspace.survey() if not step.by_hand]

    def test_a_lost_header_row_is_left_to_a_person(
        self, kit: ExcelKit, config: Config, edit: Callable[[Callable[[openpyxl.Workbook], object]], None]
    ) -> None:
        edit(lambda book: book["Педагоги"].delete_rows(1))
        steps = told(Workspace(config, kit.open()).survey())
        assert steps == ["рукой: Педагоги: впишите строку заголовков: без неё лист не читается"]

    def test_nothing_is_added_without_a_name(self, kit: ExcelKit, config: Config) -> None:
        with pytest.raises(NetdashError, match="кто вносит"):
            Workspace(config, kit.open()).furnish(" ")


def test_a_word_added_to_the_config_is_a_step_for_a_person(made: GoogleKit, tmp_path: Path) -> None:
    choices = replaced("choices.yaml", "contest: {title: конкурс}", "contest: {title: конкурс}\n  webinar: {title: вебинар}")
    config = load_config(write_network(tmp_path / "more", choices=choices))
    (step,) = told(Workspace(config, made.open()).survey())
    assert step.startswith("рукой: План мероприятий:")
    assert step.endswith("«Форма» — вебинар")
