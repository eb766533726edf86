"""Charts: what they say in their title and on their marks, and that no one is drawn who cannot be compared."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from counted import network, snapshot_of

from netdash import charts
from netdash.grid import Cell
from netdash.indicators import Reading, compute

Result = tuple[str, str, int, float]

RESULTS: Sequence[Result] = [
    ("2007/08", "Ш-1", 30, 50), ("2008/09", "Ш-1", 30, 58.4), ("2009/10", "Ш-1", 25, 61),
    ("2007/08", "Ш-2", 4, 90), ("2008/09", "Ш-2", 40, 62), ("2009/10", "Ш-2", 5, 95),
    ("2007/08", "Ш-3", 20, 55), ("2008/09", "Ш-3", 22, 51),
]  # fmt: skip


def exams(by: str | None = None, school_year: str | None = None, results: Sequence[Result] = RESULTS) -> list[Reading]:
    rows: list[Mapping[str, Cell]] = [
        {"code": f"Р-{number}", "school_year": year, "school": school, "subject": "математика", "takers": takers, "mean": mean}
        for number, (year, school, takers, mean) in enumerate(results)
    ]
    return compute(snapshot_of(network(), results=rows), name="exam_mean", by=by, school_year=school_year)


def title(chart: charts.Chart) -> str:
    return " ".join(chart.to_dict()["title"]["text"]).replace("\N{NO-BREAK SPACE}", " ")


def values(chart: charts.Chart) -> list[dict[str, Any]]:
    (rows,) = chart.to_dict()["datasets"].values()
    return rows


def layers(chart: charts.Chart) -> list[dict[str, Any]]:
    drawn = chart.to_dict()
    return drawn["layer"] if "layer" in drawn else drawn["spec"]["layer"]


def scales(chart: charts.Chart, channel: str) -> list[dict[str, Any]]:
    return [layer["encoding"][channel]["scale"] for layer in layers(chart) if "scale" in layer["encoding"].get(channel, {})]


def test_a_trend_answers_in_its_title_how_far_it_came() -> None:
    chart = charts.draw_trend(exams())
    assert title(chart) == "Средний балл: 66,7 в 2009/10, +11,9 к 2007/08"
    assert chart.to_dict()["description"].startswith("Средний балл: 66,7")


def test_years_stand_in_order_and_one_without_data_says_so() -> None:
    chart = charts.draw_trend(exams())
    assert scales(chart, "x")[0]["domain"] == ["2006/07", "2007/08", "2008/09", "2009/10"]
    assert [(each["year"], each["text"], each["people"]) for each in values(chart)][:2] == [
        ("2006/07", "нет данных", ""),
        ("2007/08", "54,8", "54\N{NO-BREAK SPACE}чел."),
    ]
    assert any("null" in layer["transform"][0]["filter"] for layer in layers(chart) if layer["mark"]["type"] == "text")


def test_a_count_is_drawn_as_bars_from_zero() -> None:
    rows = [
        {"code": f"М-{number}", "title": "С", "form": "семинар", "status": "проведено", "starts": "05.10.2008"}
        for number in range(4)
    ]
    chart = charts.draw_trend(compute(snapshot_of(network(), events=rows), name="seminars"))
    assert {layer["mark"]["type"] for layer in layers(chart)} == {"bar", "text"}
    assert all(scale["domain"][0] == 0 for scale in scales(chart, "y"))
    assert title(chart) == "Проведённые семинары: 4 в 2008/09"


def test_small_numbers_are_hollow_and_explained_only_where_there_are_any() -> None:
    small, sound = charts.draw_small_multiples(exams("school"), {}), charts.draw_trend(exams())
    assert [layer["mark"]["filled"] for layer in layers(small) if layer["mark"]["type"] == "point"] == [True, False]
    assert [layer["mark"]["filled"] for layer in layers(sound) if layer["mark"]["type"] == "point"] == [True]
    assert small.to_dict()["title"]["subtitle"] == [charts.SMALL]
    assert sound.to_dict()["title"]["subtitle"] == []


def test_of_many_parts_the_first_have_a_panel_and_the_answer_is_that_of_all() -> None:
    one, *_ = exams(by="school")
    many = [
        replace(one, by={"school": str(part)}, label=f"Школа {part}", school_year=year, value=value, small=False, state="value")
        for part in range(30)
        for year, value in (("2007/08", 50.0), ("2008/09", 51.0 + part))
    ]
    chart = charts.draw_small_multiples(many, {})
    assert len({row["key"] for row in values(chart)}) == charts.MOST_PANELS
    assert title(chart).endswith("выросло у 30 из 30")
    assert chart.to_dict()["title"]["subtitle"] == ["На рисунке первые 12 из 30, остальные в таблице"]


def test_small_multiples_have_a_panel_and_a_colour_for_each_school_and_compare_only_what_can_be() -> None:
    colours = charts.colours(["Ш-1", "Ш-2", "Ш-3"])
    chart = charts.draw_small_multiples(exams("school"), colours)
    drawn = chart.to_dict()
    assert drawn["facet"]["sort"] == ["Гимназия № 2", "Школа № 7", "Школа № 29"]
    assert scales(chart, "color")[0] == {"domain": ["Ш-1", "Ш-2", "Ш-3"], "range": list(colours.values())}
    assert title(chart) == "Средний балл: выросло у 1 из 2"


@pytest.mark.parametrize(("schools", "columns"), [(1, 1), (3, 3), (4, 4), (5, 3), (8, 4), (9, 3)])
def test_panels_fill_their_rows_evenly(schools: int, columns: int) -> None:
    (reading, *_) = exams("school")
    readings = [
        Reading(**{**vars(reading), "label": f"Школа {number}", "by": {"school": f"Ш-{number}"}}) for number in range(schools)
    ]
    assert charts.draw_small_multiples(readings, {}).to_dict()["columns"] == columns


def test_bars_stand_best_first_with_small_numbers_unranked_and_missing_ones_last() -> None:
    results = [*RESULTS, ("2008/09", "Ш-1", 1, 58.4)]
    now = exams("school", "2008/09", results)
    assert [each["label"] for each in values(charts.draw_bars(now))] == ["Школа № 7", "Гимназия № 2", "Школа № 29"]
    after = charts.draw_bars(exams("school", "2009/10"))
    assert [(each["label"], each["both"].replace("\N{NO-BREAK SPACE}", " ")) for each in values(after)] == [
        ("Гимназия № 2", "61,0 · 25 чел."),
        ("Школа № 7", "95,0 · 5 чел. · мало людей"),
        ("Школа № 29", "нет данных"),
    ]
    assert title(after) == "Средний балл, 2009/10: сравнивать пока не с чем"
    assert all(scale["domain"][0] == 0 for scale in scales(after, "x"))


def test_less_is_better_where_the_config_says_so() -> None:
    readings = [Reading(**{**vars(reading), "better": "down"}) for reading in exams("school", "2008/09")]
    assert title(charts.draw_bars(readings)) == "Средний балл, 2008/09: впереди Школа № 29 — 51,0"


def test_nothing_but_missing_figures_is_still_a_chart() -> None:
    nothing = exams(results=[("2007/08", "Ш-1", 0, 0)])
    chart = charts.draw_trend(nothing)
    assert title(chart) == "Средний балл: нет данных"
    assert [layer["mark"]["type"] for layer in layers(chart)] == ["text"]
    assert [each["text"] for each in values(chart)] == ["нет данных", "не применимо", "нет данных", "нет данных"]
    assert charts.draw_bars([reading for reading in exams("school") if reading.school_year == "2006/07"]).to_dict()["layer"]


def test_charts_have_russian_numbers_and_no_paper_and_no_ink_of_their_own() -> None:
    drawn = charts.draw_trend(exams()).to_dict()
    assert drawn["config"]["locale"]["number"]["decimal"] == ","
    assert drawn["background"] == "transparent"
    assert {layer["mark"]["color"] for layer in drawn["layer"] if layer["mark"]["type"] == "text"} == {"currentColor"}
    assert all(layer["mark"].get("color") is None for layer in drawn["layer"] if layer["mark"]["type"] != "text")


def test_a_key_has_the_same_colour_in_whatever_order_keys_come() -> None:
    assert charts.colours(["Ш-2", "Ш-1", "Ш-3"]) == charts.colours(["Ш-3", "Ш-2", "Ш-1", "Ш-1"])
    assert len(set(charts.colours([f"Ш-{number}" for number in range(8)]).values())) == 8


@pytest.mark.parametrize("by", [None, "school"])
def test_the_spec_that_is_kept_is_the_chart(by: str | None) -> None:
    chart = charts.draw_small_multiples(exams(by), {}) if by else charts.draw_trend(exams(by))
    assert charts.write_spec(chart) == chart.to_dict()


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_can_be_seen_on_the_paper_of_both_themes(theme: str) -> None:
    config = tomllib.loads((Path(__file__).parent.parent / ".streamlit" / "config.toml").read_text("utf-8"))
    paper = luminance(config["theme"][theme]["backgroundColor"])
    for colour in charts.PALETTE:
        light, dark = sorted((luminance(colour), paper), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour
