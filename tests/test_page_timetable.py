"""Неделя: blocks by day and hour, held to a school, a person, a student; clashes at their place with their rows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from clubs import clubs, fill, open_clubs, page, snapshot
from networks import FILES, write_network
from streamlit.testing.v1 import AppTest
from test_app import html, visit

from netdash.config import load_config
from netdash.errors import ConfigError
from netdash.specs.pages import TimetablePage
from netdash.week import Held, Week, build_week


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from open_clubs(tmp_path, monkeypatch)


def week(**rows: object) -> Week:
    return build_week(cast("TimetablePage", page("timetable")), snapshot(**rows))  # type: ignore[arg-type]


def keys(found: Week, **held: str) -> list[str]:
    return [block.key for block in found.pick(Held(**held))]


def text(app: AppTest) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html(app)).replace("\u00a0", " ").split())


def test_blocks_stand_by_day_and_time_with_those_that_have_none_last() -> None:
    assert keys(week()) == ["ПЗ-1", "ПЗ-2", "КР-1", "КР-2", "ПЗ-3", "КР-3", "ПЗ-4", "КР-5"]


def test_the_week_is_held_to_a_place_a_person_a_course_a_student() -> None:
    found = week()
    assert keys(found, place="Ш-3") == ["ПЗ-2", "ПЗ-3", "ПЗ-4"]
    assert keys(found, person="П-2") == ["ПЗ-1", "ПЗ-2", "КР-2"]
    assert keys(found, what="КР-1") == ["ПЗ-1", "ПЗ-2", "КР-1"]
    assert keys(found, student="У-2") == ["ПЗ-1", "КР-1", "КР-2"]
    assert keys(found, student="У-1") == ["КР-1"]
    assert keys(found, student="нет такого") == []


def test_a_clash_belongs_to_all_its_rows_and_a_students_to_what_is_taken() -> None:
    found = week()
    said = {row: [clash.message.partition(":")[0] for clash in clashes] for row, clashes in found.troubles.items()}
    assert said["rides", "ПЗ-1"] == ["Двое групп сразу"]
    assert sorted(said["rides", "ПЗ-2"]) == ["Двое групп сразу", "Опоздают"]
    assert said["clubs", "КР-1"] == said["clubs", "КР-2"] == ["Ученик в двух местах"]
    assert found.clashes[-1].level == "warning"


def test_one_students_week_does_not_show_anothers_clash() -> None:
    found = week()
    mine = found.pick_clashes(found.pick(Held(student="У-3")), Held(student="У-3"))
    assert [clash.message.partition(":")[0] for clash in mine] == []


def test_the_page_marks_every_clash_and_lists_it_with_its_rows(workbook: Path) -> None:
    fill(workbook)
    app = visit("timetable")
    said = text(app)
    assert "Понедельник 4" in said
    assert "14:30–14:50" in said
    assert "Школа № 7 → Гимназия № 2" in said
    assert "Выйдите раньше" in said
    assert "Поездки, строка 3" in said
    assert html(app).count('class="nd-block nd-moves nd-clash"') == 2
    assert "Без дня или времени" in said


def test_only_what_clashes_and_one_day(workbook: Path) -> None:
    fill(workbook)
    assert html(visit("timetable", only="clashes")).count("<article") == 5
    day = html(visit("timetable", day="tue"))
    assert "<article" not in day
    assert '<h2 class="nd-section">Вторник</h2>' in day


def test_a_student_is_chosen_by_code(workbook: Path) -> None:
    fill(workbook)
    app = visit("timetable")
    app.selectbox(key="nd-ask-student").set_value("У-1").run()
    assert html(app).count("<article") == 1
    assert app.query_params["student"] == "У-1"


def test_an_empty_book_says_how_to_begin(workbook: Path) -> None:
    assert "ещё нет строк для расписания" in html(visit("timetable"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("day: form", "day: title", "«title» is a column of kind text; needed here: choice"),
        ("starts: opens", "starts: opns", "did you mean «opens»?"),
        ("size: participants", "size: title", "«title» is a column of kind text; needed here: decimal, integer, percent"),
    ],
)
def test_a_mistake_in_the_declaration_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    pages = FILES["pages.yaml"]
    at = pages.index("kind: timetable")
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, pages=pages[:at] + pages[at:].replace(old, new, 1)))
    assert told in str(caught.value)


def test_layers_stand_in_one_week(tmp_path: Path) -> None:
    assert clubs().tables["rides"].columns["day"].choices == "days"
    layer = "{{table: events, day: {}, starts: opens, ends: closes, what: title}}"
    layers = f"[{layer.format('form')}, {layer.format('status')}]"
    pages = FILES["pages.yaml"]
    at = pages.index("    layers:")
    end = pages.index("  folders:", at)
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, pages=f"{pages[:at]}    layers: {layers}\n{pages[end:]}"))
    assert "the days are of the list event_states, but of event_forms in the first layer" in str(caught.value)
