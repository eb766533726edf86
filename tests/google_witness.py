"""What each row of a sheet should hold, whoever changed it, and whether a save on the dashboard kept to that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheets_server.model import Row as TaggedRow
from sheets_server.model import Spreadsheet

from netdash import Edit, Insert, Removal, Report, StoreError
from netdash.edits import Change
from netdash.specs.journal import JOURNAL

SHEET, KEY, MARK = "Заметки", "Код", "Метка"
COLUMNS = {"title": "Название", "place": "Место", "note": "Заметка"}

Row = dict[str, str]


@dataclass
class Save:
    """One save: what it was asked to do, what landed, what it answered, what stood before, what the journal or the report told.

    ``allowed`` is what it may have made of each cell, by row and header.
    """

    changes: Sequence[Change]
    written: Sequence[Change]
    report: Report
    failure: StoreError | None
    before: Mapping[str, Row]
    told: str
    allowed: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def allow(self, name: str, title: str, cell: str) -> None:
        self.allowed.setdefault((name, title), set()).add(cell)


class Witness:
    """Rows are known by developer metadata, which nobody but this class writes or reads, and no value is typed twice.

    ``truth`` is what each row should hold, by row and header. During a save ``touched`` are the cells that people changed,
    ``copied`` the rows that they copied, ``keys`` the keys that each row has had, ``acts`` how often they did anything.
    """

    book: Spreadsheet

    def __init__(self) -> None:
        super().__init__()
        self.count = 10
        self.truth: dict[str, Row] = {}
        self.renamed: dict[str, str] = {}
        self.forget()

    def forget(self) -> None:
        self.touched: set[tuple[str, str]] = set()
        self.copied: dict[str, Row] = {}
        self.keys: dict[str, set[str]] = {}
        self.acts = 0

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
        """Tell apart the rows that nobody has told apart yet; a row that went for good leaves its place to another one."""
        for number, row in enumerate(self.book.sheet(SHEET).rows):
            filled = any(cell.value for cell in row.cells)
            if number and filled and not row.metadata:
                self.tag(number, self.new(word))
            elif row.metadata and not filled and row.metadata[0]["tag"] not in self.truth:
                self.tag(number, "")

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

    def remember(self, rows: Mapping[str, Row]) -> None:
        """The keys that each row has had since the save began."""
        for name, row in rows.items():
            self.keys.setdefault(name, set()).add(row.get(KEY, ""))

    def judge(self, save: Save) -> None:
        """Every cell is what people made of it, or the dashboard where it may, or is told; every change is answered."""
        self.recognise()
        actual = self.rows()
        self.remember(actual)
        for change in save.written:
            if isinstance(change, Edit):
                self.judge_edit(change, save, actual)
            elif isinstance(change, Insert):
                self.judge_insert(change, save, actual)
            else:
                self.judge_removal(change, save, actual)
        for conflict in save.report.conflicts:
            # Of a row to be removed that people copied meanwhile one goes, and the other is told.
            for name in self.keys if conflict.column == "" else ():
                if conflict.key in self.keys[name] and actual.get(name, {}).get(KEY) != conflict.key:
                    for title in (KEY, *COLUMNS.values()):
                        save.allow(name, title, "")
        keys = {row.get(KEY) for row in actual.values()}
        for change in save.changes if not save.failure else ():
            gone = isinstance(change, Removal) and change.key not in keys
            assert gone or answered(change, save.report), f"{change} is neither done nor told: {save.report}"
        self.compare(save, actual)
        self.truth = actual

    def judge_edit(self, change: Edit, save: Save, actual: Mapping[str, Row]) -> None:
        title, seen, mine = COLUMNS[change.column], change.before or "", change.after or ""
        names = [name for name, keys in self.keys.items() if change.key in keys]  # people may have copied the row
        for name in names:
            if self.truth.get(name, {}).get(title, "") == seen:
                save.allow(name, title, mine)
        if not save.failure:
            name = named(change.key, actual)
            stands = any(actual.get(name, {}).get(title, "") == mine for name in names)
            assert stands or (name, title) in self.touched or (not name and self.acts), f"{change} does not stand"
            self.assert_seen(change, {title: seen}, save, actual)

    def judge_insert(self, change: Insert, save: Save, actual: Mapping[str, Row]) -> None:
        wanted = {COLUMNS[column]: value or "" for column, value in change.values.items() if column in COLUMNS}
        for name in self.keys:
            for title, value in wanted.items() if change.key in self.keys[name] else ():
                save.allow(name, title, value)
        alike = [name for name, row in actual.items() if all(row.get(title, "") == value for title, value in wanted.items())]
        own = named(change.key, actual)
        for new in {own, *alike} - {""}:
            if new not in self.truth or actual[new].get(KEY) != self.truth[new].get(KEY):
                for title, cell in actual[new].items():
                    save.allow(new, title, cell)
                for title, value in wanted.items():
                    assert save.failure or (new, title) in self.touched or actual[new].get(title, "") == value
        assert save.failure or own or self.acts
        fresh = [new for new in alike if new not in save.before] if wanted else []
        told = self.copied or save.report.refused or save.report.conflicts
        assert len(fresh) <= 1 or told, f"{change} stands twice"

    def judge_removal(self, change: Removal, save: Save, actual: Mapping[str, Row]) -> None:
        seen = {COLUMNS[column]: value or "" for column, value in change.before.items() if column in COLUMNS}
        held = {title: cell for title, cell in seen.items() if cell}
        for name, row in self.truth.items():
            same = change.key in self.keys.get(name, ()) or all(row.get(title, "") == cell for title, cell in held.items())
            now = actual.get(name, {})
            if same and (now.get(KEY) != row.get(KEY) or not any(title in now for title in (KEY, *held))):
                for title in (KEY, *COLUMNS.values()):
                    if title not in held or row.get(title, "") == held[title]:
                        save.allow(name, title, "")
        if not save.failure:
            self.assert_seen(change, seen, save, actual)
            twice = [row.get(KEY) for row in self.truth.values()].count(change.key) > 1
            assert not named(change.key, actual) or self.acts or twice, f"{change} is still there"

    def assert_seen(self, change: Edit | Removal, seen: Row, save: Save, actual: Mapping[str, Row]) -> None:
        """What a change overwrote is what the person had seen: what people had typed before the save began is a conflict."""
        names = [name for name, row in save.before.items() if row.get(KEY) == change.key]
        for title, cell in seen.items() if len(names) == 1 and not self.copied else ():
            stood, stands = (rows.get(names[0], {}).get(title, "") for rows in (save.before, actual))
            moved = title in self.renamed.values() or (names[0], title) in self.touched
            told = f"{names[0]}, {title}: «{stood}» was overwritten, «{cell}» had been seen"
            assert moved or stood in (cell, stands), told

    def compare(self, save: Save, actual: Mapping[str, Row]) -> None:
        codes = [row.get(KEY, "") for rows in (save.before, self.truth) for row in rows.values()]
        for name in self.truth.keys() | actual.keys():
            for title in self.truth.get(name, {}).keys() | actual.get(name, {}).keys():
                should, found = self.truth.get(name, {}).get(title, ""), actual.get(name, {}).get(title, "")
                # A row copied while a value was astray in it may be put right too.
                copied = name in self.copied and found == self.copied[name].get(title, "") and not should.startswith("ш")
                if should == found or copied or found in save.allowed.get((name, title), ()):
                    continue
                keyless = not should or codes.count(should) > 1 or not save.before.get(name, {}).get(KEY)
                new_key = title == KEY and found and keyless
                told = all(not cell or cell in save.told for cell in (should, found))
                new_row = name not in self.truth or name.startswith(("З-", "новый"))
                settled = new_row and not any(cell.startswith("ш") for cell in (should, found))
                assert new_key or told or settled, f"{name}, {title}: «{found}» instead of «{should}»; told: {save.told}"


def named(key: str, rows: Mapping[str, Row]) -> str:
    """The first row that has a key."""
    return next((name for name, row in rows.items() if row.get(KEY) == key), "")


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
