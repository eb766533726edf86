"""Сеть: where places stand, what joins them, what a card tells, what is done in each direction, on a network of libraries."""

import re
from collections.abc import Iterator
from datetime import date
from math import cos, radians, sin
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from counted import network, snapshot_of
from networks import FILES, write_network
from test_app import html, put, read, visit
from test_page_rosters import press, text_of

import netdash
from netdash.config import load_config
from netdash.directions import compute_work
from netdash.dossier import build_chapter
from netdash.errors import ConfigError
from netdash.snapshot import Snapshot
from netdash.specs.pages import SchemePage
from netdash.ties import Ties, compute_ties
from netdash.ui import shared
from netdash.ui.location.geometry import (
    NARROW,
    WIDE,
    Box,
    Plane,
    Point,
    box_around,
    crosses,
    draw_stroke,
    place_names,
    place_points,
    route,
)

TODAY = date(2009, 3, 12)
CHOICES = """\
lines:
  reading: {title: Чтение}
  lore: {title: Краеведение}
"""
POSITION = """\
  east: {title: Вправо, kind: decimal, min: 0, max: 100}
  north: {title: Вверх, kind: decimal, min: 0, max: 100}
  address:"""
SCHOOLS = FILES["tables/schools.yaml"].replace("  address:", POSITION)
LOANS = """\
title: Обмен книгами
group: registries
key: code
columns:
  code: {title: Код, kind: key, prefix: О}
  giver: {title: Кто даёт, kind: reference, to: schools}
  taker: {title: Кто берёт, kind: reference, to: schools}
  books: {title: Книг, kind: integer}
  until: {title: До какого дня, kind: date}
  line: {title: Линия, kind: choice, choices: lines}
  back: {title: Вернули, kind: yes_no}
"""
PAGES = """\
Сеть:
  map:
    kind: scheme
    title: Библиотеки
    icon: hub
    about: Кто где стоит
    default: true
    table: schools
    group: role
    base: base
    x: east
    y: north
    facts: [phone]
    lines:
      events: {title: Встречи, table: events, place: invited}
      teams: {title: Команды, table: members, place: person.school, through: team, until: until, shown: false}
      loans: {title: Обмен, table: loans, from: giver, to: taker, weight: books, until: until, show: [books]}
    card:
      - {table: people, place: school, show: [category]}
      - {table: events, place: invited, show: [starts], newest: starts}
      - {table: members, place: person.school, each: team, title: В командах}
    directions: lines
    principles: person_roles
    work:
      - {table: loans, by: line, done: {back: true}, until: until}
Данные:
  data: {kind: registry, title: Данные, icon: table, about: Все таблицы}
  quality: {kind: quality, title: Качество данных, icon: rule, about: Что исправить}
"""
NETWORK: dict[str, str] = {
    "choices": FILES["choices.yaml"] + CHOICES,
    "pages": PAGES,
    "tables_schools": SCHOOLS,
    "tables_loans": LOANS,
}
PEOPLE = [
    {"code": f"П-{at}", "name": f"Педагог {at}", "school": school} for at, school in enumerate(["Ш-1", "Ш-2", "Ш-3", "Ш-2"])
]
TEAMS = [{"code": "К-1", "title": "Первая", "kind": "объединение"}, {"code": "К-2", "title": "Вторая", "kind": "объединение"}]


def member(team: str, person: str, until: str = "") -> dict[str, Any]:
    """A row of the roster."""
    return {"code": f"С-{team}-{person}", "team": team, "person": person, "until": until or None}


def loan(code: str, giver: str, taker: str, books: int | None = 1, **more: Any) -> dict[str, Any]:
    """A row that goes from one place to another."""
    return {"code": code, "giver": giver, "taker": taker, "books": books, **more}


def taken(**sheets: list[dict[str, Any]]) -> Snapshot:
    """A snapshot of these rows."""
    return snapshot_of(network(**NETWORK), TODAY, people=PEOPLE, teams=TEAMS, **sheets)


def page_of(snapshot: Snapshot) -> SchemePage:
    """The page of places."""
    return cast("SchemePage", snapshot.config.pages["Сеть"]["map"])


def ties_of(snapshot: Snapshot, line: str) -> Ties:
    """The lines of one sort."""
    return compute_ties(snapshot, page_of(snapshot).lines[line])


def test_everybody_named_in_one_row_is_joined_to_each_other() -> None:
    event = {"code": "М-1", "title": "Встреча", "form": "семинар", "starts": "01.03.2009", "status": "план"}
    ties = ties_of(
        taken(events=[{**event, "invited": "Ш-1; Ш-3; Ш-2"}, {**event, "code": "М-2", "invited": "Ш-1; Ш-3"}]), "events"
    )
    assert {pair: (tie.weight, tie.rows) for pair, tie in ties.ties.items()} == {
        ("Ш-1", "Ш-3"): (2, ("М-1", "М-2")),
        ("Ш-1", "Ш-2"): (1, ("М-1",)),
        ("Ш-2", "Ш-3"): (1, ("М-1",)),
    }


def test_places_that_share_what_rows_lead_to_are_joined_once_for_each() -> None:
    members = [
        member("К-1", "П-0"),
        member("К-1", "П-1"),
        member("К-1", "П-3"),
        member("К-2", "П-0"),
        member("К-2", "П-2", "11.03.2009"),
    ]
    ties = ties_of(taken(members=members), "teams")
    assert ties.table == "teams"
    assert {pair: (tie.weight, tie.rows) for pair, tie in ties.ties.items()} == {("Ш-1", "Ш-2"): (1, ("К-1",))}


def test_a_last_day_joins_until_it_is_over() -> None:
    ties = ties_of(taken(members=[member("К-2", "П-0", "12.03.2009"), member("К-2", "П-2", "12.03.2009")]), "teams")
    assert list(ties.ties) == [("Ш-1", "Ш-3")]


def test_rows_both_ways_add_up_and_a_place_is_not_joined_to_itself() -> None:
    loans = [
        loan("О-1", "Ш-1", "Ш-2", 5),
        loan("О-2", "Ш-2", "Ш-1", 7),
        loan("О-3", "Ш-3", "Ш-3"),
        loan("О-4", "Ш-2", "Ш-3", None),
    ]
    ties = ties_of(taken(loans=[*loans, loan("О-5", "", "Ш-3")]), "loans")
    assert {pair: (tie.weight, tie.rows) for pair, tie in ties.ties.items()} == {
        ("Ш-1", "Ш-2"): (12, ("О-1", "О-2")),
        ("Ш-2", "Ш-3"): (0, ("О-4",)),
    }


def test_work_is_done_late_or_ahead_and_rows_of_no_direction_are_told() -> None:
    loans = [
        loan("О-1", "Ш-1", "Ш-2", line="Чтение", until="01.03.2009", back="да"),
        loan("О-2", "Ш-1", "Ш-2", line="Чтение", until="11.03.2009"),
        loan("О-3", "Ш-1", "Ш-2", line="Чтение", until="12.03.2009"),
        loan("О-4", "Ш-1", "Ш-2", until="12.03.2010"),
    ]
    snapshot = taken(loans=loans)
    shares = compute_work(snapshot, page_of(snapshot).work[0], ["reading", "lore"])
    assert {name: dict(share.rows) for name, share in shares.items()} == {
        "reading": {"done": ("О-1",), "late": ("О-2",), "not_begun": ("О-3",)},
        "lore": {},
        "": {"not_begun": ("О-4",)},
    }


def test_a_card_lists_the_latest_first_and_what_rows_lead_to_once() -> None:
    event = {"title": "Встреча", "form": "семинар", "status": "план", "invited": "Ш-2; Ш-3"}
    days = {"М-1": "01.03.2009", "М-2": "01.05.2009", "М-3": "01.04.2009"}
    snapshot = taken(
        events=[{**event, "code": code, "starts": day} for code, day in days.items()],
        members=[member("К-1", "П-1"), member("К-1", "П-3"), member("К-2", "П-3")],
    )
    _, events, teams = (build_chapter(snapshot, part) for part in page_of(snapshot).card)
    assert events.rows["Ш-2"] == ("М-2", "М-3", "М-1")
    assert (teams.title, teams.table, teams.rows["Ш-2"]) == ("В командах", "teams", ("К-1", "К-2"))


BOUNDS: Box = (0, 0, 100, 100)
MANY = {f"Ш-{at}": (at * 37 % 101, at * 53 % 97) for at in range(60)}


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("plane", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_name_lies_on_another_on_a_place_or_on_a_line(plane: Plane) -> None:
    few = dict(list(MANY.items())[:14])
    spots = place_points(few, {"Ш-0": "Гимназия № 2"}, BOUNDS, plane)
    boxes = {key: box_around(spot, (plane.mark, plane.mark)) for key, spot in spots.items()}
    keys = list(spots)
    ends = [(spots[one], spots[other]) for one, other in zip(keys, keys[5:], strict=False)]
    names = place_names(dict.fromkeys(keys, "Детская музыкальная школа"), spots, list(boxes.values()), ends, plane)
    assert len(names) >= 5
    lines = [(*one, *other) for one, other in ends]
    for key, name in names.items():
        assert name.box[0] >= 0
        assert name.box[2] <= plane.width
        assert not any(overlap(name.box, box) for box in boxes.values())
        assert not any(overlap(name.box, other.box) for each, other in names.items() if each != key)
        assert not crosses(np.array(name.box), np.array(lines)).any()


def test_y_grows_upwards_and_places_at_one_point_move_apart() -> None:
    spots = place_points({"low": (50, 0), "high": (50, 100), "twin": (50, 100)}, {}, BOUNDS, WIDE)
    assert spots["high"][1] < spots["low"][1]
    assert not overlap(box_around(spots["high"], (9, 9)), box_around(spots["twin"], (9, 9)))


def test_sixty_places_stand_apart() -> None:
    spots = list(place_points(MANY, {}, BOUNDS, WIDE).values())
    boxes = [box_around(spot, (WIDE.mark, WIDE.mark)) for spot in spots]
    assert not any(overlap(one, other) for at, one in enumerate(boxes) for other in boxes[:at])


@pytest.mark.parametrize(
    ("end", "touched"), [((10, 0), True), ((10, 30), False), ((0, 10), False), ((3, 0.5), False), ((20, 2), True)]
)
def test_a_line_touches_a_box_or_does_not(end: Point, touched: bool) -> None:
    assert crosses(np.array((5, -1, 8, 1)), np.array((0.0, 0.0, *end))).tolist() == [[touched]]


def test_a_line_bends_around_a_place_that_is_not_its_own() -> None:
    stone = (90.0, 40.0, 110.0, 60.0)
    way = route((0, 50), (200, 52), [stone])
    assert (way[0][0], way[-1][1], len(way)) == ((0, 50), (200, 52), 2)
    assert not crosses(np.array(stone), np.array([(*one, *other) for one, other in way])).any()
    assert route((0, 0), (200, 0), [stone]) == [((0, 0), (200, 0))]


def test_lines_beside_each_other_have_the_same_length_and_direction() -> None:
    one, other = (draw_stroke((0, 0), (30, 40), number, 2) for number in (0, 1))
    assert one.length == other.length == 50
    assert (round(50 * cos(radians(one.angle))), round(50 * sin(radians(one.angle)))) == (30, 40)
    assert one.start != other.start


FAULTS = [
    ("    y: north\n", "", "a position needs both x and y"),
    ("    base: base\n", "    base: bas\n", "schools.role: the choice «bas» is unknown; did you mean «base»?"),
    ("place: invited}", "place: invited, from: host, to: host}", "a line needs either place, or both from and to"),
    ("place: person.school, through", "place: person, through", "«person» leads to people; needed here: schools"),
    ("weight: books,", "weight: line,", "«line» is a column of kind choice; needed here: decimal, integer, percent"),
    ("directions: lines", "directions: line", "the list «line» is unknown; did you mean «lines»?"),
    ("by: line, done", "by: giver, done", "«giver» is a column of kind reference; needed here: choice"),
    ("newest: starts}", "newest: title}", "«title» is a column of kind text; needed here: date, school_year"),
    ("each: team,", "each: role,", "«role» is a column of kind choice; needed here: reference, references"),
    ("facts: [phone]", "facts: [fone]", "table schools: column «fone» is unknown; did you mean «phone»?"),
]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_a_fault_of_the_page_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert PAGES.count(old) == 1
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, **{**NETWORK, "pages": PAGES.replace(old, new)}))
    assert any(message in str(fault) and "pages.yaml:" in str(fault) for fault in caught.value.faults)


START = {
    "schools": "Код,Название,Роль,Вправо,Вверх,Телефон\nШ-1,Гимназия № 2,опорная школа,50,50,\n"
    "Ш-2,Школа № 7,участник,10,90,+7 4722 12-34-56\nШ-3,Школа № 29,участник,,,\n",
    "people": "Код,ФИО,Школа\nП-1,Иванова А. П.,Школа № 7\nП-2,<b onclick=x>,Школа № 7\n",
    "loans": "Код,Кто даёт,Кто берёт,Книг,До какого дня,Линия,Вернули\nО-1,Школа № 7,Гимназия № 2,12,01.09.2090,Чтение,\n"
    "О-2,Гимназия № 2,Школа № 7,5,01.09.2090,Чтение,да\n",
}


def serve(folder: Path, patch: pytest.MonkeyPatch, pages: str = PAGES, **start: str) -> Path:
    """A process that shows a network with these starting rows."""
    write_network(folder, **{**NETWORK, "pages": pages, "start_schools": None, "start_people": None})
    for name, rows in start.items():
        (folder / "config" / "start" / f"{name}.csv").write_text(rows, "utf-8")
    patch.setenv(shared.CONFIG_VARIABLE, str(folder / "config"))
    patch.setenv(shared.SOURCE_VARIABLE, str(folder / "network.xlsx"))
    netdash.open_workspace(folder / "config", folder / "network.xlsx").create(demonstration=False)
    return folder / "network.xlsx"


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The workbook of a network with three places, one of them without a position."""
    yield serve(tmp_path, monkeypatch, **START)
    shared.stop()


def test_the_scheme_shows_places_and_lines_and_names_who_stands_nowhere(workbook: Path) -> None:
    page = visit("scheme")
    assert html(page).count('class="nd-link nd-chip"') == html(page).count('class="nd-link nd-mark"') == 2
    assert 'aria-label="Обмен: Гимназия\u00a0№\u00a02 — Школа\u00a0№\u00a07 — книг: 17"' in html(page)
    assert "Нет места на схеме: Школа № 29 ." in text_of(page)
    assert re.search(r"Ни с кем не связаны 1 Школа № 29", text_of(page))


@pytest.mark.parametrize(
    ("lines", "drawn"), [("", True), ("loans", True), ("events,teams", False), ("-", False), ("<script>", False)]
)
def test_lines_are_switched_in_the_address(workbook: Path, lines: str, drawn: bool) -> None:
    assert ('class="nd-link nd-tie' in html(visit("scheme", lines=lines))) is drawn


def test_a_switch_keeps_the_others(workbook: Path) -> None:
    text = html(visit("scheme", lines="events,loans"))
    assert 'href=".?lines=loans"' in text
    assert 'href=".?lines=events%2Cteams%2Cloans"' in text


def test_a_line_opens_its_rows(workbook: Path) -> None:
    text = text_of(visit("scheme", tie="loans", between="Ш-1,Ш-2"))
    assert "Обмен — книг: 17" in text
    assert "Школа № 7 → Гимназия № 2 книг: 12" in text
    assert "Такой связи сейчас нет." in text_of(visit("scheme", tie="teams", between="Ш-1,Ш-2"))


def test_a_card_tells_what_is_known_and_what_is_owed(workbook: Path) -> None:
    text = text_of(visit("scheme", place="Ш-2"))
    assert re.search(r"Школа № 7 участник .* Телефон \+7 4722 12-34-56", text)
    assert "Педагоги 2 Иванова А. П." in text
    assert "Пока ничего нет: план мероприятий, в командах." in text
    assert "ничего не должно" in text
    put(workbook, "Педагоги", "П-1", "Категория", "наивысшая")
    shared.workspace().refresh()
    assert "Что нужно внести и исправить 1 замечание к строкам" in text_of(visit("scheme", place="Ш-2"))


def test_a_place_is_moved_and_the_move_can_be_undone(workbook: Path) -> None:
    app = visit("scheme", author="Методист М. М.", place="Ш-3")
    app.text_input(key="nd-seat-Ш-3-east").input("30,5")
    app.text_input(key="nd-seat-Ш-3-north").input("40")
    app = press(app, "Переставить")
    assert (read(workbook, "Школы", "Ш-3", "Вправо"), read(workbook, "Школы", "Ш-3", "Вверх")) == (30.5, 40)
    assert "Нет места на схеме" not in text_of(app)
    app.button(key="nd-undo").click().run()
    assert read(workbook, "Школы", "Ш-3", "Вправо") is None


def test_a_position_that_cannot_be_read_is_told_and_not_written(workbook: Path) -> None:
    app = visit("scheme", author="Методист М. М.", place="Ш-2")
    app.text_input(key="nd-seat-Ш-2-east").input("далеко")
    app.text_input(key="nd-seat-Ш-2-north").input("20")
    app = press(app, "Переставить")
    assert "Вправо" in app.error[0].value
    assert read(workbook, "Школы", "Ш-2", "Вверх") == 90


def test_the_programme_tells_the_goal_and_each_direction_with_its_rows(workbook: Path) -> None:
    text = text_of(visit("scheme", view="programme"))
    assert "Чтение выполнено 1 впереди 1" in text
    assert "Краеведение ничего нет" in text
    assert "Школы учатся друг у друга" in text
    assert "тьютор" in text
    rows = html(visit("scheme", view="programme", work="1", direction="reading", state="done"))
    assert "row=%D0%9E-2" in rows
    assert "row=%D0%9E-1" not in rows


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"place": "Ш-99"}, "Строки с кодом «Ш-99» в книге нет."),
        ({"place": "Ш-2", "part": "<b>"}, "Педагоги"),
        ({"place": "Ш-2", "part": "0"}, "← Вся карточка"),
        ({"view": "programme", "work": "9"}, "Таких строк нет."),
        ({"view": "programme", "work": "1", "direction": "<b>", "state": "<b>"}, "0 строк"),
        ({"only": "alone"}, "Показаны те, кого ничто не связывает."),
        ({"tie": "loans", "between": "<b>"}, "Опорная школа"),
    ],
)
def test_wrong_words_fall_back_and_text_of_people_is_text(workbook: Path, parameters: dict[str, str], said: str) -> None:
    app = visit("scheme", **parameters)
    assert not app.exception
    assert said in text_of(app)
    assert "<b onclick" not in html(app)


def test_without_positions_the_list_stands_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(tmp_path, monkeypatch, PAGES.replace("    x: east\n    y: north\n", ""), **START)
    try:
        page, card = visit("scheme"), visit("scheme", place="Ш-2")
    finally:
        shared.stop()
    assert 'class="nd-plane' not in html(page)
    assert "Гимназия № 2" in text_of(page)
    assert "Все связи списком: 1" in text_of(page)
    assert not card.exception
    assert "Переставить" not in [button.label for button in card.button]


@pytest.mark.parametrize("view", ["", "programme"])
def test_an_empty_workbook_says_what_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str) -> None:
    serve(tmp_path, monkeypatch)
    try:
        app = visit("scheme", view=view)
    finally:
        shared.stop()
    assert not app.exception
    assert ("ещё нет строк" if not view else "ничего нет") in text_of(app)
