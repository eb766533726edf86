"""Demonstration rows: the same for the same config, true to every rule, of the size and mixture of a real network."""

import shutil
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from memory_store import MemoryStore
from networks import write_network

from netdash.config import load_config
from netdash.demonstration import Demonstration, compose_demonstration
from netdash.edits import plain
from netdash.errors import ConfigError
from netdash.indicators import compute
from netdash.kinds import bind
from netdash.layout import lay_out, starting_rows
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.stages import compute_progress

FOLDER = Path(__file__).parent.parent / "config"
CONFIG = load_config(FOLDER)


@pytest.fixture(scope="module")
def composed() -> Demonstration:
    return compose_demonstration(CONFIG)


@pytest.fixture(scope="module")
def snapshot(composed: Demonstration) -> Snapshot:
    return build_snapshot(CONFIG, filled(CONFIG, composed).read(), datetime(2026, 9, 1, 12))


def filled(config: Config, demonstration: Demonstration) -> MemoryStore:
    """A new workbook with starting rows, their fills and the demonstration rows."""
    rows = {table: [dict(row) for row in rows] for table, rows in starting_rows(config).items()}
    for (table, key, column), value in demonstration.fills.items():
        next(row for row in rows[table] if row[config.tables[table].key] == key)[column] = value
    for table, made in demonstration.rows.items():
        rows[table] += [dict(row) for row in made]
    store = MemoryStore()
    store.create(lay_out(config, rows))
    return store


def frames(snapshot: Snapshot) -> Mapping[str, pd.DataFrame]:
    return {name: table.frame for name, table in snapshot.tables.items()}


def test_the_same_config_makes_the_same_rows(composed: Demonstration) -> None:
    again = compose_demonstration(load_config(FOLDER))
    assert again == composed


def test_another_seed_makes_other_people(composed: Demonstration) -> None:
    assert CONFIG.demonstration
    other = CONFIG.model_copy(update={"demonstration": CONFIG.demonstration.model_copy(update={"seed": 7})})
    names = {row["name"] for row in compose_demonstration(other).rows["people"]}
    assert names != {row["name"] for row in composed.rows["people"]}


def test_rows_and_fills_hold_typed_values_that_their_kinds_read_back(composed: Demonstration) -> None:
    cells = [(table, column, value) for table, rows in composed.rows.items() for row in rows for column, value in row.items()]
    cells += [(table, column, value) for (table, _, column), value in composed.fills.items()]
    by_column: dict[tuple[str, str], list[Any]] = {}
    for table, column, value in cells:
        assert value not in (None, (), "")
        by_column.setdefault((table, column), []).append(value)
    for (table, column), values in by_column.items():
        spec = CONFIG.tables[table].columns[column]
        kind = bind(spec, CONFIG.choice_list(spec.choices) if spec.choices else None)
        series, bad = kind.parse([kind.write(value) for value in values])
        assert bad == []
        assert [plain(value) for value in series] == values


def test_every_reference_points_at_a_row(composed: Demonstration) -> None:
    keys = {name: {row[CONFIG.tables[name].key] for row in rows} for name, rows in starting_rows(CONFIG).items()}
    for name, rows in composed.rows.items():
        keys[name] |= {row[CONFIG.tables[name].key] for row in rows}
    for name, rows in composed.rows.items():
        for column, spec in CONFIG.tables[name].columns.items():
            if spec.to:
                values = [row[column] for row in rows if column in row]
                named = {key for value in values for key in (value if isinstance(value, tuple) else (value,))}
                assert named <= keys[spec.to]


def test_every_key_is_marked_and_every_fill_is_of_a_starting_row(composed: Demonstration) -> None:
    for name, rows in composed.rows.items():
        spec = CONFIG.tables[name]
        keys = [row[spec.key] for row in rows]
        assert len(set(keys)) == len(keys)
        assert all(key.startswith(f"демо-{spec.columns[spec.key].prefix}-") for key in keys)
    start = starting_rows(CONFIG)
    for table, key, column in composed.fills:
        assert key in {row[CONFIG.tables[table].key] for row in start[table]}
        assert column in CONFIG.tables[table].columns


def test_a_workbook_of_it_has_a_few_clashes_and_warns_of_a_few_gaps(snapshot: Snapshot) -> None:
    assert snapshot.demonstration
    assert snapshot.today == CONFIG.network.demonstration_today
    errors = Counter(problem.table for problem in snapshot.problems if problem.level == "error")
    assert set(errors) == {"transfers", "study_plans"}
    assert 4 <= errors.total() <= 10
    warnings = {problem.table for problem in snapshot.problems}
    assert 5 <= len(snapshot.problems) <= 40
    assert {"events", "people", "exam_results"} <= warnings


def test_it_is_about_the_size_of_a_real_network(snapshot: Snapshot) -> None:
    tables = frames(snapshot)
    structures = tables["structures"]
    assert 140 <= len(tables["people"]) <= 165
    assert tables["people"]["institution"].nunique() == 5
    assert (structures["kind"] == "association").sum() == 12
    assert 110 <= len(tables["events"]) <= 130
    assert set(tables["exam_results"]["school_year"]) == {"2006/07", "2007/08", "2008/09", "2009/10"}
    assert all(len(frame) >= 9 for frame in tables.values())


def test_names_are_told_apart_and_students_have_none(snapshot: Snapshot) -> None:
    tables = frames(snapshot)
    assert tables["people"]["name"].is_unique
    assert tables["people"]["name"].str.fullmatch(r"[А-ЯЁ][а-яё]+ [А-Я]\. [А-Я]\.").all()
    assert tables["students"]["cipher"].is_unique
    assert tables["students"]["cipher"].str.fullmatch(r"\d{1,2}-\d{4}").all()


def test_some_associations_lack_a_school_and_some_teachers_sit_in_none(snapshot: Snapshot) -> None:
    tables = frames(snapshot)
    roster = tables["memberships"]
    school = roster["person"].map(tables["people"]["institution"])
    missing = [
        key
        for key in tables["structures"].index[tables["structures"]["kind"] == "association"]
        if "У-29" not in set(school[roster["structure"] == key])
    ]
    assert 1 <= len(missing) <= 4
    assert 3 <= len(set(tables["people"].index) - set(roster["person"])) <= 25


def test_the_day_lies_in_the_middle_of_work(snapshot: Snapshot) -> None:
    today = pd.Timestamp(CONFIG.network.demonstration_today)
    events = frames(snapshot)["events"]
    ahead = events["starts"].between(today, today + pd.Timedelta(days=8))
    assert ahead.sum() >= 4
    assert set(events["status"][events["starts"] > today]) == {"planned"}
    assert ((events["status"] == "planned") & (events["starts"] < today)).any()
    states = Counter(point.state for stage in compute_progress(snapshot) for point in stage.points)
    assert states["late"] >= 2
    assert states["under_way"] >= 1
    assert states["not_begun"] >= 1
    assert states["done"] > 15


def test_nothing_that_has_to_be_over_lies_in_the_future(snapshot: Snapshot) -> None:
    today, tables = pd.Timestamp(CONFIG.network.demonstration_today), frames(snapshot)
    assert tables["stage_tasks"]["done_on"].max() <= today
    assert tables["documents"]["signed_on"].max() <= today
    assert tables["people"]["tutor_trained_on"].max() <= today
    for results in ("teacher_awards", "student_awards", "portfolio"):
        assert tables[results]["date"].max() <= today


def test_some_schools_have_not_typed_the_last_exams(snapshot: Snapshot) -> None:
    results = frames(snapshot)["exam_results"]
    last = results[results["school_year"] == "2009/10"].groupby("institution").size()
    before = results[results["school_year"] == "2008/09"].groupby("institution").size()
    assert "У-37" not in last.index
    assert last["У-29"] < before["У-29"] / 2
    assert last["У-02"] >= before["У-02"] - 2


def test_exams_improve_slowly_and_some_are_taken_by_few(snapshot: Snapshot) -> None:
    means = [reading.value for reading in compute(snapshot, name="exam_mean")]
    assert all(value is not None and 45 <= value <= 70 for value in means)
    assert means == sorted(means)
    assert means[-1] - means[0] < 8  # type: ignore[operator]
    few = frames(snapshot)["exam_results"]["takers"] < 10
    assert 0.2 < few.mean() < 0.8


def test_every_indicator_says_something_of_the_last_year(snapshot: Snapshot) -> None:
    readings = compute(snapshot, school_year="2009/10")
    assert {reading.name for reading in readings} == set(CONFIG.indicators.indicators)
    assert [reading.name for reading in readings if reading.state != "value"] == []


RECIPE = """\
seed: 1
words:
  names: [Аист, Бобр, Волк, Галка, Дрозд, Ёж]
  sounds: {"Ш-1": [трель], "Ш-2": [стук], "Ш-3": [вой]}
steps:
  - make: people
    every: {school: {table: schools}}
    times: 2
    set:
      name: {text: "{names} {#02}", unique: true}
      category: [{is: highest, when: {school.role: base}}, {one_of: {first: 1, none: 0}}]
      roles: {some_of: {tutor: 1, guide: 0}}
      tutor_since: {day: {2007/08: 1}, from: "09-03", to: "09-03", when: {roles: tutor}}
  - make: teams
    rows: [{title: Первая, kind: association}, {title: Вторая, kind: creative}]
    set: {head: {pick: people, where: {school: Ш-1, name: filled}}}
  - make: events
    every: {form: [seminar, contest]}
    times: 4
    set:
      host: {pick: schools}
      title: {text: "{form} {sounds:host} {host}"}
      invited: {pick: schools, many: {from: 2, to: 2}, including: host}
      starts: {day: {2008/09: 1}, from: "02-01", to: "05-30"}
      ends: {shift: starts, days: {from: 1, to: 3}}
      opens: {is: "14:30"}
      closes: {shift: opens, minutes: {from: 40, to: 80}, steps: 40}
      responsible: {pick: people, same: {school: host}}
      status: [{is: held, when: {starts: {before: today}}}, {is: planned}]
      joint: true
      participants: {sum: [{from: 10, to: 20}, {look_up: form, numbers: {contest: 100}}]}
      satisfied: {sum: [{from: 0.5, to: 2}], digits: 2, max: 1}
  - make: results
    every: {school_year: {years: [2006/07, 2009/10]}, school: {table: schools}, subject: [maths, russian]}
    set:
      takers: {sum: [{from: 10, to: 90, by: [school]}]}
      mean: {sum: [{from: 40, to: 40}, {yearly: 2.5, since: 2006/07, year: school_year}], digits: 1}
    leave_out: [{when: {school_year: 2009/10, school: Ш-3}}]
    distinct: [[school_year, school, subject]]
  - fill: tasks
    where: {status: not_begun}
    set: {responsible: {pick: people, where: {school: Ш-2}}, due: 2009-04-01}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Config, Demonstration]:
    config = load_config(write_network(tmp_path_factory.mktemp("small"), demonstration=RECIPE))
    return config, compose_demonstration(config)


def test_every_row_of_a_table_gets_its_rows(small: tuple[Config, Demonstration]) -> None:
    people = small[1].rows["people"]
    assert [row["school"] for row in people] == ["Ш-1", "Ш-1", "Ш-2", "Ш-2", "Ш-3", "Ш-3"]
    assert [row["code"] for row in people] == [f"демо-П-00{number}" for number in range(1, 7)]
    assert [row["category"] for row in people] == ["highest"] * 2 + ["first"] * 4
    assert {row["roles"] for row in people} == {("tutor",)}
    assert {row["tutor_since"] for row in people} == {date(2007, 9, 3)}
    assert [row["name"][-2:] for row in people] == ["01", "02", "03", "04", "05", "06"]


def test_picks_keep_to_their_conditions(small: tuple[Config, Demonstration]) -> None:
    schools = {row["code"]: row["school"] for row in small[1].rows["people"]} | {"П-1": "Ш-1", "П-2": "Ш-2", "П-3": "Ш-3"}
    assert all(schools[row["head"]] == "Ш-1" for row in small[1].rows["teams"])
    for event in small[1].rows["events"]:
        assert schools[event["responsible"]] == event["host"]
        assert event["host"] in event["invited"]
        assert len(event["invited"]) == 2


def test_columns_follow_from_one_another(small: tuple[Config, Demonstration]) -> None:
    titles = {"Ш-1": "трель Гимназия № 2", "Ш-2": "стук Школа № 7", "Ш-3": "вой Школа № 29"}
    for event in small[1].rows["events"]:
        form = {"seminar": "семинар", "contest": "конкурс"}[event["form"]]
        assert event["title"] == f"{form} {titles[event['host']]}"
        assert 1 <= (event["ends"] - event["starts"]).days <= 3
        assert event["starts"].weekday() < 6
        assert event["closes"].minute in (10, 50)
        assert (event["status"] == "held") == (event["starts"] < date(2009, 3, 12))
        assert (event["participants"] >= 100) == (event["form"] == "contest")
        assert 0.5 <= event["satisfied"] <= 1
        assert event["joint"] is True


def test_draws_can_belong_to_a_school_and_trends_to_a_year(small: tuple[Config, Demonstration]) -> None:
    results = small[1].rows["results"]
    takers = {(row["school"], row["takers"]) for row in results}
    assert len(takers) == 3
    assert {row["school_year"]: row["mean"] for row in results} == {
        "2006/07": 40,
        "2007/08": 42.5,
        "2008/09": 45,
        "2009/10": 47.5,
    }
    assert not [row for row in results if row["school"] == "Ш-3" and row["school_year"] == "2009/10"]
    assert len(results) == 4 * 3 * 2 - 2


def test_fills_reach_only_starting_rows_that_meet_the_condition(small: tuple[Config, Demonstration]) -> None:
    fills = small[1].fills
    assert {(table, key) for table, key, _ in fills} == {("tasks", "З-3")}
    assert fills["tasks", "З-3", "due"] == date(2009, 4, 1)
    assert fills["tasks", "З-3", "responsible"] in {"П-2", "демо-П-003", "демо-П-004"}


def test_rows_are_distinct_and_those_that_cannot_be_are_left_out(tmp_path: Path) -> None:
    recipe = "seed: 1\nsteps:\n  - make: teams\n    times: 9\n"
    recipe += "    set: {title: {one_of: [А, Б, В]}, kind: creative}\n    distinct: [[title]]\n"
    rows = compose_demonstration(load_config(write_network(tmp_path, demonstration=recipe))).rows["teams"]
    assert sorted(row["title"] for row in rows) == ["А", "Б", "В"]


def test_a_text_with_nothing_in_a_field_is_no_text(tmp_path: Path) -> None:
    recipe = "seed: 1\nwords: {of_kind: {creative: [тех]}}\nsteps:\n  - make: teams\n"
    recipe += "    rows: [{kind: association}, {kind: creative}]\n    set: {title: {text: 'для {of_kind:kind}'}}\n"
    rows = compose_demonstration(load_config(write_network(tmp_path, demonstration=recipe))).rows["teams"]
    assert [row["title"] for row in rows] == ["для тех"]


def test_a_row_that_lacks_a_required_value_is_not_made(tmp_path: Path) -> None:
    recipe = "seed: 1\nsteps:\n  - make: members\n    times: 3\n    set: {team: {pick: teams}, person: П-1}\n"
    assert compose_demonstration(load_config(write_network(tmp_path, demonstration=recipe))).rows == {}


def test_a_network_without_a_recipe_has_no_demonstration(tmp_path: Path) -> None:
    assert compose_demonstration(load_config(write_network(tmp_path))) == Demonstration({}, {})


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("make: people", "make: peple", "table «peple» is unknown; did you mean «people»?"),
        ("make: people", "mke: people", "a step needs one of the words make, fill; did you mean «make» by «mke»?"),
        ("{is: highest,", "{is: higest,", "the word «higest» is unknown; did you mean «highest»?"),
        ("{pick: schools}", "{pik: schools}", "did you mean «pick» by «pik»?"),
        ("{pick: schools}", "{pick: people}", "host refers to schools, so rows of people do not suit it"),
        ("school.role", "school.rol", "table schools: column «rol» is unknown; did you mean «role»?"),
        ("{names} {#02}", "{nams} {#02}", "column «nams» is unknown"),
        ("{names} {#02}", "{names} {#wide}", "«{#wide}» is no number"),
        ("{sounds:host}", "{sounds}", "the list of words «sounds» needs a path"),
        ("{names}", "{names:school}", "the list of words «names» has no parts"),
        ("days: {from: 1, to: 3}", "steps: 2", "a shift needs either days or minutes"),
        ("[2006/07, 2009/10]", "[2006/08, 2009/10]", "the school year «2006/08» does not end in the year after"),
        ("distinct: [[school_year", "distinct: [[year", "column «year» is unknown"),
    ],
)
def test_a_mistake_in_the_recipe_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in RECIPE
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, demonstration=RECIPE.replace(right, wrong, 1)))
    line = RECIPE[: RECIPE.index(right)].count("\n") + 1
    assert any(told in fault.message and "demonstration.yaml:" in fault.place for fault in caught.value.faults)
    assert any(abs(int(fault.place.rpartition(":")[2]) - line) <= 1 for fault in caught.value.faults)


@pytest.mark.parametrize(("right", "wrong"), [("person: П-1", "person: П-9"), ("since: 2009-01-12", "since: скоро")])
def test_a_value_that_cannot_stand_in_its_column_is_refused(tmp_path: Path, right: str, wrong: str) -> None:
    recipe = "seed: 1\nsteps:\n  - make: teams\n    rows: [{title: А, kind: creative}]\n  - make: members\n"
    recipe += "    set: {team: {pick: teams}, person: П-1, since: 2009-01-12}\n"
    assert compose_demonstration(load_config(write_network(tmp_path, demonstration=recipe))).rows["members"]
    shutil.rmtree(tmp_path / "config")
    with pytest.raises(ConfigError, match=r"members\.(person|since)"):
        compose_demonstration(load_config(write_network(tmp_path, demonstration=recipe.replace(right, wrong))))
