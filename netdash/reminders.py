"""What an owner is asked for beside its problems: rows that are missing, and numbers that may be right. As plain text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from netdash.doubts import Doubt, list_recent, name_doubt, tell_doubt
from netdash.expectations import Slot, find_due, know_cells, list_columns, take_expectations
from netdash.kinds.russian import day, quoted
from netdash.snapshot import Snapshot

Locate = Callable[[Slot], str]
"""Where a missing row is added: a whole address, empty if there is none."""


@dataclass(frozen=True)
class Reminder:
    """One thing to do, in lines, under a heading that it shares with its neighbours."""

    heading: str
    lines: tuple[str, ...]


def list_missing(snapshot: Snapshot, owner: str, locate: Locate | None = None) -> list[Reminder]:
    """Every row of an owner whose day has passed and that is not there: where, and cell by cell what goes into it."""
    order, found = list(snapshot.config.tables), []
    for slot in sorted(take_expectations(snapshot).missing(owner), key=lambda slot: order.index(slot.table)):
        href = locate(slot) if locate else ""
        lines = (f"Новая строка: {tell_cells(snapshot, slot)}.", *([f"   {href}"] if href else []))
        found.append(Reminder(_name_place(snapshot, slot), lines))
    return found


def tell_cells(snapshot: Snapshot, slot: Slot) -> str:
    """The cells of a missing row: those that are known with what they hold, then those to fill."""
    spec = snapshot.tables[slot.table].spec
    known = [
        f"{quoted(spec.columns[name].title)} — {snapshot.show(slot.table, name, value)}"
        for name, value in know_cells(slot, spec).items()
    ]
    wanted = ", ".join(quoted(spec.columns[name].title) for name in list_columns(spec))
    return "; ".join((*known, f"впишите {wanted}" if wanted else "")).rstrip("; ")


def _name_place(snapshot: Snapshot, slot: Slot) -> str:
    spec = snapshot.tables[slot.table].spec
    due = find_due(spec, slot.year)
    return f"Лист {quoted(spec.title)}" + (f", {slot.year}, срок был {day(due)}" if due else "")


def list_doubts(snapshot: Snapshot, owner: str) -> list[Reminder]:
    """The questions to an owner that are still fresh."""
    return [Reminder(_title(snapshot, doubt), tuple(_ask(snapshot, doubt))) for doubt in list_recent(snapshot, owner)]


def _title(snapshot: Snapshot, doubt: Doubt) -> str:
    return f"Лист {quoted(snapshot.tables[doubt.table].spec.title)}"


def _ask(snapshot: Snapshot, doubt: Doubt) -> Iterator[str]:
    """The lines of one question: what it is about, and how to answer."""
    name = name_doubt(snapshot, doubt)
    yield f"{f'{name}: ' if name else ''}{tell_doubt(snapshot, doubt)}."
    yield f"   {tell_answer(snapshot, doubt)}"


def tell_answer(snapshot: Snapshot, doubt: Doubt) -> str:
    """How a question is answered in the sheet."""
    if doubt.kind == "gone":
        return f"Если строка нужна, добавьте её за {doubt.year}; если считать нечего, поставьте в ней 0."
    column = snapshot.tables[doubt.table].spec.columns.get(doubt.confirm)
    right = f"если верно, поставьте в столбце {quoted(column.title)} «да»" if column else "если верно, оставьте как есть"
    return f"Если это описка, исправьте число; {right}."
