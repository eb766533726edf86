"""Whatever people do to the sheets between saves, nothing of theirs is lost and every edit is in its row or reported."""

import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from memory_store import MemoryStore, Rows
from networks import write_network
from sheets import SHEETS

from netdash.config import load_config
from netdash.edits import Change, Edit, Insert, Removal, Report, same
from netdash.grid import Cell
from netdash.journal import compose_undo, new_change_set, read_journal
from netdash.saving import Order, Outcome, carry_out
from netdash.saving.orders import rename_keys, rename_value
from netdash.snapshot import Snapshot, build_snapshot

NOW = datetime(2009, 3, 12, 14, 30)
MARK = "Метка"
"""A column that the config does not know: it tells rows apart whatever becomes of their keys."""

with tempfile.TemporaryDirectory() as folder:
    CONFIG = load_config(write_network(Path(folder)))

TYPED: dict[str, list[Cell]] = {
    "ФИО": ["Иванова А. П.", "Петров Б. В.", "Новикова Д. Е.", "=1+1"],
    "Школа": ["Гимназия № 2", "школа 7", "Ш-3", "Школа № 99", None],
    "Категория": ["высшая", "ПЕРВАЯ", "нет", "какая-то", None],
    "Роли": ["тьютор", "тьютор; проводник идей", None],
    "Команда": ["Математики", "Олимпиада", "К-1", "Кружок"],
    "Педагог": ["Иванова А. П.", "П-2", "Сидорова В. Г.", "Никто", None],
    "Роль": ["руководитель", "участник", None],
    "С": [date(2009, 1, 1), "1.2.09", "32 мая", None],
}
"""What people type into the sheets, well and badly."""

VALUES: dict[str, list[Any]] = {
    "name": ["Иванова А. П.", "Белая А. П.", " Серова ", "=1+1", None],
    "school": ["Ш-1", "Ш-2", "Ш-9", None],
    "category": ["highest", "first", "third", None],
    "roles": [("tutor",), ("tutor", "guide"), None],
    "team": ["К-1", "К-2"],
    "person": ["П-1", "П-2", "П-3"],
    "role": ["head", "member", None],
    "since": [date(2008, 9, 1), None],
    "title": ["Математики", "Физики"],
}
"""What the dashboard's people make of cells, well and badly."""

SHEET_OF = {"people": "Педагоги", "members": "Составы", "teams": "Команды"}


def marked(sheets: dict[str, Rows]) -> dict[str, Rows]:
    """The sheets with a mark in every row."""
    return {
        title: [
            [*row, *[None] * (len(rows[0]) - len(row)), MARK if number == 0 else f"{title} {number}"]
            for number, row in enumerate(rows)
        ]
        for title, rows in sheets.items()
    }


class Saving(RuleBasedStateMachine):
    """One workbook, people who type into it, and one who looks at it on the dashboard and saves what he saw some time ago."""

    @initialize()
    def begin(self) -> None:
        self.store = MemoryStore(marked(SHEETS))
        self.view = self.now()
        self.followed: dict[tuple[str, str], str] = {}
        self.done: list[str] = []
        self.marks = 0

    def now(self) -> Snapshot:
        return build_snapshot(CONFIG, self.store.read(), NOW)

    # People at the sheets

    @rule(random=st.randoms(use_true_random=False), key=st.sampled_from(["new", "none", "copy"]))
    def type_row(self, random: Random, key: str) -> None:
        sheet = random.choice(list(SHEET_OF.values()))
        rows = self.store.there[sheet]
        self.marks += 1
        taken = [row[rows[0].index("Код")] for row in rows[1:]]
        code = {"new": f"Х-{self.marks}", "none": None, "copy": random.choice(taken) if taken else None}[key]
        fixed = {"Код": code, MARK: f"новая {self.marks}"}
        row = [fixed[title] if title in fixed else random.choice(TYPED.get(str(title), [None])) for title in rows[0]]
        rows.insert(random.randrange(1, len(rows) + 1), row)

    @rule(random=st.randoms(use_true_random=False))
    def delete_row(self, random: Random) -> None:
        rows = self.store.there[random.choice(list(SHEET_OF.values()))]
        if len(rows) > 1:
            del rows[random.randrange(1, len(rows))]

    @rule(random=st.randoms(use_true_random=False))
    def sort_rows(self, random: Random) -> None:
        rows = self.store.there[random.choice(list(SHEET_OF.values()))]
        rows[1:] = random.sample(rows[1:], len(rows) - 1)

    @rule(random=st.randoms(use_true_random=False))
    def move_columns(self, random: Random) -> None:
        rows = self.store.there[random.choice(list(SHEET_OF.values()))]
        width = max(map(len, rows))
        order = random.sample(range(width), width)
        rows[:] = [[row[place] if place < len(row) else None for place in order] for row in rows]

    @rule(random=st.randoms(use_true_random=False))
    def type_cell(self, random: Random) -> None:
        rows = self.store.there[random.choice(list(SHEET_OF.values()))]
        title = random.choice([title for title in rows[0] if title in TYPED] or [None])
        if title is not None and len(rows) > 1:
            row = random.choice(rows[1:])
            place = rows[0].index(title)
            row.extend([None] * (place + 1 - len(row)))
            row[place] = random.choice(TYPED[str(title)])

    # The one at the dashboard

    @rule()
    def look(self) -> None:
        self.view = self.now()

    @rule(random=st.randoms(use_true_random=False), rename=st.booleans())
    def save(self, random: Random, rename: bool) -> None:
        changes = [change for _ in range(random.randrange(1, 4)) if (change := self.change(random))]
        self.carry_out(changes, rename=rename)

    def change(self, random: Random) -> Change | None:
        name = random.choice(list(SHEET_OF))
        table = self.view.tables[name]
        columns = [column for column in table.columns if column in VALUES]
        what = random.choice(["edit", "edit", "edit", "insert", "removal"])
        if what == "insert":
            return Insert(name, {column: random.choice(VALUES[column]) for column in columns})
        if not table.rows:
            return None
        key = random.choice(list(table.rows))
        if what == "removal":
            return Removal(name, key, {column: self.view.value(name, key, column) for column in table.columns})
        column = random.choice(columns)
        return Edit(name, key, column, self.view.value(name, key, column), random.choice(VALUES[column]))

    @rule(random=st.randoms(use_true_random=False))
    def undo(self, random: Random) -> None:
        if self.done:
            snapshot = self.now()
            number = random.choice(self.done)
            changes, _ = compose_undo(read_journal(snapshot.book, CONFIG).of(number), snapshot)
            self.carry_out(changes, restoring=True)

    def carry_out(self, changes: Sequence[Change], **words: Any) -> None:
        before, cells = self.now(), self.cells()
        order = Order(tuple(changes), "Белова", "", NOW, new_change_set(NOW), followed=dict(self.followed), **words)
        outcome = carry_out(order, self.store, CONFIG)
        keys = {**self.followed, **outcome.given}
        followed = [rename_keys(rename_keys(change, self.followed, before), outcome.given, before) for change in changes]
        for change in followed:
            self.account_for(change, outcome)
        self.explain(before, cells, outcome)
        self.mark_rows()
        self.followed = keys
        if outcome.report.change_set:
            self.done.append(outcome.report.change_set)
            assert read_journal(self.now().book, CONFIG).of(outcome.report.change_set)

    def account_for(self, change: Change, outcome: Outcome) -> None:
        """The change stands in its row, or the report says why not."""
        report, after = outcome.report, self.now()
        told = told_rows(report)
        rows = after.tables[change.table].rows
        if isinstance(change, Insert):
            assert report.refused or any(isinstance(done, Insert) and done.key in rows for done in report.applied)
        elif (change.table, change.key) in told or (change.table, self.was(change, outcome)) in told:
            return
        elif isinstance(change, Removal):
            assert change.key not in rows, f"{change} is still there"
        else:
            found = after.value(change.table, change.key, change.column)
            assert same(found, change.after.strip() if isinstance(change.after, str) else change.after), f"{change}: {found}"

    @staticmethod
    def was(change: Change, outcome: Outcome) -> str:
        return next(
            (old for (table, old), new in outcome.given.items() if (table, new) == (change.table, change.key)), change.key
        )

    def cells(self) -> dict[tuple[str, str], dict[str, Cell]]:
        """Every row by its mark, each cell by its header."""
        found = {}
        for sheet in SHEET_OF.values():
            header = [str(cell) for cell in self.store.there[sheet][0]]
            for row in self.store.there[sheet][1:]:
                cells = {title: cell for title, cell in zip(header, row, strict=False) if cell not in (None, "")}
                if MARK in cells:
                    found[sheet, str(cells[MARK])] = cells
        return found

    def mark_rows(self) -> None:
        """Give the rows that a save added a mark too."""
        for sheet in SHEET_OF.values():
            rows = self.store.there[sheet]
            place = rows[0].index(MARK)
            for row in rows[1:]:
                row.extend([None] * (place + 1 - len(row)))
                if any(row) and row[place] is None:
                    self.marks += 1
                    row[place] = f"добавлена {self.marks}"

    def explain(self, before: Snapshot, cells: dict[tuple[str, str], dict[str, Cell]], outcome: Outcome) -> None:
        """Every cell of every marked row is as it was, or the report accounts for the difference."""
        after, now = self.now(), self.cells()
        assert now.keys() == cells.keys()
        edited = {(c.table, c.key, c.column) for c in outcome.report.applied if isinstance(c, Edit)}
        removed = {(c.table, c.key) for c in outcome.report.applied if isinstance(c, Removal)}
        for table, sheet in SHEET_OF.items():
            marks = self.marks_of(before, sheet)
            for key, number in before.tables[table].rows.items():
                new = outcome.given.get((table, key), key)
                old_cells, new_cells = cells[sheet, marks[number]], now[sheet, marks[number]]
                if (table, new) in removed:
                    assert all(old_cells[title] == cell for title, cell in new_cells.items())
                    continue
                for column, spec in CONFIG.tables[table].columns.items():
                    if old_cells.get(spec.title) == new_cells.get(spec.title) or (table, new, column) in edited:
                        continue
                    if column == "code":
                        assert (table, key) in outcome.given
                        continue
                    was = rename_value(before.value(table, key, column), table, column, outcome.given, before)
                    assert spec.to, f"{table} {key} {column}: {old_cells.get(spec.title)} → {new_cells.get(spec.title)}"
                    assert same(was, after.value(table, new, column)), f"{table} {key} {column} means another row"

    @staticmethod
    def marks_of(snapshot: Snapshot, sheet: str) -> dict[int, str]:
        rows = snapshot.book.sheets[sheet].rows
        place = list(rows[0]).index(MARK)
        return {number: str(row[place]) for number, row in enumerate(rows) if number and place < len(row)}

    @invariant()
    def the_workbook_can_always_be_read(self) -> None:
        if hasattr(self, "store"):
            assert not read_journal(self.store.read(), CONFIG).problems


def told_rows(report: Report) -> set[tuple[str, str]]:
    """Rows that conflicts and refusals name."""
    return {(one.table, one.key) for one in (*report.conflicts, *report.refused)}


TestSaving = Saving.TestCase
TestSaving.settings = settings(max_examples=25, stateful_step_count=14, deadline=None, print_blob=True)
