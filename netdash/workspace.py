"""The one door: a network's workbook read, shared by everybody who looks at it, saved, and put back."""

import logging
import threading
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from netdash.config import load_config
from netdash.demonstration import Demonstration, compose_demonstration
from netdash.edits import Change, Report
from netdash.errors import NetdashError, Problem, StoreError, Unclear
from netdash.headers import Proposal
from netdash.indicators import Reading, compute
from netdash.journal import UNDOING, Entry, Journal, compose_undo, contains, new_change_set, read_journal
from netdash.layout import lay_out, starting_rows
from netdash.saving import Order, carry_out, compose_clearing, find_renames, settle_leftover, tell_clearing
from netdash.saving.furnishing import compose_furnishing, furnish, tell_making
from netdash.saving.headers import rename_header, rename_sheet
from netdash.saving.orders import CellName, RowName
from netdash.snapshot import Reference, Snapshot, build_snapshot
from netdash.specs import Config, TableSpec
from netdash.specs.journal import JOURNAL
from netdash.stores import Facts, Step, Store
from netdash.stores.opening import open_store
from netdash.watching import Freshness, Watch

NO_AUTHOR = "Не указано, кто вносит изменения: без имени журнал неполон, ничего не записано."

_log = logging.getLogger(__name__)


def open_workspace(config: str | Path = "config", source: str | Path = "data/network.xlsx") -> "Workspace":
    """The network that ``config`` declares, over the workbook at ``source``: a file, or a Google spreadsheet's id or URL.

    Raises ``ConfigError`` with every fault of the config, ``StoreError`` if Google is asked for without an account. A
    workbook that is missing or broken raises nothing here: the first :meth:`Workspace.snapshot` does, and goes on doing so
    until it can be read.
    """
    return Workspace(load_config(Path(config)), open_store(source))


class Workspace:
    """One network and its workbook; safe to share between threads. One save at a time, and reading never waits for it."""

    def __init__(self, config: Config, store: Store) -> None:
        self.config = config
        self._store = store
        self._lock = threading.RLock()
        self._held: Snapshot | None = None
        self._stamp: Hashable = None
        self._freshness = Freshness(datetime.min, "", datetime.min)
        self._in_doubt = True
        self._followed: dict[RowName, str] = {}
        self._journal = Journal(None)
        self._journal_lock = threading.Lock()
        self._readings: tuple[Snapshot | None, dict[Hashable, list[Reading]]] = (None, {})
        self._watch: Watch | None = None

    @property
    def place(self) -> str:
        """What people call the workbook: a file's path, a spreadsheet's title."""
        return self._store.place

    @property
    def freshness(self) -> Freshness:
        """How fresh the snapshot is, and why it is not fresher."""
        watch = self._watch
        fresh = replace(self._freshness, waits_until=self._store.waits_until)
        return replace(fresh, next_at=watch.next_at, asked_at=watch.asked_at) if watch else fresh

    def snapshot(self) -> Snapshot:
        """The workbook as last read: immutable, shared, cheap. Raises ``StoreError`` while it could never be read.

        While it is watched and reading is dear, the first one may be what an earlier run of the program read last, and after
        a failure only the watch tries again: whoever looks meanwhile is told of it at once.
        """
        if self._watch is not None:
            self._watch.want()
        if self._held is not None:
            return self._held
        if self._watch is not None and self._store.pace > 1 and (told := self._freshness.error):
            raise StoreError(told)
        with self._lock:
            return self._held or self._recall() or self._read()

    def _recall(self) -> Snapshot | None:
        """What the store kept of an earlier run; the watch reads it anew at once."""
        kept = self._store.recall() if self._watch is not None else None
        if kept is None or self._watch is None:
            return None
        book, at = kept
        self._held = build_snapshot(self.config, book, datetime.now())
        self._freshness = Freshness(at, "", at)
        self._watch.hurry()
        return self._held

    def refresh(self, author: str = "") -> Snapshot:
        """Read now. With an author rows without a key get one too, in the author's name.

        While the workbook cannot be read the last good snapshot stays, and ``freshness`` says why. Giving keys is a save and
        raises what a save raises.
        """
        with self._lock:
            snapshot = self._read()
            unkeyed = frozenset(name for name, table in snapshot.tables.items() if table.provisional)
            if author and unkeyed and not self._freshness.error:
                self._carry_out((), author, "", repair=unkeyed)
            return self._held or snapshot

    def _read(self) -> Snapshot:
        now = datetime.now()
        try:
            stamp = self._store.stamp()
            book = self._store.read(self._held.book if self._held else None)
        except StoreError as error:
            self._freshness = replace(self._freshness, error=str(error), checked_at=now)
            if self._held is None:
                raise
            return self._held
        snapshot = build_snapshot(self.config, book, now, self._held)
        if self._in_doubt and self._store.shared:
            snapshot = self._look_after(snapshot)
        self._hold(snapshot, stamp)
        return self._held or snapshot

    def _look_after(self, snapshot: Snapshot) -> Snapshot:
        """Put right what a save displaced that was not brought to its end: by an earlier run, or since its answer was lost."""
        try:
            with self._store.transaction(snapshot.book) as transaction:
                transaction.look_back()
                if transaction.leftover:
                    snapshot = settle_leftover(transaction, snapshot).after
            self._in_doubt = False
        except StoreError:
            _log.warning("the last save could not be looked after; the next reading tries again")
        return snapshot

    def _hold(self, snapshot: Snapshot, stamp: Hashable) -> None:
        """Swap the shared snapshot; one with the same content stays, so that what was made from it stays good."""
        held = self._held
        if held is None or (held.version, held.today) != (snapshot.version, snapshot.today):
            self._held = snapshot
        self._stamp = stamp
        self._freshness = Freshness(snapshot.taken_at, "", snapshot.taken_at)

    def watch(self, every: float | None = None) -> None:
        """Refresh in the background whenever the workbook changes, until :meth:`close`.

        It is looked at ``every`` seconds, by default at the store's own pace; where looking is dear, only while somebody
        asks for the snapshot.
        """
        with self._lock:
            if self._watch is None:
                self._watch = Watch(self._look_safely, every or self._store.pace, dear=self._store.pace > 1)

    def _look_safely(self) -> None:
        """Look, outlive any fault, and say it."""
        try:
            self._look()
        except Exception as error:  # noqa: BLE001 - the watch must go on
            if not isinstance(error, StoreError):
                _log.exception("refresh failed")
            self._freshness = replace(self._freshness, error=_sentence(error), checked_at=datetime.now())

    def _look(self) -> None:
        """Refresh if the workbook changed, could not be read the last time, or a new day began."""
        stamp = self._store.stamp()
        held, now = self._held, datetime.now()
        same_day = held is not None and (held.demonstration or held.today == date.today())
        if held is None or stamp != self._stamp or self._freshness.error or not same_day:
            self.refresh()
        else:
            self._freshness = Freshness(now, "", now)

    def close(self) -> None:
        """Stop watching."""
        with self._lock:
            watch, self._watch = self._watch, None
        if watch is not None:
            watch.close()

    def readings(
        self, school_year: str | None = None, by: str | tuple[str, ...] | None = None, name: str | None = None
    ) -> list[Reading]:
        """The indicators' values: of one school year or all, broken down ``by`` a path or not, of one indicator or all."""
        asked, snapshot = (school_year, by, name), self.snapshot()
        of, known = self._readings
        if of is not snapshot:
            self._readings = (snapshot, known := {})
        if asked not in known:
            known[asked] = compute(snapshot, school_year=school_year, by=by, name=name)
        return list(known[asked])

    def renames(self, changes: Sequence[Change]) -> tuple[Reference, ...]:
        """The cells of other rows that a save of these changes would rewrite because a label changes."""
        return find_renames(changes, self.snapshot())

    def save(self, changes: Sequence[Change], author: str, reason: str = "", rename: bool = True) -> Report:
        """Write these changes and nothing else; what cannot be written is in the report, row by row, with its reason.

        ``rename`` also rewrites the cells that name a row by a label that changes. Raises ``StoreError`` if nothing was written.
        """
        return self._carry_out(tuple(changes), author, reason, rename=rename)

    def _carry_out(
        self,
        changes: tuple[Change, ...],
        author: str,
        reason: str,
        *,
        rename: bool = True,
        restoring: bool = False,
        clearing: bool = False,
        repair: frozenset[str] = frozenset(),
    ) -> Report:
        if not author.strip():
            raise NetdashError(NO_AUTHOR)
        at = datetime.now().replace(microsecond=0)
        with self._lock:
            order = Order(
                changes, author, reason, at, new_change_set(at),
                rename=rename, restoring=restoring, clearing=clearing, repair=repair, followed=self._followed,
            )  # fmt: skip
            try:
                outcome = carry_out(order, self._store, self.config, self._held)
            except Unclear as unclear:
                self._in_doubt = True
                unclear.change_set = order.change_set
                raise
            self._followed = {**self._followed, **outcome.given}
            # Without a stamp the next look reads once more: somebody may have written right after this save.
            self._hold(outcome.snapshot, None)
            return outcome.report

    def landed(self, change_set: str) -> bool:
        """Whether a save that ended ``Unclear`` was written all the same; reads the workbook anew.

        Raises ``StoreError`` while it cannot be read.
        """
        with self._lock:
            snapshot = self.refresh()
            if self._freshness.error:
                raise StoreError(self._freshness.error)
            return contains(snapshot.book, change_set)

    @property
    def renames_sheets(self) -> bool:
        """Whether a sheet can be given its name back from here."""
        return self._store.renames_sheets

    def rename_header(self, proposal: Proposal, author: str) -> None:
        """Give a header, or a sheet where the store can, the name of the config; one of ``snapshot().proposals``.

        Raises ``NetdashError`` if the header changed meanwhile, ``StoreError`` if nothing was written.
        """
        if not author.strip():
            raise NetdashError(NO_AUTHOR)
        with self._lock:
            rename = rename_header if proposal.cell else rename_sheet
            self._hold(rename(proposal, author, self._store, self.config, self._held), None)

    def history(self, table: str = "", key: str = "", change_set: str = "") -> list[Entry]:
        """The journal's entries, newest first: all, or those of a table, a row, a change set."""
        return [
            entry
            for entry in reversed(self._read_journal(self.snapshot()).entries)
            if table in ("", entry.table) and key in ("", entry.key) and change_set in ("", entry.change_set)
        ]

    def journal_problems(self) -> tuple[Problem, ...]:
        """The journal's lines that cannot be read."""
        return self._read_journal(self.snapshot()).problems

    def _read_journal(self, snapshot: Snapshot) -> Journal:
        with self._journal_lock:
            if self._journal.grid is not snapshot.book.sheets.get(JOURNAL):
                self._journal = read_journal(snapshot.book, self.config)
            return self._journal

    def undo(self, change_set: str, author: str) -> Report:
        """Put back what a change set changed, as a change set of its own; cells that changed since are conflicts."""
        with self._lock:
            snapshot = self.refresh()
            entries = self._read_journal(snapshot).of(change_set)
            if not entries:
                raise NetdashError(f"Набора изменений «{change_set}» в журнале нет: отменять нечего.")
            changes, refused = compose_undo(entries, snapshot)
            report = self._carry_out(tuple(changes), author, UNDOING + change_set, restoring=True)
            return replace(report, refused=(*refused, *report.refused))

    def create(self, demonstration: bool) -> None:
        """Make the workbook from the config and its starting rows, with demonstration rows or without.

        Raises ``StoreError`` where a workbook exists, ``ConfigError`` if the starting rows do not fit their columns.
        """
        made = compose_demonstration(self.config) if demonstration else Demonstration({}, {})
        rows = {
            name: [*(_filled(spec, row, made.fills) for row in start), *made.rows.get(name, ())]
            for (name, spec), start in zip(self.config.tables.items(), starting_rows(self.config).values(), strict=True)
        }
        with self._lock:
            self._store.create(lay_out(self.config, rows))
            self.refresh()

    def survey(self) -> tuple[Step, ...]:
        """What ``furnish`` would add, sheet by sheet, and what is left to a person; nothing is changed."""
        if self._store.is_new():
            return tell_making(self.config)
        with self._lock:
            snapshot = self.refresh()
            if self._freshness.error:
                raise StoreError(self._freshness.error)
            order = compose_furnishing(snapshot, starting_rows(self.config), "", datetime.now())
        return (*order.steps, *self._store.survey(order.fittings))

    def furnish(self, author: str) -> tuple[Step, ...]:
        """Make the workbook, or add the sheets, headers, formats and drop-downs that it lacks; what is there stays.

        Gives what was added and, marked, what is left to be done by hand; a second time finds nothing more to add.
        """
        if not author.strip():
            raise NetdashError(NO_AUTHOR)
        with self._lock:
            if self._store.is_new():
                steps = tell_making(self.config)
                self.create(demonstration=False)
                return steps
            steps, snapshot = furnish(self._store, self.config, starting_rows(self.config), author)
            self._hold(snapshot, None)
            return steps

    def is_new(self) -> bool:
        """Whether there is no workbook yet; asks the store."""
        return self._store.is_new()

    def facts(self) -> Facts:
        """Where the workbook lives and how large it is, as far as that is known."""
        return self._store.facts()

    @property
    def pace(self) -> float:
        """Seconds between two looks at the workbook while somebody reads."""
        return self._store.pace

    def clear_demonstration(self, author: str) -> Report:
        """Take away every demonstration row, after keeping a copy, and put back what starting rows held.

        The journal gets one line a table. The report tells how much went, and which cells of rows that stay refer to it.
        """
        with self._lock:
            snapshot = self.refresh()
            fills = compose_demonstration(self.config).fills
            changes = compose_clearing(snapshot, fills, starting_rows(self.config)) if snapshot.demonstration else ()
            if not changes:
                return Report()
            kept = self.backup()
            report = self._carry_out(changes, author, f"Демонстрация убрана, копия: {Path(kept).name}", clearing=True)
            told = (f"Копия книги с демонстрацией: {kept}.", *tell_clearing(report.applied, snapshot))
            return replace(report, repaired=(*told, *report.repaired))

    def backup(self) -> str:
        """Keep a dated copy of the workbook and say where."""
        return self._store.backup()

    def backups(self) -> list[str]:
        """The names of all copies, newest first."""
        return self._store.backups()

    def restore(self, name: str) -> str:
        """Put a copy in the place of the workbook; the name of the copy that keeps what was there, empty if nothing was."""
        with self._lock:
            before = set(self.backups())
            self._store.restore(name)
            self.refresh()
            return next((copy for copy in self.backups() if copy not in before), "")


def _filled(spec: TableSpec, row: Mapping[str, Any], fills: Mapping[CellName, Any]) -> Mapping[str, Any]:
    """A starting row with the values that the demonstration puts into it."""
    return {column: fills.get((spec.name, row[spec.key], column), row.get(column)) for column in spec.columns}


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, NetdashError) else f"Книгу не удалось прочитать из-за ошибки программы: {error}"
