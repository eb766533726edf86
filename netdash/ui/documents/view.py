"""What the address of the page asks for, and the addresses of what is next to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from netdash.agreements import Agreements, Document, take_agreements
from netdash.kinds.russian import counted, day, number
from netdash.snapshot import Snapshot
from netdash.specs.pages import DocumentsPage
from netdash.ui import links
from netdash.ui.figures import Figure, show_figures
from netdash.ui.registry.address import parameter
from netdash.ui.states import badge
from netdash.ui.text import escape

STYLES = Path(__file__).with_name("look.css")
GAP = "gap"
"""What the address says for the cells that nothing covers."""


@dataclass(frozen=True)
class View:
    """One part of the page; ``state`` holds the matrix to one state, or to its gaps, ``place`` what hangs to one party."""

    agreements: Agreements
    snapshot: Snapshot
    part: str
    state: str
    place: str = ""

    @property
    def page(self) -> DocumentsPage:
        """The declaration of the page."""
        return self.agreements.page

    def to(self, **parameters: str) -> str:
        """The address of this page with these parameters."""
        return links.to(links.address(self.page), **parameters)

    def to_documents(self, keys: Sequence[str], held: dict[str, str]) -> str:
        """Where documents open: one its row, several their list, none a new row that begins with what is ``held``."""
        if len(keys) == 1:
            return links.to_row(self.page.table, keys[0])
        filters = {parameter(column): value for column, value in held.items()}
        if keys:
            return links.to(links.find_page("registry"), table=self.page.table, **filters)
        return links.to_new(self.page.table, **filters)

    def badge(self, document: Document) -> str:
        """HTML of a document's state."""
        state = self.agreements.matrix.states.get(document.state)
        return badge(state.state, state.title) if state else badge("no_data", "состояние не указано")


def take_view(page: DocumentsPage, snapshot: Snapshot) -> View:
    """The view that the address asks for."""
    agreements = take_agreements(page, snapshot)
    part = links.asked("view") if links.asked("view") in PARTS else ""
    states = {*agreements.matrix.states, GAP}
    parties = snapshot.tables[page.table].spec.columns[page.parties].to or ""
    place = links.asked("place") if links.asked("place") in snapshot.tables[parties].rows else ""
    return View(agreements, snapshot, part, links.asked("state") if links.asked("state") in states else "", place)


PARTS = {"": "", "terms": "Сроки", "waiting": "Ещё не приняты", "hanging": "Что зависит"}


def show_parts(view: View) -> None:
    """The parts of the page as links."""
    found = view.agreements
    counts = {"terms": len(found.ending), "waiting": len(found.waiting), "hanging": count_hanging(found)}
    pieces = []
    for name, title in PARTS.items():
        if name == "hanging" and not view.page.hang:
            continue
        here = ' aria-current="true"' if name == view.part else ""
        words = f"{title} {number(counts[name])}" if name else found.matrix.title
        pieces.append(
            f'<a class="nd-link nd-choice" href="{escape(view.to(view=name))}" target="_self"{here}>{escape(words)}</a>'
        )
    st.html(f'<nav class="nd-choices" aria-label="Что показать">{"".join(pieces)}</nav>')


def count_hanging(found: Agreements) -> int:
    """How many rows need an agreement that is missing."""
    return sum(len(each.rows) for each in found.hanging)


def show_totals(view: View) -> None:
    """The answers that people come for."""
    show_figures(list_totals(view))


def list_totals(view: View) -> list[Figure]:
    """How many are in force, run out, are missing, wait; and how much hangs on what is missing."""
    found, matrix = view.agreements, view.agreements.matrix
    cells = [(row, column) for row in matrix.counts.index for column in matrix.counts.columns]
    states = [matrix.state_of(*cell) for cell in cells]
    gaps, soon = len(matrix.gaps), states.count(view.page.running_out or "-")
    whole = f"из {number(len(cells))}"
    titles = list(matrix.column_labels.values())
    title = f"{titles[0][:1].upper()}{titles[0][1:]} действует" if len(titles) == 1 else "Действуют"
    figures = [Figure(title, number(len(cells) - gaps - soon), note=whole, href=view.to())]
    if view.page.running_out:
        near = next((each for each in found.ending if each.state == view.page.running_out), None)
        note = f"ближайший — {day(near.until)}" if near and near.until else ""
        title = matrix.states[view.page.running_out].title
        figures.append(best_at_zero(title[:1].upper() + title[1:], soon, note, view.to(state=view.page.running_out)))
    figures.append(best_at_zero(matrix.gap, gaps, whole, view.to(state=GAP)))
    if view.page.waiting:
        waiting = len(found.waiting)
        of = f"из {counted(len(found.documents), 'документа', 'документов', 'документов')}"
        figures.append(best_at_zero("Ещё не приняты", waiting, of, view.to(view="waiting")))
    if view.page.hang:
        figures.append(
            best_at_zero("Зависит от недостающего", count_hanging(found), "строк в таблицах сети", view.to(view="hanging"))
        )
    return figures


def best_at_zero(title: str, count: int, note: str, href: str) -> Figure:
    """A figure that is best at zero."""
    if not count:
        return Figure(title, "0", state="done", state_word="таких нет")
    return Figure(title, number(count), note=note, href=href)
