"""What a file would change: which of its rows are there already, which are new, which cannot be taken and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from netdash.edits import Change, Edit, Insert, plain
from netdash.intake.reading import Fault, FileRow, Question, read_rows
from netdash.kinds import fold, is_missing
from netdash.saving.plan import new_key
from netdash.snapshot import Snapshot
from netdash.specs.rules import Unique
from netdash.tables import Unread

Status = Literal["new", "changed", "same", "twice", "faulty"]
Identity = tuple[Any, ...]


@dataclass(frozen=True)
class Outcome:
    """One row of the file (``row`` counts from 0) and what would become of it.

    ``key`` is the row that it was recognised as, ``edits`` what would change there; ``values`` is what a new row would hold.
    ``typed`` is the file's own key of a new row, which the table does not have and the new row will not either.
    ``faults`` are cells that are left out, ``note`` says why a row cannot be taken.
    """

    row: int
    status: Status
    key: str = ""
    typed: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    faults: tuple[Fault, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Intake:
    """All rows of a file; ``lacking`` are required columns that it does not have."""

    table: str
    outcomes: tuple[Outcome, ...]
    lacking: tuple[str, ...] = ()

    def having(self, *statuses: Status) -> list[Outcome]:
        """The rows with one of these statuses, in the file's order."""
        return [outcome for outcome in self.outcomes if outcome.status in statuses]

    def changes(self, snapshot: Snapshot, statuses: Collection[Status], without: Collection[int] = ()) -> list[Change]:
        """The changes of all rows with these statuses but those ``without``."""
        built = snapshot.tables[self.table]
        taken: set[str] = set()
        changes: list[Change] = []
        for outcome in self.outcomes:
            if outcome.status not in statuses or outcome.row in without:
                continue
            changes += outcome.edits
            if outcome.status == "new":
                key = new_key(built, taken)
                taken.add(key)
                changes.append(Insert(self.table, outcome.values, key))
        return changes


def compare(snapshot: Snapshot, question: Question) -> Intake:
    """Every row of the file against the table."""
    comparison = _Comparison(snapshot, question)
    rows = read_rows(snapshot, question)
    return Intake(question.table, tuple(map(comparison.judge, rows)), comparison.lacking)


class _Comparison:
    """The table as it is, by all that its rows can be recognised by; and what of the file was seen so far."""

    def __init__(self, snapshot: Snapshot, question: Question) -> None:
        self.snapshot, self.table = snapshot, snapshot.tables[question.table]
        self.spec = self.table.spec
        known = {*question.places.values(), *question.constants}
        self.lacking = tuple(
            name for name, column in self.spec.columns.items() if column.required and name not in known and name != self.spec.key
        )
        self.names = [name for name in self.spec.columns if name in known and name != self.spec.key]
        self.held = {name: [None if is_missing(value) else plain(value) for value in self.table.columns[name].tolist()]
                     for name in self.table.columns}  # fmt: skip
        self.ways = [(columns, self.index(columns)) for columns in self.identities(known)]
        self.keys = {fold(key): key for key in self.table.rows}
        self.seen: dict[Identity, int] = {}

    def identities(self, known: Collection[str]) -> Iterator[tuple[str, ...]]:
        """The sets of columns that tell rows apart: those of rules, else name and owner, else all that the file has."""
        rules = [rule.unique for rule in self.spec.rules if isinstance(rule, Unique)]
        usable = [tuple(columns) for columns in rules if self.is_usable(columns, known)]
        label, owner = self.spec.label, self.spec.owner
        if usable:
            yield from usable
        elif label and label != self.spec.key and label in known:
            yield (label, owner) if owner in known and owner not in (self.spec.key, label) else (label,)  # type: ignore[misc]
        else:
            yield tuple(self.names)

    def is_usable(self, columns: Sequence[str], known: Collection[str]) -> bool:
        """Whether the file has enough of a rule's columns: those that must be filled."""
        own = all(name in self.spec.columns for name in columns)
        return own and any(name in known for name in columns) and all(
            name in known or not self.spec.columns[name].required for name in columns
        )  # fmt: skip

    def index(self, columns: Sequence[str]) -> dict[Identity, list[str]]:
        """The keys of the rows that hold the same in these columns."""
        found: dict[Identity, list[str]] = {}
        rows = zip(*(map(identify, self.held[name]) for name in columns), strict=True) if columns else iter(())
        for key, identity in zip(self.table.rows, rows, strict=bool(columns)):
            found.setdefault(identity, []).append(key)
        return found

    def judge(self, row: FileRow) -> Outcome:
        """What would become of one row."""
        typed = row.values.pop(self.spec.key, None)
        key, candidates, columns = self.recognise(row, typed)
        unread = {fault.column for fault in row.faults}
        identity: Identity = (key,) if key else tuple(identify(row.values.get(name)) for name in (columns or self.names))
        if not key and unread & set(columns):
            return Outcome(row.row, "faulty", values=row.values, faults=tuple(row.faults), note=UNCLEAR)
        if len(candidates) > 1:
            note = f"В таблице таких строк несколько ({', '.join(candidates[:3])}): добавьте в файл столбец с кодом"
            return Outcome(row.row, "faulty", values=row.values, faults=tuple(row.faults), note=note)
        first = self.seen.setdefault(identity, row.row)
        if first != row.row:
            return Outcome(row.row, "twice", key, values=row.values, note=f"То же, что в строке {first + 1} файла")
        if key:
            edits = tuple(self.edits(row, key, columns))
            status: Status = "changed" if edits else "same"
            return Outcome(row.row, status, key, values=row.values, edits=edits, faults=tuple(row.faults))
        return self.judge_new(row, typed)

    def recognise(self, row: FileRow, typed: str | None) -> tuple[str, list[str], tuple[str, ...]]:
        """The key of the row that is meant, all that it may mean, and the columns that it was told by."""
        if typed and (key := self.keys.get(fold(typed))):
            return key, [key], ()
        for columns, known in self.ways:
            candidates = known.get(tuple(identify(row.values.get(name)) for name in columns), [])
            if candidates and any(name in row.values for name in columns):
                return (candidates[0] if len(candidates) == 1 else ""), candidates, columns
        return "", [], self.ways[0][0]

    def edits(self, row: FileRow, key: str, told_by: Collection[str]) -> Iterator[Edit]:
        """The cells that would change; an empty cell of the file changes nothing, nor does another spelling."""
        position = self.table.positions[key]
        for name, after in row.values.items():
            before: Any = self.held[name][position]
            if (key, name) in self.table.raw:
                before = Unread(self.table.raw[key, name])
            elif name in told_by or identify(before) == identify(after):
                continue
            yield Edit(self.spec.name, key, name, before, after)

    def judge_new(self, row: FileRow, typed: str | None) -> Outcome:
        """A row that the table does not have: whether it is complete."""
        unread = {fault.column for fault in row.faults}
        missing = [
            Fault(row.row, "", name, "", "Не заполнено, а это обязательный столбец")
            for name, column in self.spec.columns.items()
            if column.required and name not in (*row.values, *unread, *self.lacking, self.spec.key)
        ]
        barred = missing or self.lacking or any(self.spec.columns[name].required for name in unread)
        faults = (*row.faults, *missing)
        return Outcome(row.row, "faulty" if barred else "new", typed=typed or "", values=row.values, faults=faults)


UNCLEAR = "Не прочитано то, по чему строку узнают: нельзя сказать, новая ли она"


def identify(value: Any) -> Any:
    """What two spellings of one value have in common."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, tuple):
        return frozenset(map(identify, value))
    return None if is_missing(value) else value
