"""A workbook of a large network, made from config/ with a seed: 60 institutions, 3,000 teachers, 20,000 awards, 4,000 movements.

``python tests/benchmarks/big_network.py PATH [TIMES]`` writes it (all sizes but the starting rows' grow ``TIMES`` over);
benchmarks call ``write_big_network``. The rows keep nearly all rules of the tables, as those of a network do that looks after
them, and are marked as demonstration, so that the day is always the same.
"""

import random
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash.config import load_config
from netdash.layout import lay_out, starting_rows
from netdash.snapshot import DEMONSTRATION
from netdash.specs import ColumnSpec, Config
from netdash.stores.excel import ExcelStore

ROOT = Path(__file__).parents[2]
SIZES: Mapping[str, int] = {
    "institutions": 60, "documents": 400, "people": 3_000, "structures": 150, "memberships": 5_000, "courses": 900,
    "technologies": 120, "resources": 400, "programmes": 200, "students": 12_000, "student_projects": 1_500,
    "study_plans": 8_000, "transfers": 4_000, "portfolio": 6_000, "stage_tasks": 200, "events": 2_000, "projects": 120,
    "exam_results": 2_400, "learning_results": 600, "teacher_awards": 4_000, "student_awards": 16_000, "diagnostics": 900,
}  # fmt: skip
YEARS = ("2006/07", "2007/08", "2008/09", "2009/10")
FIRST_DAY = date(2006, 9, 1)
FIRST_TIME = datetime(2006, 9, 1, 8, 0)
SCHOOL_DAYS = 1_380
Row = dict[str, Any]


class Maker:
    """Rows of all tables, typed as the layout takes them: keys in references, identifiers in choices."""

    def __init__(self, config: Config, sizes: Mapping[str, int], seed: int) -> None:
        self.config, self.draw = config, random.Random(seed)
        self.rows: dict[str, list[Row]] = {name: [dict(row) for row in rows] for name, rows in starting_rows(config).items()}
        self.keys: dict[str, list[str]] = {}
        for name, spec in config.tables.items():
            own = [row[spec.key] for row in self.rows[name]]
            prefix = spec.columns[spec.key].prefix
            new = (f"{DEMONSTRATION}{prefix}-{number:05}" for number in range(max(0, sizes[name] - len(own))))
            self.keys[name] = [*own, *new]
        recipe = config.demonstration
        self.words = {name: flat(words) for name, words in recipe.words.items()} if recipe else {}

    def make(self) -> Mapping[str, list[Row]]:
        """All rows of all tables."""
        for name, spec in self.config.tables.items():
            unique = [rule.unique for rule in spec.rules if hasattr(rule, "unique")]
            taken: list[set[tuple[Any, ...]]] = [set() for _ in unique]
            begun = len(self.rows[name])
            for number, key in enumerate(self.keys[name][begun:], start=begun):
                for _ in range(8):
                    row = self.row(name, key, number)
                    held = [tuple(map(row.get, columns)) for columns in unique]
                    if all(one not in others for one, others in zip(held, taken, strict=True)):
                        break
                for one, others in zip(held, taken, strict=True):
                    others.add(one)
                self.rows[name].append(row)
        return self.rows

    def row(self, table: str, key: str, number: int) -> Row:
        """One row: required columns filled, most of the others too, then what its table demands beside."""
        spec = self.config.tables[table]
        row: Row = {spec.key: key}
        for place, (name, column) in enumerate(spec.columns.items()):
            if column.kind != "key" and (column.required or self.draw.random() < 0.85):
                row[name] = self.value(column, number, place)
        TOUCHES.get(table, lambda *_: None)(self, row, number)
        return row

    def one(self, words: str) -> str:
        """A word of one of the recipe's lists."""
        return self.draw.choice(self.words[words])

    def pick(self, table: str) -> Row:
        """Some row of a table that is made already."""
        return self.draw.choice(self.rows[table])

    def value(self, column: ColumnSpec, number: int, place: int) -> Any:
        """What a column of this kind may hold; days and times grow from column to column, so that they stand in order."""
        low, high = int(column.min or 0), int(column.max or 100)
        choices = list(self.config.choices[column.choices]) if column.choices else []
        makers: dict[str, Callable[[], Any]] = {
            "text": lambda: f"{self.one('seminars')} {number}",
            "long_text": lambda: f"{self.one('technology_notes')} {self.one('resource_terms')[:30]}",
            "integer": lambda: self.draw.randint(low, high),
            "decimal": lambda: round(self.draw.uniform(low, high), 1),
            "percent": lambda: round(self.draw.random(), 3),
            "date": lambda: FIRST_DAY + timedelta(self.draw.randrange(SCHOOL_DAYS - 300) + place * 20),
            "time": lambda: datetime.time(FIRST_TIME + timedelta(minutes=place * 25 + self.draw.randrange(20))),
            "school_year": lambda: self.draw.choice(YEARS),
            "yes_no": lambda: self.draw.random() < 0.3,
            "choice": lambda: self.draw.choice(choices),
            "choices": lambda: tuple(self.draw.sample(choices, min(len(choices), 1 + self.draw.randrange(2)))),
            "reference": lambda: self.draw.choice(self.keys[column.to or ""]),
            "references": lambda: tuple(self.draw.sample(self.keys[column.to or ""], 2)),
            "link": lambda: f"https://example.org/{number}",
            "email": lambda: f"person{number}@example.org",
            "phone": lambda: f"+7 4722 {10 + number % 90}-11-{10 + number % 80}",
        }
        return makers.get(column.kind, makers["text"])()


def flat(words: Any) -> list[str]:
    """All words of a list that may have parts."""
    return [word for part in words.values() for word in part] if isinstance(words, dict) else list(words)


def touch_institution(maker: Maker, row: Row, number: int) -> None:
    row |= {"name": f"МОУ № {100 + number}", "kind": "school", "role": "member"}
    row |= {"full_name": f"Муниципальное образовательное учреждение № {100 + number}", "contact": name_somebody(maker)}
    row |= {"x": round(maker.draw.uniform(2, 98), 1), "y": round(maker.draw.uniform(2, 98), 1)}


def name_somebody(maker: Maker) -> str:
    """A surname with initials."""
    return f"{maker.one('surnames')} {maker.one('letters')}. {maker.one('letters')}."


def touch_document(maker: Maker, row: Row, number: int) -> None:
    row |= {
        "title": f"Договор о сетевом взаимодействии № {number}",
        "kind": "contract",
        "status": "in_force",
        "number": f"{number}/09",
    }
    row["signed_on"] = FIRST_DAY + timedelta(600 + maker.draw.randrange(500))
    row["valid_until"] = row["signed_on"] + timedelta(maker.draw.choice((365, 730, 1100)))
    row["parties"] = tuple(maker.draw.sample(maker.keys["institutions"], 2))


def touch_person(maker: Maker, row: Row, number: int) -> None:
    row |= {"name": name_somebody(maker), "position": "учитель"}
    row["roles"] = () if maker.draw.random() < 0.8 else row.get("roles", ())
    row["tutor_trained_on"] = date(2009, 3, 28) if "tutor" in row["roles"] else None


def touch_structure(maker: Maker, row: Row, number: int) -> None:
    subject = row.get("subject") or "mathematics"
    row |= {"kind": "association", "subject": subject, "title": f"ММО {number}, {maker.one('of_subject')}", "part_of": "СТ-03"}


def touch_membership(maker: Maker, row: Row, number: int) -> None:
    row["until"] = None if maker.draw.random() < 0.9 else date(2010, 5, 31)
    row["since"] = FIRST_DAY + timedelta(maker.draw.randrange(1_000))


def touch_course(maker: Maker, row: Row, number: int) -> None:
    start = FIRST_TIME + timedelta(hours=6, minutes=10 * maker.draw.randrange(12))
    row |= {
        "title": f"{maker.one('course_names')} {number}",
        "grades": maker.draw.choice(("9", "10–11", "8–9")),
        "status": "in_bank",
    }
    row |= {"starts": start.time(), "ends": (start + timedelta(minutes=90)).time(), "weekday": WEEK[number % 6]}
    row |= {"teacher": maker.keys["people"][(number * 3) % len(maker.keys["people"])], "hours": 34, "seats": 60}


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


def touch_transfer(maker: Maker, row: Row, number: int) -> None:
    course = maker.rows["courses"][number % len(maker.rows["courses"])]
    begins = FIRST_TIME.replace(hour=course["starts"].hour, minute=course["starts"].minute)
    row |= {"course": course["code"], "to": course["institution"], "weekday": course["weekday"], "students": 1 + number % 12}
    row |= {"leaves": (begins - timedelta(minutes=45)).time(), "arrives": (begins - timedelta(minutes=10)).time()}
    row |= {"organiser": maker.keys["people"][(number * 7) % len(maker.keys["people"])], "status": "running"}


def touch_student(maker: Maker, row: Row, number: int) -> None:
    row |= {"cipher": f"{number % 60}-{number:05}", "grade": 1 + number % 11}


def touch_research(maker: Maker, row: Row, number: int) -> None:
    row |= {"title": f"{maker.one('research_topics')} {number}", "presented_at": f"Конференция «{maker.one('conferences')}»"}


def touch_portfolio(maker: Maker, row: Row, number: int) -> None:
    row["title"] = maker.one("portfolio_titles")


def touch_task(maker: Maker, row: Row, number: int) -> None:
    row["done_on"] = row.get("due") or date(2009, 5, 5)
    row |= {"task": f"{maker.one('seminars')} {number}", "due": row["done_on"], "status": "done"}


def touch_event(maker: Maker, row: Row, number: int) -> None:
    row["starts"] = FIRST_DAY + timedelta(maker.draw.randrange(SCHOOL_DAYS + 60))
    row["ends"] = row["starts"] + timedelta(maker.draw.choice((0, 0, 0, 1, 2)))
    row["status"] = "held" if row["starts"] < date(2010, 6, 17) else "planned"
    row |= {"participants": 5 + number % 90, "title": f"{maker.one('seminars')} {number}"}
    row["taking_part"] = tuple(maker.draw.sample(maker.keys["institutions"], 3))


def touch_exam(maker: Maker, row: Row, number: int) -> None:
    row["takers"] = maker.draw.randint(3, 60)
    row["passed"] = maker.draw.randint(row["takers"] * 4 // 5, row["takers"])
    row |= {"scored_80": maker.draw.randint(0, row["passed"] // 4), "mean_score": round(maker.draw.uniform(40, 80), 1)}


def touch_learning(maker: Maker, row: Row, number: int) -> None:
    row["students"] = maker.draw.randint(60, 400)
    row["passed_all"] = maker.draw.randint(row["students"] * 9 // 10, row["students"])
    row["only_4_5"] = maker.draw.randint(row["students"] // 4, row["passed_all"] * 2 // 3)


def touch_teacher_award(maker: Maker, row: Row, number: int) -> None:
    row["contest"] = maker.one("teacher_contests")


def touch_diagnostics(maker: Maker, row: Row, number: int) -> None:
    row |= {"asked": 10 + number % 50, "value": round(maker.draw.uniform(30, 90), 1)}


TOUCHES: Mapping[str, Callable[[Maker, Row, int], None]] = {
    "institutions": touch_institution, "documents": touch_document, "people": touch_person, "structures": touch_structure,
    "memberships": touch_membership, "courses": touch_course, "transfers": touch_transfer, "students": touch_student,
    "student_projects": touch_research, "portfolio": touch_portfolio, "stage_tasks": touch_task, "events": touch_event,
    "exam_results": touch_exam, "learning_results": touch_learning, "teacher_awards": touch_teacher_award,
    "diagnostics": touch_diagnostics,
}  # fmt: skip
"""What the rows of one table need beside values of their columns' kinds."""


def write_big_network(path: Path, config: Config | None = None, times: float = 1, seed: int = 60) -> None:
    """Make the workbook at ``path``, which must not exist; with ``times`` tables are so many times as long."""
    config = config or load_config(ROOT / "config")
    sizes = {name: round(SIZES.get(name, 100) * times) for name in config.tables}
    ExcelStore(path).create(lay_out(config, Maker(config, sizes, seed).make()))


if __name__ == "__main__":
    began = time.perf_counter()
    write_big_network(Path(sys.argv[1]), times=float(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(f"{sys.argv[1]}: made in {time.perf_counter() - began:.1f} s")
