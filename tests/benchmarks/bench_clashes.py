"""How long the clash rules of movements and plans take, and the week that shows them, at 1 ×, 4 × and 16 × in one run.

``python tests/benchmarks/bench_clashes.py`` prints, for 1,000, 4,000 and 16,000 movements with as many plans each, the seconds
of the rules, of the week and of one foreseen change, with the ratio to the size before: 4 is linear.
"""

import gc
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime
from datetime import time as clock
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash.config import load_config
from netdash.edits import Edit
from netdash.foresight import foresee
from netdash.grid import Book, Cell, Grid
from netdash.rules import check_rules
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.specs.pages import TimetablePage
from netdash.week import build_week

ROOT = Path(__file__).parents[2]
NOW = datetime(2010, 3, 12, 9, 0)
DAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота")
Row = dict[str, Cell]


def write_rows(movements: int) -> dict[str, list[Row]]:
    """A network that grows with its movements: one of fifteen takes a course, an organiser leads about four a week."""
    draw = random.Random(4)
    schools, people, courses, students = 60, max(movements // 4, 4), max(movements // 15, 2), movements
    names = [f"Школа {n}" for n in range(schools)]
    held = [(draw.choice(names), draw.choice(DAYS), draw.randrange(12, 18)) for _ in range(courses)]
    rows: dict[str, list[Row]] = {
        "institutions": [{"code": f"У-{n}", "name": names[n], "kind": "гимназия", "role": "участник"} for n in range(schools)],
        "people": [{"code": f"П-{n}", "name": f"Учитель {n}", "institution": names[n % schools]} for n in range(people)],
        "documents": [
            {"code": f"Д-{n}", "kind": "договор", "title": f"Договор {n}", "status": "действует",
             "parties": "; ".join(draw.sample(names, 8)), "signed_on": "01.09.2008", "valid_until": "31.08.2011"}
            for n in range(200)
        ],
        "courses": [
            {"code": f"ЭК-{n}", "title": f"Курс {n}", "institution": place, "weekday": day, "seats": 30, "hours": 34,
             "starts": clock(hour), "ends": clock(hour, 45), "status": "в банке", "teacher": f"Учитель {n % people}"}
            for n, (place, day, hour) in enumerate(held)
        ],
        "students": [
            {"code": f"УЧ-{n}", "cipher": f"{n % 60}-{n:05}", "institution": names[n % 60], "grade": 10} for n in range(students)
        ],
    }  # fmt: skip
    rows["transfers"], rows["study_plans"] = [], []
    for n in range(movements):
        course = draw.randrange(courses)
        place, day, hour = held[course]
        guide = f"Учитель {draw.randrange(people)}"
        rows["transfers"].append(
            {"code": f"ПУ-{n}", "course": f"Курс {course}", "from": draw.choice(names), "to": place, "weekday": day,
             "students": 1,
             "leaves": clock(hour - 1, 15), "arrives": clock(hour - 1, 50), "organiser": guide, "status": "действует"}
        )  # fmt: skip
        rows["study_plans"].append(
            {"code": f"УП-{n}", "student": f"{n % 60}-{n:05}", "school_year": "2009/10", "course": f"Курс {course}",
             "level": "элективный", "status": "утверждён"}
        )  # fmt: skip
    return rows


def build(config: Config, movements: int) -> Snapshot:
    """A snapshot of so many movements."""
    grids = {}
    for name, rows in write_rows(movements).items():
        spec = config.tables[name]
        cells: list[list[Cell]] = [[column.title for column in spec.columns.values()]]
        cells += [[row.get(column) for column in spec.columns] for row in rows]
        grids[spec.title] = Grid(spec.title, cells, digest=f"{name} {movements}")
    return build_snapshot(config, Book(grids), NOW)


def fastest(measured: Callable[[], object], runs: int = 3) -> float:
    """Seconds of work of the fastest of several runs; what is there already is left out of the collector's rounds."""
    best = float("inf")
    gc.collect()
    gc.freeze()
    for _ in range(runs):
        start = time.process_time()
        measured()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Measure three sizes and print how each compares with the one before."""
    config = load_config(ROOT / "config")
    pages = [page for section in config.pages.values() for page in section.values()]
    page = next(page for page in pages if isinstance(page, TimetablePage))
    before: list[float] = []
    for movements in (1_000, 4_000, 16_000):
        snapshot = build(config, movements)
        late = Edit("transfers", "ПУ-0", "students", 1, 9)
        work: dict[str, Callable[[], object]] = {
            "rules of movements": lambda snapshot=snapshot: check(snapshot, "transfers"),
            "rules of plans": lambda snapshot=snapshot: check(snapshot, "study_plans"),
            "week": lambda snapshot=snapshot: build_week(page, snapshot).troubles,
            "one change foreseen": lambda snapshot=snapshot, late=late: foresee([late], snapshot),
        }
        seconds = [fastest(each) for each in work.values()]
        ratios = [f"{now / then:5.1f} ×" if before else "       " for now, then in zip(seconds, before or seconds, strict=True)]
        told = "   ".join(f"{name} {each:.3f} s {ratio}" for name, each, ratio in zip(work, seconds, ratios, strict=True))
        print(f"{movements:6} movements, {len(snapshot.problems):6} problems:  {told}")
        before = seconds


def check(snapshot: Snapshot, table: str) -> object:
    """The rules of one table, all anew."""
    return check_rules(snapshot.tables, snapshot.resolvers, snapshot.today, table)


if __name__ == "__main__":
    main()
