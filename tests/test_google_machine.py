"""Saves on a Google spreadsheet interleaved with people who change it between any two requests, and with faults.

``NETDASH_HISTORIES=3000 pytest tests/test_google_machine.py`` tries so many new histories instead of a few that are
always the same.
"""

import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from google_kit import GoogleKit
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from networks import write_network
from sheets_server import Call
from sheets_server.model import Row as TaggedRow

from netdash import Edit, Insert, Removal, Report, StoreError, Unclear, Workspace
from netdash.config import load_config
from netdash.edits import Change
from netdash.specs.journal import JOURNAL
from netdash.stores import ColumnLayout, SheetLayout

SHEET, MARK = "Заметки", "Метка"
COLUMNS = {"title": "Название", "place": "Место", "note": "Заметка"}
TITLES = ("Код", *COLUMNS.values(), MARK)
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

Row = dict[str, str]
FAULTS = ["", "", "", "429", "html", "drop_before", "drop_after", "hang", "delay"]


class Meeting(RuleBasedStateMachine):
    """One sheet, people who change it whenever it suits least, and one who saves on the dashboard.

    No value is typed twice, and rows are known by developer metadata, which nobody but this test writes or reads: ``truth``
    is what each row should hold, by row and header. People's acts count as what they make of the sheet as they find it.
    """

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.kit = GoogleKit(Path(self.folder.name), direct=True)
        rows = tuple((f"З-{n}", f"имя {n}", f"место {n}", None, f"м{n}") for n in range(1, 7))
        self.kit.open().create([SheetLayout(SHEET, tuple(map(ColumnLayout, TITLES)), rows)])
        self.book = self.kit.book
        self.count = 10
        self.renamed: dict[str, str] = {}
        self.touched: set[tuple[str, str]] = set()
        self.keys: dict[str, set[str]] = {}
        self.copied: dict[str, Row] = {}
        self.done: list[str] = []
        self.random, self.chance, self.acts = Random(0), 0.0, 0
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

    # What stands in the sheet

    def table(self, sheet: str = SHEET) -> list[list[str]]:
        return [["" if cell.value is None else str(cell.value) for cell in row.cells] for row in self.book.sheet(sheet).rows]

    def journal(self) -> list[list[str]]:
        return [row for sheet in self.book.sheets if sheet.title == JOURNAL for row in self.table(JOURNAL) if any(row)]

    def rows(self) -> dict[str, Row]:
        """Every row by its tag (a new one by its key), each cell by its header."""
        found: dict[str, Row] = {}
        for row, cells in zip(self.book.sheet(SHEET).rows[1:], self.cells(), strict=True):
            if cells:
                tag = row.metadata[0]["tag"] if row.metadata else ""
                name = tag or next((cell for cell in cells.values() if re.fullmatch(r"З-\w+", cell)), str(cells))
                while name in found:  # a new row that could not be taken back, and its second try
                    name += "'"
                found[name] = cells
        return found

    def cells(self) -> list[Row]:
        """The cells of every row below the header, each by its header."""
        header, *rows = self.table()
        titles = {place: self.renamed.get(title, title) for place, title in enumerate(header) if title}
        return [{titles.get(place, f"столбец {place}"): cell for place, cell in enumerate(row) if cell} for row in rows]

    def tag(self, number: int, tag: str) -> None:
        sheet = self.book.sheet(SHEET)
        sheet.rows[number] = TaggedRow(sheet.rows[number].cells, ({"tag": tag},) if tag else ())

    def tag_rows(self, word: str = "ряд ") -> None:
        """Tell apart the rows that nobody has told apart yet."""
        for number, row in enumerate(self.book.sheet(SHEET).rows):
            if number and not row.metadata and any(cell.value for cell in row.cells):
                self.tag(number, self.new(word))

    def recognise(self) -> None:
        """A row that held nothing any more is put back into a blank row, which may be another one: it is the same row."""
        for number, cells in enumerate(self.cells(), 1):
            if cells and not self.book.sheet(SHEET).rows[number].metadata:
                standing = self.rows()
                lost = [name for name, row in self.truth.items() if name not in standing and cells.items() <= row.items()]
                for other, row in enumerate(self.book.sheet(SHEET).rows):
                    if lost and row.metadata and row.metadata[0]["tag"] == lost[0]:
                        self.tag(other, "")
                if lost:
                    self.tag(number, lost[0])

    def new(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

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

    def remember(self, rows: Mapping[str, Row]) -> None:
        """The keys that each row has had since the save began."""
        for name, row in rows.items():
            self.keys.setdefault(name, set()).add(row.get("Код", ""))

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
            case "rename" if header[place] and header[place] not in (MARK, "Код"):
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
            case "key" if "Код" in header:
                editor.act("set_cell", sheet=SHEET, row=at, column=header.index("Код"), text="")
            case "type" if header[place] not in (MARK, "Код") and any(cell.value for cell in sheet.rows[at].cells):
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
        self.random, self.chance, self.acts, self.touched, self.keys, self.copied = random, chance, 0, set(), {}, {}
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
        told = str((report.conflicts, report.refused))
        if failure:
            assert self.kit.direct
            self.kit.direct.land()
            if isinstance(failure, Unclear) and random.random() < 0.5:
                self.restart()
            else:
                self.workspace.refresh()
            told += str(self.journal()[noted:])
        self.recognise()
        expected = self.expected(report, changes or (), failure, before)
        self.compare(before, expected, told)
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

    # What must hold

    def expected(
        self, report: Report, changes: Sequence[Change], failure: StoreError | None, before: Mapping[str, Row]
    ) -> dict[tuple[str, str], set[str]]:
        """What the dashboard may have made of each cell, by mark and header."""
        expected: dict[tuple[str, str], set[str]] = {}
        actual = self.rows()
        self.remember(actual)
        by_key = {row["Код"]: name for name, row in reversed(actual.items()) if "Код" in row}
        codes = [row.get("Код", "") for row in self.truth.values()]
        applied = (*report.applied, *(changes if isinstance(failure, Unclear) else ()))
        for change in applied:
            name = by_key.get(change.key, "")
            if isinstance(change, Edit):
                cell, mine = (name, COLUMNS[change.column]), change.after or ""
                for other in self.keys:
                    if change.key in self.keys[other] and self.truth.get(other, {}).get(cell[1], "") == (change.before or ""):
                        expected.setdefault((other, cell[1]), set()).add(mine)
                if not failure:
                    self.assert_seen(change.key, {cell[1]: change.before or ""}, before, mine)
                stands = actual.get(name, {}).get(cell[1], "") == mine
                assert failure or stands or cell in self.touched or (not name and self.acts), f"{change} does not stand"
            elif isinstance(change, Insert):
                wanted = {COLUMNS[column]: value or "" for column, value in change.values.items() if column in COLUMNS}
                alike = [n for n, row in actual.items() if all(row.get(t, "") == value for t, value in wanted.items())]
                for other in self.keys:
                    for title, value in wanted.items() if change.key in self.keys[other] else ():
                        expected.setdefault((other, title), set()).add(value)
                for new in {name, *alike} - {""}:
                    if new not in self.truth or actual[new].get("Код") != self.truth[new].get("Код"):
                        for title, cell in actual[new].items():
                            expected.setdefault((new, title), set()).add(cell)
                        for title, value in wanted.items():
                            assert failure or (new, title) in self.touched or actual[new].get(title, "") == value
                assert failure or name or self.acts
                fresh = [new for new in alike if new not in before] if wanted else []
                assert len(fresh) <= 1 or self.copied or report.refused or report.conflicts, f"{change} stands twice"
            else:
                seen = {COLUMNS[c]: v for c, v in change.before.items() if c in COLUMNS and v}
                for other, row in self.truth.items():
                    same = change.key in self.keys.get(other, ()) or all(
                        row.get(title, "") == cell for title, cell in seen.items()
                    )
                    now = actual.get(other, {})
                    if same and (now.get("Код") != row.get("Код") or not any(title in now for title in ("Код", *seen))):
                        for title in ("Код", *COLUMNS.values()):
                            if title not in seen or row.get(title, "") == seen[title]:
                                expected.setdefault((other, title), set()).add("")
                if not failure:
                    self.assert_seen(change.key, {COLUMNS[c]: v or "" for c, v in change.before.items() if c in COLUMNS}, before)
                assert failure or not name or self.acts or codes.count(change.key) > 1, f"{change} is still there"
        for conflict in report.conflicts:
            # Of a row to be removed that people copied meanwhile one goes, and the other is told.
            for other in self.keys if conflict.column == "" else ():
                if conflict.key in self.keys[other] and actual.get(other, {}).get("Код") != conflict.key:
                    for title in ("Код", *COLUMNS.values()):
                        expected.setdefault((other, title), set()).add("")
        for change in changes if not failure else ():
            gone = isinstance(change, Removal) and change.key not in by_key
            assert gone or answered(change, report), f"{change} is neither done nor told: {report}"
        return expected

    def assert_seen(self, key: str, seen: Row, before: Mapping[str, Row], mine: str = "") -> None:
        """A row that was changed held what the person had seen: what people typed before the save began is a conflict."""
        names = [name for name, row in before.items() if row.get("Код") == key]
        for title, cell in seen.items() if len(names) == 1 and not self.copied else ():
            stood = before[names[0]].get(title, "")
            moved = title in self.renamed.values() or (names[0], title) in self.touched
            assert moved or stood in (cell, mine), f"{names[0]}, {title}: «{stood}» was overwritten, «{cell}» had been seen"

    def compare(self, before: Mapping[str, Row], expected: Mapping[tuple[str, str], set[str]], told: str) -> None:
        """Every cell is what people made of it, or the dashboard, or is told."""
        actual = self.rows()
        codes = [row.get("Код", "") for rows in (before, self.truth) for row in rows.values()]
        for name in self.truth.keys() | actual.keys():
            for title in self.truth.get(name, {}).keys() | actual.get(name, {}).keys():
                should, found = self.truth.get(name, {}).get(title, ""), actual.get(name, {}).get(title, "")
                # A row copied while a value was astray in it may be put right too.
                copied = name in self.copied and found == self.copied[name].get(title, "") and not should.startswith("ш")
                if should == found or copied or found in expected.get((name, title), ()):
                    continue
                keyless = not should or codes.count(should) > 1 or not before.get(name, {}).get("Код")
                new_key = title == "Код" and found and keyless
                explained = all(not cell or cell in told for cell in (should, found))
                new_row = name not in self.truth or name.startswith(("З-", "новый"))
                settled = new_row and not any(cell.startswith("ш") for cell in (should, found))
                assert new_key or explained or settled, f"{name}, {title}: «{found}» instead of «{should}»; told: {told}"
        self.truth = actual


def answered(change: Change, report: Report) -> bool:
    """Whether a report tells of a change: as done, as a conflict, or as refused. Rows without a key get one meanwhile."""
    told = [(other.key, other.mine) for other in report.conflicts] + [(other.key, None) for other in report.refused]
    for other in report.applied:
        if isinstance(change, Edit) and isinstance(other, Edit) and (other.column, other.after) == (change.column, change.after):
            told.append((other.key, None))
        elif isinstance(change, Insert) and isinstance(other, Insert) and other.values == change.values:
            return True
        elif isinstance(change, Removal) and isinstance(other, Removal):
            told.append((other.key, None))
    keys = {key for key, _ in told}
    if isinstance(change, Insert):
        return change.key in keys or any(mine in change.values.values() for _, mine in told)
    return change.key in keys or (change.key.startswith("?") and any(key.startswith("З") for key in keys))


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
