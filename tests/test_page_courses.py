"""Курсы: the seats that are left, who takes what, and a way in that says beforehand what would not fit."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from clubs import fill, open_clubs, page, snapshot
from networks import FILES, write_network
from streamlit.testing.v1 import AppTest
from test_app import html, visit

from netdash.config import load_config
from netdash.errors import ConfigError
from netdash.seats import Bank, Seats, build_bank
from netdash.specs.pages import CoursesPage


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from open_clubs(tmp_path, monkeypatch)


def bank(**rows: object) -> Bank:
    return build_bank(cast("CoursesPage", page("courses")), snapshot(**rows))  # type: ignore[arg-type]


def text(app: AppTest) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html(app)).replace("\u00a0", " ").split())


def test_seats_are_counted_in_their_year_and_requests_wait() -> None:
    found = bank()
    assert found.seats("КР-1", "2008/09") == Seats(2, 2, 0)
    assert found.seats("КР-2", "2008/09") == Seats(1, 1, 1)
    assert found.seats("КР-1", "2007/08") == Seats(2, 1, 0)
    assert found.seats("КР-3", "2008/09").left is None
    assert (found.current, found.next, found.years) == ("2008/09", "2009/10", ("2008/09", "2007/08"))


def test_one_who_stands_twice_takes_one_seat() -> None:
    twice = [{"code": f"З-{n}", "pupil": "2-01", "year": "2008/09", "club": "Шахматы", "status": "принят"} for n in (1, 2)] + [
        {"code": "З-3", "pupil": "2-01", "year": "2008/09", "club": "Шахматы", "status": "заявка"}
    ]
    assert bank(joined=twice).seats("КР-1", "2008/09") == Seats(2, 1, 0)


def test_the_bank_tells_the_seats_and_searches_and_filters(workbook: Path) -> None:
    fill(workbook)
    said = text(visit("courses"))
    assert "Шахматы" in said
    assert "мест нет" in said
    assert "свободно 3 из 3" in said
    assert "мест: не указано, занимаются 0" in said
    assert "Лепка" not in said
    assert "Лепка" in text(visit("courses", view="closed"))
    assert "Хор" not in text(visit("courses", find="шахматы")).partition("Места")[2]
    seventh = text(visit("courses", school="Ш-2")).partition("Места")[2]
    assert "Хор" in seventh
    assert "Шахматы" not in seventh
    full = text(visit("courses", only="full")).partition("Места")[2]
    assert "Шахматы" in full, "the last seat is taken, none is missing"
    assert "Хор" in full
    assert "Музей" not in full


def test_a_course_names_its_students_by_code_and_what_does_not_fit(workbook: Path) -> None:
    fill(workbook)
    said = text(visit("courses", course="КР-2"))
    assert "7-03" in said
    assert "Ученик в двух местах" in said
    assert "Место ещё не занимают: 1 план" in said


def test_plans_by_student_mark_the_clash(workbook: Path) -> None:
    fill(workbook)
    said = text(visit("courses", view="students"))
    assert said.count("Ученик в двух местах") == 2
    assert "7-03" not in text(visit("courses", view="students", home="Ш-1")).partition("Курсы, 2008/09")[2]
    assert "7-03" in text(visit("courses", view="students", year="2007/08"))


def test_somebody_is_enrolled_after_being_told_what_would_not_fit(workbook: Path) -> None:
    fill(workbook)
    app = visit("courses", author="Иванова А. П.", course="КР-2", do="join")
    assert app.button(key="nd-join-send").disabled
    app.selectbox(key="nd-join-student").set_value("У-1")
    app.radio(key="nd-join-status").set_value("in").run()
    assert "Если записать, не сойдётся вот что" in html(app)
    assert app.button(key="nd-join-send").label == "Всё равно записать"
    rows = list(openpyxl.load_workbook(workbook)["Записи"].values)
    app.button(key="nd-join-send").click().run()
    after = list(openpyxl.load_workbook(workbook)["Записи"].values)
    assert len(after) == len(rows) + 1
    assert after[-1][1:] == ("2-01", "2008/09", "Хор", "принят")


def test_an_empty_book_says_how_to_begin(workbook: Path) -> None:
    assert "ещё нет строк" in html(visit("courses"))
    assert "ещё нет строк" in html(visit("courses", view="students"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("courses: teams", "courses: tems", "table «tems» is unknown; did you mean «teams»?"),
        ("course: team\n", "course: person\n", "«person» refers to people; needed here: teams"),
        ("filters: [kind]", "filters: [title]", "«title» is a column of kind text"),
        ("home: school", "home: name", "«name» is a column of kind text; needed here: reference"),
    ],
)
def test_a_mistake_in_the_declaration_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    pages = FILES["pages.yaml"]
    at = pages.index("kind: courses")
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, pages=pages[:at] + pages[at:].replace(old, new, 1)))
    assert told in str(caught.value)
