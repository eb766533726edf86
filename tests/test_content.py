"""The network in config/: it loads, it says what a person needs to know, its starting rows are sound."""

from datetime import date, datetime
from pathlib import Path

import pytest
from memory_store import MemoryStore

from netdash.config import load_config
from netdash.layout import lay_out, starting_rows
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config, TableSpec

FOLDER = Path(__file__).parent.parent / "config"
CONFIG = load_config(FOLDER)
COLUMNS = [(table, name) for table, spec in CONFIG.tables.items() for name in spec.columns]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return build_snapshot(CONFIG, started(CONFIG).read(), datetime(2026, 9, 1, 12))


def started(config: Config) -> MemoryStore:
    """A new workbook with the starting rows."""
    store = MemoryStore()
    store.create(lay_out(config, starting_rows(config)))
    return store


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda name: name)
def test_every_column_says_what_to_type_in_one_short_sentence_with_an_example(table: str, column: str) -> None:
    spec = CONFIG.tables[table].columns[column]
    assert spec.help.endswith(".")
    assert len(spec.help) <= 110
    assert "«" in spec.help or "например" in spec.help
    assert spec.help[0].isupper() or spec.help[0] == "«"


@pytest.mark.parametrize("spec", CONFIG.tables.values(), ids=lambda spec: spec.name)
def test_every_table_has_help_and_keys_of_its_own(spec: TableSpec) -> None:
    assert spec.help.endswith(".")
    prefixes = [other.columns[other.key].prefix for other in CONFIG.tables.values()]
    assert prefixes.count(spec.columns[spec.key].prefix) == 1
    assert len(spec.title) <= 31


def test_schools_own_what_they_type(snapshot: Snapshot) -> None:
    assert snapshot.owner_table == "institutions"
    theirs = {name for name, spec in CONFIG.tables.items() if spec.owner}
    assert {name for name, spec in CONFIG.tables.items() if spec.group == "results"} <= theirs
    assert set(CONFIG.tables) - theirs == {"documents", "technologies", "stage_tasks"}


def test_every_list_of_choices_is_used() -> None:
    used = {column.choices for table in CONFIG.tables.values() for column in table.columns.values()}
    assert set(CONFIG.choices) - {"criteria"} <= used


def test_a_new_workbook_has_no_problems(snapshot: Snapshot) -> None:
    assert snapshot.problems == ()
    assert not snapshot.demonstration


def test_the_schools_of_the_slides_are_there_and_nobody_is_invented(snapshot: Snapshot) -> None:
    schools = snapshot.tables["institutions"].frame
    assert list(schools.index[schools["role"] == "base"]) == ["У-02"]
    assert set(schools["name"][schools["role"] == "member"]) == {"МОУ № 7", "МОУ № 27", "МОУ № 29", "МОУ № 37"}
    assert snapshot.tables["people"].frame.empty
    assert schools["contact"].isna().all()
    assert schools["x"].notna().all()


def test_two_kinds_of_contracts_and_six_regulations_are_to_be_concluded(snapshot: Snapshot) -> None:
    documents = snapshot.tables["documents"].frame
    assert documents["kind"].value_counts().to_dict() == {"contract": 7, "regulation": 6, "programme": 1}
    assert set(documents["status"]) == {"draft"}
    assert documents["parties"][documents["kind"] == "contract"].map(lambda parties: "У-02" in parties).all()


def test_every_structure_but_the_council_is_part_of_one_above(snapshot: Snapshot) -> None:
    structures = snapshot.tables["structures"].frame
    assert list(structures.index[structures["part_of"].isna()]) == ["СТ-01"]


def test_every_stage_has_points_due_within_it_and_none_is_begun(snapshot: Snapshot) -> None:
    points = snapshot.tables["stage_tasks"].frame
    assert set(points["status"]) == {"not_begun"}
    for name, stage in CONFIG.stages.stages.items():
        due = points["due"][points["stage"] == name].dt.date
        assert len(due) >= 6
        assert stage.start <= due.min()
        assert due.max() <= stage.end


def test_the_programme_has_its_stages_directions_principles_and_criteria() -> None:
    assert len(CONFIG.choices["directions"]) == 7
    assert len(CONFIG.choices["principles"]) == 5
    assert len(CONFIG.network.tasks) == 5
    assert len(CONFIG.network.novelty) == 5
    assert len(CONFIG.indicators.criteria) == 4
    years = {name: (stage.start, stage.end) for name, stage in CONFIG.stages.stages.items()}
    assert years == {
        "preliminary": (date(2007, 9, 1), date(2008, 8, 31)),
        "first": (date(2008, 9, 1), date(2009, 8, 31)),
        "second": (date(2008, 9, 1), date(2009, 8, 31)),
        "third": (date(2009, 9, 1), date(2010, 8, 31)),
    }


def test_every_criterion_has_one_or_two_main_indicators() -> None:
    main = [spec.criterion for spec in CONFIG.indicators.indicators.values() if spec.main]
    assert {criterion: main.count(criterion) for criterion in CONFIG.indicators.criteria} == dict.fromkeys(
        CONFIG.indicators.criteria, 2
    )


def test_every_indicator_explains_itself() -> None:
    for spec in CONFIG.indicators.indicators.values():
        assert spec.help.endswith(".")
        assert spec.small or spec.measure in ("count", "reach"), "a mean or a share over few people is marked"


def test_the_pages_stand_in_the_order_of_the_navigation() -> None:
    assert next(iter(CONFIG.pages)) == "Программа"
    assert [*CONFIG.pages][-1] == "Данные"
    assert next(iter(CONFIG.pages["Программа"])) == "summary"
    assert [page.kind for page in CONFIG.pages["Данные"].values()] == [
        "registry",
        "quality",
        "journal",
        "setup",
        "search",
        "help",
    ]
    assert all(page.about.endswith(".") for section in CONFIG.pages.values() for page in section.values())
