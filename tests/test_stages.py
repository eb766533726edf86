"""Stages: what is done, what is late, and who answers."""

from collections.abc import Mapping
from datetime import date

from counted import network, snapshot_of

from netdash.grid import Cell
from netdash.stages import compute_progress, list_late_points

PEOPLE = [{"code": "П-1", "name": "Иванова А. П.", "school": "Ш-1"}, {"code": "П-2", "name": "Петров Б. В.", "school": "Ш-2"}]


def task(key: str, stage: Cell, status: Cell, due: Cell = None, **cells: Cell) -> Mapping[str, Cell]:
    return {"code": key, "stage": stage, "title": f"Задача {key}", "status": status, "due": due, **cells}


TASKS = [
    task("З-1", "Предварительный этап", "выполнено", date(2008, 1, 10), done_on=date(2008, 2, 1), responsible="П-1"),
    task("З-2", "Предварительный этап", "в работе", date(2008, 10, 5), responsible="П-2"),
    task("З-3", "Первый этап", "не начато", date(2008, 11, 4), responsible="П-1"),
    task("З-4", "Первый этап", "в работе", date(2008, 11, 5)),
    task("З-5", "Первый этап", "не начато", note="Ждём подписи"),
    task("З-6", "Первый этап", "выполнено", evidence="https://example.org/protokol.pdf"),
]


def test_each_stage_tells_how_many_points_are_in_which_state() -> None:
    preliminary, first = compute_progress(snapshot_of(network(), tasks=TASKS, people=PEOPLE))
    assert (preliminary.title, preliminary.total, preliminary.done, preliminary.late, preliminary.share) == (
        "Предварительный этап", 2, 1, 1, 0.5,
    )  # fmt: skip
    assert first.counts == {"done": 1, "under_way": 1, "late": 1, "not_begun": 1, "no_data": 0}
    assert sum(first.counts.values()) == first.total == 4


def test_a_point_is_late_the_day_after_it_was_due_and_never_once_done() -> None:
    snapshot = snapshot_of(network(), date(2008, 11, 5), tasks=TASKS, people=PEOPLE)
    late = {point.key: point.late for stage in compute_progress(snapshot) for point in stage.points}
    assert late == {"З-1": 0, "З-2": 31, "З-3": 1, "З-4": 0, "З-5": 0, "З-6": 0}


def test_late_points_come_latest_first_with_those_who_answer() -> None:
    points = list_late_points(snapshot_of(network(), tasks=TASKS, people=PEOPLE))
    assert [(point.key, point.who, point.who_text, point.status_text) for point in points] == [
        ("З-2", ("П-2",), "Петров Б. В.", "в работе"),
        ("З-3", ("П-1",), "Иванова А. П.", "не начато"),
    ]


def test_a_point_keeps_all_that_its_row_says() -> None:
    preliminary, first = compute_progress(snapshot_of(network(), tasks=TASKS, people=PEOPLE))
    done, nobody, proven = preliminary.points[0], first.points[2], first.points[3]
    assert (done.text, done.state, done.status, done.due, done.done_on) == (
        "Задача З-1", "done", "done", date(2008, 1, 10), date(2008, 2, 1),
    )  # fmt: skip
    assert (nobody.who, nobody.who_text, nobody.due, nobody.note) == ((), "", None, "Ждём подписи")
    assert proven.evidence == "https://example.org/protokol.pdf"


def test_the_current_stage_is_the_one_that_today_lies_in() -> None:
    def current(today: date) -> list[bool]:
        return [stage.current for stage in compute_progress(snapshot_of(network(), today))]

    assert current(date(2008, 8, 31)) == [True, False]
    assert current(date(2008, 9, 1)) == [False, True]
    assert current(date(2009, 9, 1)) == [False, False]


def test_a_stage_without_points_has_no_share() -> None:
    assert [(stage.total, stage.share) for stage in compute_progress(snapshot_of(network()))] == [(0, None), (0, None)]


def test_points_of_no_known_stage_and_state_are_not_lost() -> None:
    tasks = [task("З-1", "Седьмой этап", "выполнено"), task("З-2", None, "вроде бы"), *TASKS]
    homeless = compute_progress(snapshot_of(network(), tasks=tasks, people=PEOPLE))[-1]
    assert (homeless.stage, homeless.current) == ("", False)
    assert [(point.key, point.state) for point in homeless.points] == [("З-1", "done"), ("З-2", "no_data")]
