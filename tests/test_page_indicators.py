"""Показатели through the router: figures, what they are held to, and the rows behind each."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from networks import write_network
from streamlit.testing.v1 import AppTest
from test_app import MARKUP, html, visit

import netdash
from netdash.ui import shared

RESULTS = [
    ("Р-1", "2008/09", "Гимназия № 2", "математика", 20, 60),
    ("Р-2", "2008/09", "Школа № 7", "математика", 10, 30),
    ("Р-3", "2008/09", "Школа № 7", "русский язык", 10, 50),
    ("Р-4", "2007/08", "Школа № 7", "русский язык", 5, 40),
]


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so."""
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def add(path: Path, sheet: str, *rows: tuple[object, ...]) -> None:
    """Type rows below a sheet's header."""
    book = openpyxl.load_workbook(path)
    for row in rows:
        book[sheet].append(row)
    book.save(path)


def lines(app: AppTest) -> list[list[str]]:
    """The breakdown as people read it, its header first."""
    grid = re.search(r'<table class="nd-table nd-grid">.*?</table>', html(app), re.S)
    rows = re.findall("<tr>(.*?)</tr>", grid.group() if grid else "")
    return [
        [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", cell)).strip() for cell in re.findall("<t[hd].*?</t[hd]>", row)]
        for row in rows
    ]


def address(app: AppTest, figure: str) -> dict[str, str]:
    """The parameters of the link on a figure of the breakdown."""
    href = next(
        href
        for href, text in re.findall(r'<a class="nd-link nd-quiet" href="([^"]+)"[^>]*>([^<]*)<', html(app))
        if text == figure
    )
    return {name: values[0] for name, values in parse_qs(urlsplit(unescape(href)).query).items()}


def rows(app: AppTest) -> list[str]:
    """The rows behind the figure."""
    table = re.search(r'<table class="nd-table nd-rows">.*?</table>', html(app), re.S)
    return re.findall(r"<tr><td><a[^>]*>([^<]*)</a>", table.group() if table else "")


def test_parts_stand_under_years_with_the_people_under_each_figure(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("indicators", indicator="exam_mean")
    assert not app.exception
    assert lines(app)[0] == ["Школа", "2006/07", "2007/08", "2008/09", "2009/10", "С 2007/08"]
    assert [line[2:4] for line in sorted(lines(app)[1:])] == [
        ["40,0 сдавали 5, мало для сравнения", "50,0 сдавали 40"],
        ["нет данных", "60,0 сдавали 20"],
        ["40,0 сдавали 5, мало для сравнения", "40,0 сдавали 20"],
    ]
    assert lines(app)[-1][0] == "Вся сеть"


def test_a_figure_opens_its_rows_and_they_open_themselves(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    asked = address(visit("indicators", indicator="exam_mean"), "60,0")
    assert asked == {"indicator": "exam_mean", "by": "school", "year": "2008/09", "part": "Ш-1"}
    app = visit("indicators", **asked)
    assert rows(app) == ["Р-1"]
    assert "data?table=results&amp;row=%D0%A0-1" in html(app)
    assert "60,0 — среднее, взвешенное по людям: 20, 1\xa0строка." in html(app)


def test_the_whole_network_opens_all_its_rows(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    asked = address(visit("indicators", indicator="exam_mean"), "50,0")
    assert "part" not in asked
    assert rows(visit("indicators", **asked)) == ["Р-1", "Р-2", "Р-3"]


def test_a_part_that_the_rows_do_not_name_opens_its_own_rows_only(workbook: Path) -> None:
    held = ("семинар", "Школа № 7", "", "01.10.2008", "", "", "", "", "проведено")
    add(workbook, "План мероприятий", ("М-1", "С площадкой", *held), ("М-2", "Без площадки", held[0], None, *held[2:]))
    asked = {"indicator": "seminars", "year": "2008/09"}
    assert [line[0] for line in lines(visit("indicators", **asked))[1:]] == ["Школа № 7", "не указано", "Вся сеть"]
    assert rows(visit("indicators", **asked, part="-")) == ["Без площадки"]
    assert len(rows(visit("indicators", **asked))) == 2


def test_what_the_figures_are_held_to_lives_in_the_address(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("indicators", indicator="exam_mean", subject="russian")
    assert lines(app)[-1][3] == "50,0 сдавали 10"
    for subject, whole in (("maths", "50,0 сдавали 30"), ("russian", "50,0 сдавали 10"), ("maths", "50,0 сдавали 30")):
        app.selectbox[0].set_value(subject).run()
        assert app.query_params["subject"] == subject
        assert lines(app)[-1][3] == whole
    app.selectbox[0].set_value("").run()
    assert "subject" not in app.query_params
    assert lines(app)[-1][3] == "50,0 сдавали 40"


def test_a_link_to_another_state_of_the_page_is_followed_by_the_fields(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("indicators", indicator="exam_mean", subject="russian")
    app.query_params["subject"] = "maths"
    assert app.run().selectbox[0].value == "maths"
    app.query_params["by"] = "subject"
    del app.query_params["subject"]
    assert lines(app.run())[0][0] == "Предмет"


@pytest.mark.parametrize(
    "asked", [{"indicator": "<script>"}, {"by": "x"}, {"subject": "нет"}, {"year": "вчера", "part": "Ш-9"}, {"screens": "-1"}]
)
def test_wrong_words_in_the_address_fall_back(workbook: Path, asked: dict[str, str]) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("indicators", **{"indicator": "exam_mean", **asked})
    assert not app.exception
    assert lines(app)
    assert ("Такой цифры больше нет" in html(app)) == ("year" in asked)


def test_many_rows_are_opened_to_the_last(workbook: Path) -> None:
    seminars = [
        (f"М-{n}", f"Семинар {n}", "семинар", "Школа № 7", "", "01.10.2008", "", "", "", "", "проведено") for n in range(205)
    ]
    add(workbook, "План мероприятий", *seminars)
    app = visit("indicators", indicator="seminars", year="2008/09")
    assert len(rows(app)) == 200
    press(app, "Показать ещё 5")
    assert rows(app)[-1] == "Семинар 204"
    assert len(rows(app)) == 205


def test_rows_that_could_not_be_counted_are_named_with_their_cells(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS, ("Р-5", "2008/09", "Гимназия № 2", "русский язык", 7, "много"))
    app = visit("indicators", indicator="exam_mean", year="2008/09", part="Ш-1")
    assert "Не вошло в цифру: 1\xa0строка" in html(app)
    assert ">Результаты, F6</a>" in html(app)


def test_without_rows_one_sentence_says_where_to_type_them(workbook: Path) -> None:
    app = visit("indicators", indicator="exam_mean")
    assert html(app).count("По этому показателю данных пока нет") == 1
    assert "Открыть таблицу «Результаты»" in html(app)
    assert not app.get("vega_lite_chart")


def test_a_criterion_shows_its_own_indicators(workbook: Path) -> None:
    assert "Доля педагогов с категорией" not in html(visit("indicators", indicator="exam_mean"))
    text = html(visit("indicators", indicator="seminars"))
    assert "Доля педагогов с категорией" in text
    assert "Профессионализм кадров" in text


def test_what_people_typed_is_shown_as_text(workbook: Path) -> None:
    add(workbook, "План мероприятий", ("М-1", MARKUP, "семинар", "Школа № 7", "", "01.10.2008", "", "", "", "", "проведено"))
    app = visit("indicators", indicator="seminars", year="2008/09")
    assert "&lt;b onclick=x&gt;" in html(app)
    assert "<b onclick" not in html(app)
