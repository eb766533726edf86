"""Coverage: who meets whom, and where nobody does."""

from counted import network, snapshot_of

from netdash.coverage import compute_coverage
from netdash.snapshot import Snapshot

PEOPLE = [
    {"code": f"П-{number}", "name": f"Педагог {number}", "school": school}
    for number, school in enumerate(["Ш-1", "Ш-1", "Ш-3"], start=1)
]
TEAMS = [
    {"code": "К-1", "title": "Математики", "kind": "объединение"},
    {"code": "К-2", "title": "Словесники", "kind": "объединение"},
    {"code": "К-3", "title": "Праздник", "kind": "творческая группа"},
]
MEMBERS = [
    {"code": f"С-{number}", "team": team, "person": person}
    for number, (team, person) in enumerate([("К-1", "П-1"), ("К-1", "П-2"), ("К-2", "П-3"), ("К-3", "П-3")], start=1)
]


def teams(*more: dict[str, str | None]) -> Snapshot:
    return snapshot_of(network(), people=PEOPLE, teams=TEAMS, members=[*MEMBERS, *more])


def test_a_cell_counts_the_rows_that_stand_in_it() -> None:
    coverage = compute_coverage(teams(), "teams")
    assert coverage.counts.to_dict("index") == {"К-1": {"Ш-1": 2, "Ш-2": 0, "Ш-3": 0}, "К-2": {"Ш-1": 0, "Ш-2": 0, "Ш-3": 1}}
    assert coverage.row_labels == {"К-1": "Математики", "К-2": "Словесники"}
    assert coverage.column_labels == {"Ш-1": "Гимназия № 2", "Ш-2": "Школа № 7", "Ш-3": "Школа № 29"}
    assert (coverage.title, coverage.gap, coverage.table) == ("Команды и школы", "Нет представителя", "members")


def test_a_cell_knows_the_rows_behind_it() -> None:
    assert compute_coverage(teams(), "teams").rows == {("К-1", "Ш-1"): ("С-1", "С-2"), ("К-2", "Ш-3"): ("С-3",)}


def test_gaps_are_told_by_pair_by_row_and_by_column() -> None:
    coverage = compute_coverage(teams(), "teams")
    assert coverage.gaps == (("К-1", "Ш-2"), ("К-1", "Ш-3"), ("К-2", "Ш-1"), ("К-2", "Ш-2"))
    assert coverage.gaps_of_row("К-1") == ("Ш-2", "Ш-3")
    assert coverage.gaps_of_column("Ш-2") == ("К-1", "К-2")


def test_a_row_that_cannot_be_placed_is_told_since_it_may_fill_a_gap() -> None:
    coverage = compute_coverage(teams({"code": "С-9", "team": "К-1", "person": "Незнайка"}), "teams")
    assert [(problem.key, problem.found) for problem in coverage.left_out] == [("С-9", "Незнайка")]
    assert coverage.counts.to_numpy().sum() == 3


def test_a_side_may_be_words_of_a_list_and_a_row_may_stand_in_many_cells() -> None:
    events = [
        {"code": "М-1", "title": "Семинар", "form": "семинар", "status": "план", "invited": "Ш-2; Ш-3"},
        {"code": "М-2", "title": "Конкурс", "form": "конкурс", "status": "план"},
    ]
    coverage = compute_coverage(snapshot_of(network(), events=events), "forms")
    assert coverage.counts["seminar"].to_dict() == {"Ш-1": 0, "Ш-2": 1, "Ш-3": 1}
    assert coverage.counts["contest"].sum() == 0
    assert coverage.column_labels == {"seminar": "семинар", "contest": "конкурс"}


def test_only_the_chosen_words_and_rows_are_looked_at() -> None:
    text = """\
forms:
  title: Участники и семинары
  rows: {table: schools, where: {role: member}}
  columns: {choices: event_forms, only: [seminar]}
  cell: {table: events, row: host, column: form, where: {status: held}}
  gap: Не проводит
"""
    events = [
        {"code": "М-1", "title": "Первый", "form": "семинар", "status": "проведено", "host": "Ш-1"},
        {"code": "М-2", "title": "Второй", "form": "семинар", "status": "план", "host": "Ш-2"},
        {"code": "М-3", "title": "Третий", "form": "семинар", "status": "проведено", "host": "Ш-3"},
    ]
    coverage = compute_coverage(snapshot_of(network(coverage=text, pages=WITHOUT_MATRIX), events=events), "forms")
    assert coverage.counts.to_dict("index") == {"Ш-2": {"seminar": 0}, "Ш-3": {"seminar": 1}}


WITHOUT_MATRIX = "Сеть:\n  stages: {kind: stages, title: Этапы, icon: checklist, about: Что сделано, default: true}\n"
