"""A page of achievements: growth, breakdowns, who stands where, and the rows behind each figure."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from counted import network, snapshot_of
from networks import EVERY_PAGE, write_network
from test_app import MARKUP, html, visit
from test_page_indicators import add, press, rows
from test_page_results import said

import netdash
from netdash.config import load_config
from netdash.errors import ConfigError
from netdash.indicators import compute, compute_one
from netdash.standings import list_rows, rank
from netdash.ui import shared

Row = dict[str, object]

PEOPLE: list[Row] = [
    {"code": "П-1", "name": "Иванова А. П.", "school": "Гимназия № 2"},
    {"code": "П-2", "name": "Петров Б. В.", "school": "Школа № 7"},
    {"code": "П-3", "name": "Сидорова В. Г.", "school": "Школа № 7"},
]


def event(number: int, day: str, person: str | None, host: str = "Школа № 7", status: str = "проведено") -> Row:
    """One event of somebody."""
    row = {"code": f"М-{number}", "title": f"Семинар {number}", "form": "семинар", "host": host, "starts": day}
    return {**row, "responsible": person, "status": status}


EVENTS = [
    event(1, "01.10.2007", "Иванова А. П."),
    event(2, "01.10.2008", "Иванова А. П."),
    event(3, "02.10.2008", "Иванова А. П.", status="план"),
    event(4, "03.10.2008", "Петров Б. В."),
    event(5, "04.10.2008", "Сидорова В. Г.", host="Гимназия № 2"),
    event(6, "05.10.2008", None),
    event(7, "05.10.2009", "Петров Б. В."),
]
SNAPSHOT = snapshot_of(network(), date(2009, 3, 12), people=PEOPLE, events=EVENTS)  # type: ignore[arg-type]
WINS = SNAPSHOT.config.indicators.indicators["seminars"]
ENTRIES = WINS.model_copy(update={"where": {"form": "seminar"}})


def test_equal_ones_share_a_place_and_years_ahead_do_not_count() -> None:
    found = [(one.key, one.place, one.wins, one.entries) for one in rank(SNAPSHOT, WINS, ENTRIES, "responsible")]
    assert found == [("П-1", "1", 2, 3), ("П-2", "2–3", 1, 1), ("П-3", "2–3", 1, 1)]
    assert [one.key for one in rank(SNAPSHOT, WINS, None, "responsible", "2007/08")] == ["П-1"]


def test_a_share_is_given_over_enough_entries_only() -> None:
    first = rank(SNAPSHOT, WINS, ENTRIES, "responsible")[0]
    assert first.share(4) is None
    known = first.share(3)
    assert known is not None
    assert (round(known[0], 3), round(known[1].low, 3), round(known[1].high, 3)) == (0.667, 0.208, 0.939)


def test_the_rows_of_a_standing_come_newest_first() -> None:
    held = WINS.model_copy(update={"where": {**WINS.where, "responsible": "П-1"}})
    assert list_rows(SNAPSHOT, held) == ["М-2", "М-1"]


def test_an_indicator_held_to_a_place_counts_as_the_breakdown_does() -> None:
    held = compute_one(SNAPSHOT, WINS.model_copy(update={"where": {**WINS.where, "host": "Ш-2"}}))
    broken = [each for each in compute(SNAPSHOT, name="seminars", by="host") if each.by["host"] == "Ш-2"]
    assert [(one.value, one.rows) for one in held] == [(one.value, one.rows) for one in broken]


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path, pages=EVERY_PAGE)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def held(number: int, day: str, person: str | None = None, host: str = "Школа № 7", title: str = "") -> tuple[object, ...]:
    """One event that took place, as its sheet has it."""
    return (f"М-{number}", title or f"Семинар {number}", "семинар", host, "", day, "", "", "", person, "проведено")


def test_growth_against_the_baseline_is_told_without_per_cent_where_there_were_few(workbook: Path) -> None:
    add(workbook, "План мероприятий", *(held(n, "01.10.2007") for n in range(4)), *(held(n, "01.10.2009") for n in range(4, 10)))
    text = said(visit("achievements"))
    assert "С 2007/08 по 2009/10 4 → 6 ▲ +2 слишком мало, чтобы считать проценты" in text


def test_growth_of_enough_is_told_in_per_cent(workbook: Path) -> None:
    add(
        workbook, "План мероприятий", *(held(n, "01.10.2007") for n in range(10)), *(held(n, "01.10.2009") for n in range(10, 25))
    )
    text = said(visit("achievements"))
    assert "С 2007/08 по 2009/10 10 → 15 ▲ +5 — лучше +50 %" in text


def test_every_figure_of_the_breakdown_opens_its_rows(workbook: Path) -> None:
    add(workbook, "План мероприятий", held(1, "01.10.2008"), held(2, "01.10.2008", host="Гимназия № 2"), held(3, "01.10.2009"))
    app = visit("achievements", by="host")
    assert not app.exception
    grid = re.findall(r'<table class="nd-table nd-grid">.*?</table>', html(app), re.S)[0]
    cell = next(href for href in re.findall(r'href="([^"]+)"', grid) if "part=%D0%A8-1" in href)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(unescape(cell)).query).items()}
    assert rows(visit("achievements", **asked)) == ["Семинар 2"]


def test_the_breakdown_tells_how_far_each_part_grew_since_the_baseline(workbook: Path) -> None:
    add(
        workbook,
        "План мероприятий",
        held(1, "01.10.2007", host="Гимназия № 2"),
        held(2, "01.10.2008", host="Гимназия № 2"),
        held(3, "02.10.2008", host="Гимназия № 2"),
        held(4, "01.10.2008"),
    )
    grid = re.findall(r'<table class="nd-table nd-grid">.*?</table>', html(visit("achievements", by="host")), re.S)[0]
    rows = [re.findall(r"<t[dh].*?</t[dh]>", row, re.S) for row in re.findall("<tr>(.*?)</tr>", grid, re.S)]
    grown = {re.sub("<[^>]+>", "", row[0]).replace("\u00a0", " "): re.sub("<[^>]+>", "", row[-1]) for row in rows}
    assert grown == {"Площадка": "С 2007/08", "Гимназия № 2": "+1", "Школа № 7": "—", "Вся сеть": "+2"}


def test_no_column_of_shares_stands_over_too_few_entries(workbook: Path) -> None:
    add(workbook, "План мероприятий", held(1, "01.10.2008", "Иванова А. П."))
    assert ">Доля</th>" not in html(visit("achievements"))


def test_filters_hold_figures_and_standings(workbook: Path) -> None:
    add(
        workbook,
        "План мероприятий",
        held(1, "01.10.2008", "Иванова А. П."),
        held(2, "01.10.2008", "Петров Б. В.", "Гимназия № 2"),
    )
    app = visit("achievements", host="Ш-1")
    assert "Петров Б. В." in html(app)
    assert "Иванова А. П.</a>" not in html(app)
    assert "Разбивка по столбцу «Площадка»" not in html(app)


def test_somebody_opens_all_of_their_rows_and_the_way_back(workbook: Path) -> None:
    add(
        workbook,
        "План мероприятий",
        held(1, "01.10.2007", "Петров Б. В."),
        held(2, "01.10.2009", "Петров Б. В."),
        held(3, "01.10.2009"),
    )
    app = visit("achievements", responsible="П-2")
    assert rows(app) == ["Семинар 2", "Семинар 1"]
    assert "Ответственный: Петров Б. В. · Показать всех" in said(app)


def test_somebody_without_rows_is_told_so_and_nothing_is_drawn(workbook: Path) -> None:
    add(workbook, "План мероприятий", held(1, "01.10.2008", "Петров Б. В."))
    app = visit("achievements", responsible="П-1")
    assert "Таких строк нет." in html(app)
    assert not app.get("vega_lite_chart")


def test_a_long_breakdown_is_opened_to_the_last(workbook: Path) -> None:
    add(workbook, "Школы", *((f"Ш-{n}", f"Школа {n:02}", "участник") for n in range(10, 45)))
    add(workbook, "План мероприятий", *(held(n, "01.10.2008", host=f"Школа {n:02}") for n in range(10, 45)))
    app = visit("achievements", by="host")
    assert html(app).count("part=") == 30
    assert html(press(app, "Показать ещё 5")).count("part=") == 35


@pytest.mark.parametrize("asked", [{"tab": "x"}, {"host": "<b>"}, {"by": "нет"}, {"when": "вчера"}, {"responsible": "-"}])
def test_wrong_words_in_the_address_fall_back(workbook: Path, asked: dict[str, str]) -> None:
    add(workbook, "План мероприятий", held(1, "01.10.2008", "Петров Б. В."), held(2, "01.10.2008"))
    assert not visit("achievements", **asked).exception


def test_an_empty_table_says_where_to_type(workbook: Path) -> None:
    app = visit("achievements")
    assert "В таблице «План мероприятий» строк пока нет." in html(app)
    assert not app.get("vega_lite_chart")


def test_what_people_typed_is_shown_as_text(workbook: Path) -> None:
    add(workbook, "План мероприятий", held(1, "01.10.2008", "Петров Б. В.", title=MARKUP))
    text = html(visit("achievements", responsible="П-2"))
    assert "&lt;b onclick=x&gt;" in text
    assert "<b onclick" not in text


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("wins: seminars", "wins: seminar", "did you mean «seminars»?"),
        ("wins: seminars", "wins: exam_mean", "«exam_mean» does not count rows year by year"),
        ("place: host", "place: form", "needed here: reference"),
        ("by: [joint]", "by: [form]", "«form» says what counts in «seminars», so it cannot be a filter as well"),
        ("mentor: responsible", "mentor: responsable", "did you mean «responsible»?"),
    ],
)
def test_faults_of_the_declaration_are_told_with_their_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = EVERY_PAGE
    line = next(each for each in text.splitlines() if "wins: seminars" in each)
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, pages=text.replace(line, line.replace(old, new))))
    assert fault in str(caught.value)
    assert "pages.yaml:" in str(caught.value)
