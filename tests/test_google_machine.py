"""Saves on a Google spreadsheet interleaved with people who change it between any two requests, and with faults.

``NETDASH_HISTORIES=3000 pytest tests/test_google_machine.py`` tries so many new histories instead of a few that are
always the same.
"""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from google_kit import GoogleKit
from google_witness import COLUMNS, KEY, MARK, SHEET, Save, Witness
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from networks import write_network
from sheets_server import Call

from netdash import Edit, Insert, Removal, Report, StoreError, Unclear, Workspace
from netdash.config import load_config
from netdash.edits import Change
from netdash.stores import ColumnLayout, SheetLayout

TITLES = (KEY, *COLUMNS.values(), MARK)
TABLE = """\
title: Заметки
group: registries
key: code
label: title
columns:
  code: {title: Код, kind: key, prefix: З}
  title: {title: Название, kind: text}
  place: {title: Место, kind: text}
  note: {title: Заметка, kind: text}
"""

with tempfile.TemporaryDirectory() as folder:
    CONFIG = load_config(write_network(Path(folder), tables_notes=TABLE))

FAULTS = ["", "", "", "429", "html", "drop_before", "drop_after", "hang", "delay"]


class Meeting(Witness, RuleBasedStateMachine):
    """One sheet, people who change it whenever it suits least, and one who saves on the dashboard.

    People's acts count as what they make of the sheet as they find it.
    """

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.kit = GoogleKit(Path(self.folder.name), direct=True)
        rows = tuple((f"З-{n}", f"имя {n}", f"место {n}", None, f"м{n}") for n in range(1, 7))
        self.kit.open().create([SheetLayout(SHEET, tuple(map(ColumnLayout, TITLES)), rows)])
        self.book = self.kit.book
        self.done: list[str] = []
        self.random, self.chance = Random(0), 0.0
        self.tag_rows()
        self.truth = self.rows()
        self.restart()

    def restart(self) -> None:
        self.workspace = Workspace(CONFIG, self.kit.open())
        self.workspace.snapshot()

    def teardown(self) -> None:
        if hasattr(self, "kit"):
            assert not self.kit.server.crashes
            self.kit.close()
            self.folder.cleanup()

    # People

    def meddle(self, random: Random) -> None:
        self.recognise()
        self.tag_rows("новый ")
        before = self.rows()
        self.act(random)
        after = self.rows()
        self.acts += 1
        self.remember(before)
        self.remember(after)
        for name in {**before, **after}:
            old, new = before.get(name, {}), after.get(name, {})
            row = self.truth.setdefault(name, {})
            for title in {**old, **new}:
                if old.get(title) != new.get(title):
                    self.touched.add((name, title))
                    row[title] = new.get(title, "")
            self.truth[name] = {title: cell for title, cell in row.items() if cell}
            if name not in after or not self.truth[name]:
                del self.truth[name]

    def act(self, random: Random) -> None:
        editor, sheet = self.kit.server.editor(self.book), self.book.sheet(SHEET)
        header, last = [cell.value for cell in sheet.rows[0].cells], max(sheet.last_row(), 2)
        at, to, place = random.randrange(1, last), random.randrange(1, last + 1), random.randrange(len(header))
        match random.choice(["insert", "delete", "move", "sort", "column", "add", "rename", "copy", "cut", "key", *["type"] * 4]):
            case "insert":
                editor.act("insert_rows", sheet=SHEET, at=to, count=random.randint(1, 2))
            case "delete":
                editor.act("delete_rows", sheet=SHEET, at=at)
            case "move":
                editor.act("move_rows", sheet=SHEET, at=at, to=to)
            case "sort":
                editor.act("sort_rows", sheet=SHEET, column=place, ascending=random.random() < 0.5)
            case "column":
                editor.act("move_column", sheet=SHEET, at=place, to=random.randrange(len(header) + 1))
            case "add" if len(header) < 9:
                editor.act("add_column", sheet=SHEET, at=random.randrange(len(header) + 1), title=self.new("Наше "))
            case "rename" if header[place] and header[place] not in (MARK, KEY):
                title = self.renamed.pop(str(header[place]), "")
                if not title:
                    self.renamed[f"{header[place]} иначе"] = str(header[place])
                    title = f"{header[place]} иначе"
                editor.act("rename_column", sheet=SHEET, at=place, title=title)
            case "copy" if MARK in header and any(cell.value for cell in sheet.rows[at].cells):
                editor.act("insert_rows", sheet=SHEET, at=to)
                editor.act("duplicate_row", sheet=SHEET, at=at + (to <= at), to=to)
                tags, new = sheet.rows[at + (to <= at)].metadata, self.new("ряд ")
                self.copied[new] = dict(self.truth.get(tags[0]["tag"], {})) if tags else {}
                self.tag(to, new)
                editor.act("set_cell", sheet=SHEET, row=to, column=header.index(MARK), text=self.new("м"))
            case "cut":
                tags = sheet.rows[at].metadata
                editor.act("cut_paste_row", sheet=SHEET, at=at, to=to)
                if at != to:
                    self.tag(to, tags[0]["tag"] if tags else "")
                    self.tag(at, "")
            case "key" if KEY in header:
                editor.act("set_cell", sheet=SHEET, row=at, column=header.index(KEY), text="")
            case "type" if header[place] not in (MARK, KEY) and any(cell.value for cell in sheet.rows[at].cells):
                editor.act("set_cell", sheet=SHEET, row=at, column=place, text=random.choice(["", self.new("ш"), self.new("ш")]))

    def between(self, call: Call) -> None:
        if self.random.random() < self.chance:
            self.meddle(self.random)

    @rule(seed=st.integers(0, 2**32))
    def people_work(self, seed: int) -> None:
        self.meddle(Random(seed))

    # The dashboard

    @rule()
    def look(self) -> None:
        self.kit.now += 20
        self.workspace.refresh()

    @rule(seed=st.integers(0, 2**32), chance=st.sampled_from([0.0, 0.3, 0.6, 1.0]), fault=st.sampled_from(FAULTS))
    def save(self, seed: int, chance: float, fault: str) -> None:
        random = Random(seed)
        changes: dict[str, Change] = {}
        for _ in range(random.choice([1, 1, 2, 3])):
            change = self.change(random)
            changes.setdefault(change.key or str(len(changes)), change)
        self.carry_out(list(changes.values()), random, chance, fault)

    def change(self, random: Random) -> Change:
        table = self.workspace.snapshot().tables["notes"]
        columns = [column for column in COLUMNS if column in table.places]
        what = random.choice(["edit", "edit", "edit", "insert", "removal"])
        if what == "insert" or not table.rows or not columns:
            return Insert("notes", {column: self.new("с") for column in (columns or ["title"])})
        key = random.choice(list(table.rows))
        held = {column: self.workspace.snapshot().value("notes", key, column) for column in table.columns}
        if what == "removal":
            return Removal("notes", key, held)
        column = random.choice(columns)
        return Edit("notes", key, column, held[column], self.new("с") if random.random() < 0.7 or not held[column] else None)

    @rule(seed=st.integers(0, 2**32), chance=st.sampled_from([0.0, 0.5]), fault=st.sampled_from(FAULTS))
    def undo(self, seed: int, chance: float, fault: str) -> None:
        if self.done:
            random = Random(seed)
            self.carry_out(None, random, chance, fault, random.choice(self.done))

    def carry_out(
        self, changes: Sequence[Change] | None, random: Random, chance: float, fault: str, change_set: str = ""
    ) -> None:
        before = {name: dict(row) for name, row in self.truth.items()}
        self.random, self.chance = random, chance
        self.forget()
        self.remember(before)
        noted = len(self.journal())
        self.strike(fault, random)
        self.kit.server.before = self.between
        try:
            report = self.workspace.undo(change_set, "Белова") if changes is None else self.workspace.save(changes, "Белова")
            failure = None
        except StoreError as error:
            report, failure = Report(), error
        finally:
            self.kit.server.before = None
            self.kit.server.faults.clear()
        told, written = str((report.conflicts, report.refused)), report.applied
        if failure:
            assert self.kit.direct
            self.kit.direct.land()
            for _ in range(random.choice([0, 0, 1, 2]) if chance else 0):
                self.meddle(random)
            if isinstance(failure, Unclear) and random.random() < 0.5:
                self.restart()
            else:
                self.workspace.refresh()
            told += str(self.journal()[noted:])
            if isinstance(failure, Unclear) and self.workspace.landed(failure.change_set):
                written = tuple(changes or ())
        self.judge(Save(changes or (), written, report, failure, before, told))
        if report.change_set:
            self.done.append(report.change_set)
        for number, row in enumerate(self.book.sheet(SHEET).rows):
            if row.metadata and row.metadata[0]["tag"].startswith("новый"):
                self.tag(number, "")
        self.tag_rows()
        self.truth = self.rows()

    def strike(self, fault: str, random: Random) -> None:
        on = random.choice(["spreadsheets.batchUpdate", "spreadsheets.batchUpdate", "spreadsheets.get"])
        skip = random.randrange(2)
        if fault in ("drop_before", "drop_after", "hang"):
            self.kit.server.fail(fault, on=on, skip=skip)
        elif fault == "delay":
            self.kit.server.fail(fault, on="spreadsheets.batchUpdate", skip=skip)
        elif fault:
            self.kit.server.fail("status", on=on, skip=skip, status=429 if fault == "429" else 503, html=fault == "html")


HISTORIES = int(os.environ.get("NETDASH_HISTORIES", "0"))

TestMeeting = Meeting.TestCase
TestMeeting.settings = settings(
    max_examples=HISTORIES or 20,
    derandomize=not HISTORIES,
    stateful_step_count=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a history is a few random seeds: there is nothing to shrink
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
