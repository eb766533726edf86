"""The pages run through the router on a real small workbook: what people read, what they change, what stands in the way."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import openpyxl
import pytest
from networks import EVERY_PAGE, replaced, write_network
from streamlit.testing.v1 import AppTest

import netdash
from netdash.specs import PageSpec
from netdash.ui import shared

ROOT = Path(__file__).parents[1]
ROUTER = ROOT / "netdash" / "ui" / "router.py"
KINDS = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The workbook of the small network, and a process that shows it."""
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path, pages=EVERY_PAGE)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def start(author: str = "") -> AppTest:
    """A session of somebody whose name is known, or of somebody new."""
    app = AppTest.from_file(ROUTER, default_timeout=20)
    app.session_state["author"] = author
    return app


def visit(kind: str, author: str = "", **parameters: str) -> AppTest:
    """The page of a kind as a browser would get it."""
    app = start(author).run()
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.switch_page(os.path.relpath(ROOT / "pages" / f"{kind}.py", ROUTER.parent)).run()


def html(app: AppTest) -> str:
    """Everything that the page says in HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def put(path: Path, sheet: str, key: str, title: str, value: object) -> None:
    """Change a cell as somebody with a spreadsheet program does."""
    book = openpyxl.load_workbook(path)
    row, column = place(book[sheet], key, title)
    book[sheet].cell(row, column).value = value
    book.save(path)


def read(path: Path, sheet: str, key: str, title: str) -> object:
    """What a cell holds."""
    page = openpyxl.load_workbook(path)[sheet]
    return page.cell(*place(page, key, title)).value


def place(page: openpyxl.worksheet.worksheet.Worksheet, key: str, title: str) -> tuple[int, int]:
    """Row and column of a cell."""
    titles = [cell.value for cell in page[1]]
    keys = [row[0].value for row in page.iter_rows()]
    return keys.index(key) + 1, titles.index(title) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_runs_and_says_what_it_is_for(workbook: Path, kind: str) -> None:
    app = visit(kind)
    assert not app.exception
    assert '<header class="nd-head"><h1>' in html(app)
    assert "Данные на" in html(app)


def test_each_kind_of_page_has_its_script() -> None:
    assert {model.model_fields["kind"].annotation.__args__[0] for model in get_args(get_args(PageSpec)[0])} == set(KINDS)


def test_nothing_is_chosen_for_the_person_in_a_conflict(workbook: Path) -> None:
    app = visit("stages", author="Иванова А. П.", stage="first")
    put(workbook, "Этапы", "З-2", "Состояние", "не начато")
    app.checkbox(key="nd-tick-З-2").check().run()
    assert app.radio[0].value is None
    next(button for button in app.button if button.label == "Сохранить ещё раз").click().run()
    assert app.error[0].value == "Выберите для каждой ячейки, что в ней останется."
    assert read(workbook, "Этапы", "З-2", "Состояние") == "не начато"


def test_a_real_workbook_has_no_demonstration_banner(workbook: Path) -> None:
    assert "Демонстрационные данные" not in html(visit("summary"))


def test_the_first_start_without_a_workbook_makes_a_demonstration_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(tmp_path / "data" / "network.xlsx"))
    try:
        app = visit("summary")
    finally:
        shared.stop()
    assert (tmp_path / "data" / "network.xlsx").exists()
    assert "<b>Демонстрационные данные:</b> люди и результаты вымышлены. На экране" in html(app)


def test_the_summary_tells_how_far_the_stages_are(workbook: Path) -> None:
    text = html(visit("summary"))
    assert "1 из 3" in text
    assert "Предварительный этап" in text
    assert "завершён" in text


def test_the_summary_tells_leadership_how_much_is_not_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = replaced("tables/results.yaml", "rules:\n", "expect: {every: [school, school_year], by: 07-15}\nrules:\n")
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path, tables_results=results)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    try:
        text = html(visit("summary"))
    finally:
        shared.stop()
    assert "не введено: 12\xa0строк" in text
    assert "Не введено в срок: 12\xa0строк" in text
    assert 'href="monitoring?owner=%D0%A8-2" target="_self">4</a>' in text


def test_a_tick_with_a_known_name_is_in_the_workbook_at_once_and_can_be_undone(workbook: Path) -> None:
    app = visit("stages", author="Иванова А. П.", stage="first")
    app.checkbox(key="nd-tick-З-2").check().run()
    assert not app.exception
    assert read(workbook, "Этапы", "З-2", "Состояние") == "выполнено"
    assert "Сохранено: «Подготовить тьюторов» — выполнено" in html(app)
    app.button(key="nd-undo").click().run()
    assert read(workbook, "Этапы", "З-2", "Состояние") == "в работе"
    assert app.checkbox(key="nd-tick-З-2").value is False
    assert "Изменение отменено" in html(app)


def test_without_a_name_the_tick_waits_for_it(workbook: Path) -> None:
    app = visit("stages", stage="first")
    app.checkbox(key="nd-tick-З-2").check().run()
    assert read(workbook, "Этапы", "З-2", "Состояние") == "в работе"
    name = next(field for field in app.text_input if field.label == "Ваше имя")
    name.input("Петров Б. В.")
    next(button for button in app.button if button.label == "Сохранить").click().run()
    assert read(workbook, "Этапы", "З-2", "Состояние") == "выполнено"
    assert shared.workspace().history(table="tasks")[0].author == "Петров Б. В."


@pytest.mark.parametrize(("choice", "kept"), [("Записать моё", "выполнено"), ("Оставить как в книге", "не начато")])
def test_a_cell_that_somebody_changed_meanwhile_is_asked_about(workbook: Path, choice: str, kept: str) -> None:
    app = visit("stages", author="Иванова А. П.", stage="first")
    put(workbook, "Этапы", "З-2", "Состояние", "не начато")
    app.checkbox(key="nd-tick-З-2").check().run()
    text = html(app)
    assert read(workbook, "Этапы", "З-2", "Состояние") == "не начато"
    for title, value in (("Было", "в работе"), ("У вас", "выполнено"), ("В книге сейчас", "не начато")):
        assert f"<tr><th>{title}</th><td>{value}</td></tr>" in text
    app.radio[0].set_value(choice)
    next(button for button in app.button if button.label == "Сохранить ещё раз").click().run()
    assert not app.exception
    assert read(workbook, "Этапы", "З-2", "Состояние") == kept
    assert (read(workbook, "Этапы", "З-2", "Выполнено") is None) == (kept != "выполнено")


def test_a_tick_that_the_browser_reports_twice_is_saved_once(workbook: Path) -> None:
    app = visit("stages", stage="first")
    for _ in range(2):
        app.checkbox(key="nd-tick-З-2").check().run()
    (draft,) = app.session_state["_drafts"].values()
    assert [change.column for change in draft.changes] == ["status", "done_on"]


def test_while_the_workbook_is_open_elsewhere_the_tick_waits(workbook: Path) -> None:
    app = visit("stages", author="Иванова А. П.", stage="first")
    lock = workbook.with_name(f".~lock.{workbook.name}#")
    lock.write_text(",Петрова,school,12.03.2009 10:00,file:///x;")
    app.checkbox(key="nd-tick-З-2").check().run()
    assert "Петрова" in app.error[0].value
    assert read(workbook, "Этапы", "З-2", "Состояние") == "в работе"
    lock.unlink()
    app.button(key="nd-again").click().run()
    assert read(workbook, "Этапы", "З-2", "Состояние") == "выполнено"


def test_what_waits_can_be_put_aside_only_by_hand(workbook: Path) -> None:
    app = visit("stages", stage="first")
    app.checkbox(key="nd-tick-З-2").check().run()
    app.button(key="nd-discard").click().run()
    assert app.checkbox(key="nd-tick-З-2").value is False
    assert read(workbook, "Этапы", "З-2", "Состояние") == "в работе"


def test_the_point_of_the_address_opens_and_its_due_day_is_saved(workbook: Path) -> None:
    app = visit("stages", author="Иванова А. П.", stage="first", point="З-3")
    assert "Создать команды" in "".join(element.value for element in app.markdown)
    app.selectbox(key="nd-point-З-3-responsible").set_value("П-3")
    next(button for button in app.button if button.label == "Сохранить").click().run()
    assert read(workbook, "Этапы", "З-3", "Ответственный") == "Сидорова В. Г."
    assert "point" not in app.query_params


def test_late_points_can_be_seen_alone(workbook: Path) -> None:
    put(workbook, "Этапы", "З-3", "Срок", "01.09.2008")
    app = visit("stages", only="late")
    assert [box.key for box in app.checkbox] == ["nd-tick-З-3"]


def test_a_point_that_is_gone_is_said_so(workbook: Path) -> None:
    assert "Пункта с кодом З-99 в книге нет" in html(visit("stages", point="З-99"))


MARKUP = "**жирный** :red[красный] <b onclick=x>тег</b> :material/home: $x$ [ссылка](http://a.ru) a->b"


def test_text_of_people_is_text(workbook: Path) -> None:
    put(workbook, "Этапы", "З-2", "Задача", MARKUP)
    put(workbook, "Этапы", "З-2", "Срок", "01.09.2008")
    app = visit("stages", stage="first")
    label = app.checkbox(key="nd-tick-З-2").label
    for piece in ("**", ":red[", " <b", ":material/", " $x", " [ссылка]", "->"):
        assert piece not in label
    assert "<b onclick" not in html(app)
    assert "<b onclick" not in html(visit("summary"))


def test_faults_of_the_config_are_told_all_at_once(tmp_path: Path, workbook: Path) -> None:
    shared.stop()
    write_network(
        tmp_path, tables_events=replaced("tables/events.yaml", "kind: time}\n  closes", "kind: tine}\n  closes"), stages="x: 1\n"
    )
    app = start().run()
    assert not app.exception
    assert "Настройки сети не читаются" in html(app)
    assert "tables/events.yaml:" in html(app)
    assert "stages.yaml:" in html(app)
    write_network(tmp_path)
    assert "Настройки сети не читаются" not in html(app.run())


def test_a_workbook_that_is_no_workbook_is_told_and_shown_once_it_is_one(workbook: Path) -> None:
    good = workbook.read_bytes()
    workbook.write_bytes(b"not a workbook")
    app = start().run()
    assert not app.exception
    assert "Книга с данными не открывается" in html(app)
    workbook.write_bytes(good)
    assert "Сводка" in html(app.run())


def test_a_workbook_that_breaks_later_leaves_the_last_good_data_with_their_time(workbook: Path) -> None:
    app = visit("summary")
    workbook.write_bytes(b"not a workbook")
    shared.workspace().refresh()
    text = html(app.run())
    assert "Книгу сейчас не прочитать." in text
    assert "На экране данные на" in text
    assert "1 из 3" in text


def test_the_page_runs_anew_when_somebody_changed_the_workbook(workbook: Path) -> None:
    app = visit("stages", stage="first")
    put(workbook, "Этапы", "З-3", "Задача", "Создать три команды")
    shared.workspace().refresh()
    app.run()
    assert app.checkbox(key="nd-tick-З-3").label == "Создать три команды"


WRONG: tuple[tuple[str, Callable[[AppTest], bool]], ...] = (
    ("stage", lambda app: bool(app.checkbox)),
    ("only", lambda app: bool(app.checkbox)),
)


@pytest.mark.parametrize(("name", "is_fine"), WRONG)
def test_a_wrong_word_in_the_address_falls_back(workbook: Path, name: str, is_fine: Callable[[AppTest], bool]) -> None:
    app = visit("stages", **{name: "<script>"})
    assert not app.exception
    assert is_fine(app)
