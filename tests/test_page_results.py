"""A page of results: what changed, over how many people, whether that is a fact, and the rows behind it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from networks import EVERY_PAGE, FILES, replaced, write_network
from streamlit.testing.v1 import AppTest
from test_app import html, visit
from test_page_indicators import add, rows

import netdash
from netdash.config import load_config
from netdash.errors import ConfigError
from netdash.ui import shared

NB = "\u00a0"
RESULTS = [
    ("Р-1", "2007/08", "Гимназия № 2", "математика", 100, 50),
    ("Р-2", "2008/09", "Гимназия № 2", "математика", 120, 56),
    ("Р-3", "2007/08", "Школа № 7", "математика", 68, 55),
    ("Р-4", "2008/09", "Школа № 7", "математика", 61, 57),
    ("Р-5", "2007/08", "Школа № 29", "математика", 40, 90),
    ("Р-6", "2007/08", "Школа № 7", "русский язык", 5, 40),
    ("Р-7", "2008/09", "Школа № 7", "русский язык", 30, 50),
]
PAGE = """\
    parts: {exams: {title: Экзамены, indicators: [exam_mean], by: subject, place: school, people: сдававших}}
"""


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path, pages=EVERY_PAGE)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def said(app: AppTest) -> str:
    """The page as people read it, on one line, without hard spaces."""
    text = unescape(re.sub("<[^>]+>", " ", html(app)))
    return re.sub(r"\s+", " ", text.replace(NB, " ")).replace(" ,", ",")


def line(app: AppTest, name: str) -> list[str]:
    """The cells of a subject or a place in the table of comparisons."""
    table = re.search(r'<table class="nd-table nd-stack nd-compared">.*?</table>', html(app), re.S)
    for row in re.findall("<tr>(.*?)</tr>", table.group() if table else "", re.S):
        cells = [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", cell)).strip() for cell in re.findall("<td.*?</td>", row, re.S)]
        if cells and cells[0] == name:
            return [unescape(cell).replace(NB, " ") for cell in cells]
    return []


def test_the_question_of_the_week_is_answered_in_a_sentence(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("results", of="maths", since="2007/08", till="2008/09")
    assert not app.exception
    text = said(app)
    assert "Математика: 59,3 → 56,3, 208 и 181 сдававших 2007/08 и 2008/09" in text
    assert "По строкам, которые введены за оба года (пробелы — Школа № 29): 52,0 → 56,3, 168 и 181 сдававших." in text
    assert "Рост: +4,3; 5 сдававших из 168 могли сдвинуть среднее самое большее на 3, так что дело не в них." in text
    assert "Интервал для среднего не посчитать" in text
    assert "Задания меняются." in text


def test_a_subject_over_few_people_is_shown_and_not_judged(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("results", since="2007/08", till="2008/09")
    assert line(app, "Русский язык") == ["Русский язык", "40,0 5 — мало", "50,0 30", "—", "—", "мало людей, не сравниваем"]
    assert line(app, "Математика")[3:] == ["▼ −3,0", "3,0", "5 человек столько не дали бы без пробелов (Школа № 29): +4,3"]


def test_places_stand_best_first_with_the_network_without_them_beside(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("results", of="maths", since="2007/08", till="2008/09")
    names = re.findall(r'<td class="" data-label="Школа"><a[^>]*>([^<]*)</a>', html(app))
    assert names == ["Школа № 7", "Гимназия № 2", "Школа № 29"]
    assert line(app, "Гимназия № 2")[-1] == "−1,0 остальные: 57,0, 61"
    assert line(app, "Школа № 29")[2:4] == ["нет данных", "—"]


def test_a_figure_opens_its_rows_on_the_same_page(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("results", since="2007/08", till="2008/09")
    (href,) = re.findall(r'href="([^"]+)"[^>]*>56,0<', html(app))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(unescape(href)).query).items()}
    assert asked["of"] == "maths"
    assert rows(visit("results", **asked)) == ["Р-2"]


def test_every_number_above_opens_what_it_counts(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("results", since="2007/08", till="2008/09")
    hrefs = re.findall(r'<div class="nd-line1"><a class="nd-link" href="([^"]+)"', html(app))
    assert [urlsplit(unescape(href)).fragment for href in hrefs] == ["compared"] * 3
    asked = [{name: values[0] for name, values in parse_qs(urlsplit(unescape(href)).query).items()} for href in hrefs]
    assert [each.get("by", "") for each in asked] == ["", "places", "places"]
    assert 'id="compared"' in html(app)
    app = visit("results", **asked[1])
    assert line(app, "Гимназия № 2")[1:4] == ["50,0 100", "56,0 120", "▲ +6,0 — лучше"]
    assert line(app, "Школа № 29")[2] == "нет данных"
    assert not line(app, "Математика")


def test_many_gaps_are_counted_and_not_listed(workbook: Path) -> None:
    lines = [
        (f"Р-{10 * n + year}", f"200{year}/0{year + 1}", school, subject, 20, 50)
        for n, (school, subject, years) in enumerate(
            [("Гимназия № 2", "математика", (7, 8)), ("Гимназия № 2", "русский язык", (7,)), ("Школа № 7", "математика", (7, 8)),
             ("Школа № 7", "русский язык", (8,)), ("Школа № 29", "математика", (7,)), ("Школа № 27", "математика", (7, 8)),
             ("Школа № 27", "русский язык", (7,))]
        )
        for year in years
    ]  # fmt: skip
    add(workbook, "Школы", ("Ш-4", "Школа № 27", "Школа № 27", "участник"))
    add(workbook, "Результаты", *lines)
    text = said(visit("results", since="2007/08", till="2008/09"))
    assert "По строкам, которые введены за оба года (пробелы — Школа № 29 и отдельные строки ещё у 3)" in text


def test_a_place_is_told_against_the_rest(workbook: Path) -> None:
    add(workbook, "Результаты", *RESULTS)
    text = said(visit("results", of="maths", at="Ш-1", since="2007/08", till="2008/09"))
    assert "Математика, Гимназия № 2: 50,0 → 56,0, 100 и 120 сдававших" in text
    assert "5 сдававших из 100 могли сдвинуть среднее самое большее на 5, так что дело не в них." in text
    assert "В остальной сети за 2008/09: 57,0, 61 сдававших; разница −1,0." in text


def test_an_empty_table_says_where_to_type(workbook: Path) -> None:
    app = visit("results")
    assert "В таблице «Результаты» данных пока нет." in html(app)
    assert not app.get("vega_lite_chart")


def test_one_year_alone_is_told_without_a_comparison(workbook: Path) -> None:
    add(workbook, "Результаты", RESULTS[0])
    assert "Математика: 50,0 за 2007/08. Сравнить пока не с чем." in said(visit("results", of="maths"))


@pytest.mark.parametrize("asked", [{"tab": "x"}, {"measure": "<b>"}, {"of": "нет"}, {"at": "-"}, {"since": "2030/31"}])
def test_wrong_words_in_the_address_fall_back(workbook: Path, asked: dict[str, str]) -> None:
    add(workbook, "Результаты", *RESULTS)
    app = visit("results", **asked)
    assert not app.exception
    assert line(app, "Математика")


SHARE = """
  passed:
    title: Преодолели порог
    criterion: learning
    table: results
    measure: ratio
    of: passed
    over: takers
    year: school_year
    by: [school, subject]
    small: {below: 10, of: takers}
"""


def test_a_share_has_its_interval(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "network.xlsx"
    column = "takers: {title: Сдавали, kind: integer, min: 0, required: true}\n"
    config = write_network(
        tmp_path,
        tables_results=replaced("tables/results.yaml", column, column + "  passed: {title: Порог, kind: integer, min: 0}\n"),
        indicators=FILES["indicators.yaml"] + SHARE.lstrip("\n"),
        pages=EVERY_PAGE.replace("[exam_mean]", "[passed]"),
    )
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(config))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(config, path).create(demonstration=False)
    add(
        path,
        "Результаты",
        ("Р-1", "2007/08", "Школа № 7", "математика", 80, 48),
        ("Р-2", "2008/09", "Школа № 7", "математика", 70, 56),
    )
    try:
        text = said(visit("results", of="maths"))
    finally:
        shared.stop()
    assert "Рост: +20 п. п.; 95-процентный интервал разницы — от +5,2 до +33,4 п. п., случайностью это объяснить трудно." in text


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[exam_mean]", "[exam_men]", "did you mean «exam_mean»?"),
        ("[exam_mean]", "[seminars]", "«seminars» is a count; needed here: mean, share, ratio"),
        ("[exam_mean]", "[top_category]", "«top_category» knows only the present"),
        ("by: subject, place", "by: takers, place", "«exam_mean» is not broken down by «takers», but by school, subject"),
        ("people: сдававших", "deviation: subject", "needed here: decimal, integer, percent"),
    ],
)
def test_faults_of_the_declaration_are_told_with_their_line(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = EVERY_PAGE.replace(PAGE, PAGE.replace(old, new))
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, pages=text))
    assert fault in str(caught.value)
    assert "pages.yaml:" in str(caught.value)
