"""What the address of the page asks for, and the figures above everything else."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import streamlit as st

from netdash.doubts import Doubt, take_doubts
from netdash.expectations import Expectations, Slot, Tally, take_expectations
from netdash.kinds.russian import number, percent, plural
from netdash.snapshot import Snapshot
from netdash.ui import current, links
from netdash.ui.figures import Figure, show_figures
from netdash.ui.menus import draw_choices

STYLES = Path(__file__).with_name("look.css")
MISSING, ASKED, BOARD = "missing", "asked", "board"
"""Where the parts below the board begin."""


@dataclass(frozen=True)
class View:
    """One school year of the board (with what is expected at all times beside it), perhaps one owner."""

    snapshot: Snapshot
    found: Expectations
    year: str
    owner: str

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The periods of the board: the year, and the empty one of tables that know no year."""
        return tuple(dict.fromkeys((self.year, "")))

    @cached_property
    def tally(self) -> Tally:
        """Everything on the board."""
        return self.found.tally(*self.periods)

    @cached_property
    def missing(self) -> tuple[Slot, ...]:
        """The rows of the board that are not there although their day has passed."""
        return self.found.missing(self.owner, *self.periods)

    @cached_property
    def doubts(self) -> list[Doubt]:
        """The questions about the year."""
        return [doubt for doubt in take_doubts(self.snapshot) if doubt.year in self.periods and self.owner in ("", doubt.owner)]

    def to(self, part: str = "", **parameters: str) -> str:
        """The address of this view with other parameters, perhaps scrolled to a part."""
        own = {"year": self.year, "owner": self.owner}
        here = links.to(links.address(current.page()), **{**own, **parameters})
        return f"{here}#{part}" if part else here

    def name_owner(self, owner: str) -> str:
        """What people call an owner."""
        return self.found.owners.get(owner) or "Неизвестно чьи"


def take_view(snapshot: Snapshot) -> View:
    """The view that the address asks for."""
    found = take_expectations(snapshot)
    year = links.asked("year") if links.asked("year") in found.years else choose_year(found)
    owner = links.asked("owner") if links.asked("owner") in found.owners else ""
    return View(snapshot, found, year, owner)


def choose_year(found: Expectations) -> str:
    """The last year that has rows already, or a row whose day has passed; the last of all if there is none."""
    begun = {slot.year for slot in found.slots if slot.rows or slot.state == "missing"}
    return next((year for year in reversed(found.years) if year in begun), found.years[-1] if found.years else "")


def show_totals(view: View) -> None:
    """How much is there, what came in time, what is missing, what is half done, what is asked."""
    show_figures(list_totals(view))


def list_totals(view: View) -> list[Figure]:
    """The figures of the year for all owners; shares of nothing are none."""
    everyone = View(view.snapshot, view.found, view.year, "")
    tally, missing = everyone.tally, len(everyone.missing)
    total, past, rest = len(tally.slots), len(tally.past), tally.counts["incomplete"] + tally.counts["errors"]
    return [
        Figure("Введено полностью", _share(tally.complete, total), note=f"{number(tally.complete)} из {number(total)} ожидаемых",
               href=everyone.to(BOARD) if total else ""),
        Figure("Введено в срок", _share(tally.timely, past), note=f"{number(tally.timely)} из {number(past)}, чей срок прошёл",
               href=everyone.to(BOARD) if past else ""),
        Figure(
            "Не введено, а срок прошёл", number(missing), href=everyone.to(MISSING) if missing else "",
            state="late" if missing else "done", state_word=_count_owners(slot.owner for slot in everyone.missing),
        ),
        Figure("Введено не до конца", number(rest), note=_tell_rest(tally), href=everyone.to(MISSING) if rest else ""),
        Figure("Числа под вопросом", number(len(everyone.doubts)), href=everyone.to(ASKED) if everyone.doubts else "",
               note="могут быть и верны" if everyone.doubts else "вопросов нет"),
    ]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return percent(part / whole, 0) if whole else "—"


def _tell_rest(tally: Tally) -> str:
    errors, incomplete = tally.counts["errors"], tally.counts["incomplete"]
    said = [f"с ошибками — {errors}"] if errors else []
    return ", ".join([*said, f"с пустыми ячейками — {incomplete}"] if incomplete else said) or "таких нет"


def _count_owners(owners: Iterable[str]) -> str:
    count = len(set(owners))
    return f"у {number(count)} {plural(count, 'учреждения', 'учреждений', 'учреждений')}" if count else "всё на месте"


def show_years(view: View) -> None:
    """The years as links."""
    if view.found.years:
        years = {year: year for year in view.found.years}
        st.html(draw_choices("Учебный год", years, view.year, lambda year: view.to(year=year)))
