"""Boards: cards under the words of a choice, what is late, what came of it, one click to the next column."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from counted import network, snapshot_of
from networks import EVERY_PAGE, write_network
from test_app import html, put, read, visit

import netdash
from netdash.boards import Board, build_board, spread_board
from netdash.grid import Cell
from netdash.snapshot import Snapshot
from netdash.specs.pages import BoardsPage
from netdash.ui import shared

Row = dict[str, Cell]

TODAY = date(2008, 11, 5)
PEOPLE: list[Row] = [{"code": "П-1", "name": "Иванова А. П.", "school": "Гимназия № 2"}]
TASKS: list[Row] = [
    {"code": "З-1", "stage": "Первый этап", "title": "Б", "status": "в работе", "due": "01.11.2008"},
    {
        "code": "З-2",
        "stage": "Первый этап",
        "title": "А",
        "status": "в работе",
        "due": "20.10.2008",
        "responsible": "Иванова А. П.",
    },
    {"code": "З-3", "title": "В", "status": "выполнено", "due": "01.10.2008", "evidence": "https://example.org/a"},
    {"code": "З-4", "title": "Г", "status": "выполнено", "due": "01.12.2008"},
    {"code": "З-5", "title": "Д", "status": "когда-нибудь"},
]


def build(name: str = "tasks") -> tuple[Board, Snapshot]:
    """A board of these rows, and the snapshot it was made from."""
    snapshot = snapshot_of(network(pages=EVERY_PAGE), TODAY, people=PEOPLE, tasks=TASKS)
    page = cast("BoardsPage", snapshot.config.pages["Данные"]["boards"])
    return build_board(page.boards[name], snapshot), snapshot


def test_columns_are_the_words_of_the_choice_and_late_cards_stand_first() -> None:
    board, _ = build()
    assert list(board.words) == ["not_begun", "under_way", "done"]
    assert [(card.key, card.word, card.late) for card in board.cards] == [
        ("З-2", "under_way", 16), ("З-1", "under_way", 4), ("З-3", "done", 0), ("З-4", "done", 0), ("З-5", "", 0),
    ]  # fmt: skip


def test_what_is_done_is_never_late_and_bare_without_a_product() -> None:
    board, _ = build()
    assert [card.key for card in board.select({}, "late")] == ["З-2", "З-1"]
    assert [card.key for card in board.select({}, "bare")] == ["З-4"]
    assert [card.key for card in board.select({"stage": "first"})] == ["З-2", "З-1"]


def test_a_card_moves_to_the_next_word_and_stops_at_the_last() -> None:
    board, _ = build()
    assert [board.after(word) for word in ("not_begun", "under_way", "done", "")] == ["under_way", "done", "", "not_begun"]
    assert [board.before(word) for word in ("not_begun", "under_way", "done", "")] == ["", "not_begun", "under_way", ""]


def test_without_a_word_for_done_the_last_column_is() -> None:
    snapshot = snapshot_of(
        network(pages=EVERY_PAGE), TODAY,
        events=[{"code": "М-1", "title": "x", "form": "семинар", "starts": "01.09.2008", "status": "проведено"}],
    )  # fmt: skip
    page = cast("BoardsPage", snapshot.config.pages["Данные"]["boards"])
    assert [card.done for card in build_board(page.boards["events"], snapshot).cards] == [True]


def test_a_board_is_spread_by_every_word_of_a_list_but_only_by_those_who_occur() -> None:
    board, snapshot = build()
    spread = spread_board(board, snapshot, "stage", board.cards)
    assert list(spread.titles) == ["preliminary", "first", "-"]
    assert [card.key for card in spread.cells["first", "under_way"]] == ["З-2", "З-1"]
    assert list(spread_board(board, snapshot, "responsible", board.cards).titles) == ["П-1", "-"]


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The starting workbook of the small network with its boards."""
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path, pages=EVERY_PAGE)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def text_of(app: object) -> str:
    """What stands on the page, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(app)))  # type: ignore[arg-type]


def test_one_click_moves_a_card_and_can_be_taken_back(workbook: Path) -> None:
    app = visit("boards", author="Методист М. М.")
    app.button(key="nd-on-З-2").click().run()
    assert not app.exception
    assert read(workbook, "Этапы", "З-2", "Состояние") == "выполнено"
    assert "Сохранено: «Подготовить тьюторов» — выполнено" in html(app)
    app.button(key="nd-undo").click().run()
    assert read(workbook, "Этапы", "З-2", "Состояние") == "в работе"


def test_one_click_moves_a_card_back_too(workbook: Path) -> None:
    app = visit("boards", author="Методист М. М.")
    assert app.button(key="nd-back-З-2").label == "← не начато"
    app.button(key="nd-back-З-2").click().run()
    assert read(workbook, "Этапы", "З-2", "Состояние") == "не начато"
    assert "Сохранено: «Подготовить тьюторов» — не начато" in html(app)
    assert not [button for button in app.button if button.key == "nd-back-З-2"], "nothing stands before the first word"


def test_a_card_that_somebody_moved_meanwhile_is_asked_about(workbook: Path) -> None:
    app = visit("boards", author="Методист М. М.")
    put(workbook, "Этапы", "З-2", "Состояние", "не начато")
    app.button(key="nd-on-З-2").click().run()
    assert "В книге сейчас" in text_of(app)
    assert read(workbook, "Этапы", "З-2", "Состояние") == "не начато"


def test_a_card_that_stands_nowhere_has_a_column_of_its_own(workbook: Path) -> None:
    put(workbook, "Этапы", "З-3", "Состояние", "потом")
    app = visit("boards", author="Методист М. М.")
    assert "Не указано 1" in text_of(app)
    assert app.button(key="nd-on-З-3").label == "→ не начато"


def test_filters_views_and_late_ones_are_links(workbook: Path) -> None:
    put(workbook, "Этапы", "З-3", "Срок", "01.09.2008")
    assert "Создать команды" in text_of(visit("boards", only="late"))
    assert "Подготовить тьюторов" not in text_of(visit("boards", only="late"))
    assert "Заключить договоры" not in text_of(visit("boards", stage="first"))
    spread = text_of(visit("boards", view="stage"))
    assert re.search(r"Предварительный этап Заключить договоры 1 Первый этап", spread)
    assert "ничего не нашлось" in text_of(visit("boards", stage="никакой"))


def test_a_product_is_a_link_only_where_it_is_an_address(workbook: Path) -> None:
    put(workbook, "Этапы", "З-1", "Подтверждение", "https://example.org/a?b=1&c=2")
    text = html(visit("boards"))
    assert 'href="https://example.org/a?b=1&amp;c=2"' in text
    put(workbook, "Этапы", "З-1", "Подтверждение", "javascript:alert(1)")
    shared.workspace().refresh()
    assert "javascript:" not in html(visit("boards"))


@pytest.mark.parametrize(
    "parameters", [{"board": "<script>"}, {"view": "<script>"}, {"only": "<script>"}, {"board": "events", "view": "stage"}]
)
def test_a_wrong_word_in_the_address_falls_back(workbook: Path, parameters: dict[str, str]) -> None:
    app = visit("boards", **parameters)
    assert not app.exception
    assert "<script>" not in html(app)


def test_a_board_without_a_row_says_what_comes_first(workbook: Path) -> None:
    assert "Дела: ещё ничего нет. Добавить первую строку" in text_of(visit("boards", board="events"))


def test_text_of_people_is_text(workbook: Path) -> None:
    put(workbook, "Этапы", "З-2", "Задача", "<i onclick=x>**П**</i>")
    for parameters in ({}, {"view": "stage"}):
        assert "<i onclick" not in html(visit("boards", **parameters))
