"""What the address of the page asks for, and the figures of that."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from netdash.errors import Problem
from netdash.kinds.russian import number
from netdash.snapshot import Snapshot
from netdash.specs.pages import TimetablePage
from netdash.specs.rules import each_path
from netdash.ui import links
from netdash.ui.figures import Figure, show_figures
from netdash.week import Block, Held, Week, take_week

STYLES = Path(__file__).with_name("look.css")
FILTERS = ("place", "person", "what", "student")
ONLY = "clashes"


@dataclass(frozen=True)
class View:
    """The week held to what the address says; ``day`` opens one day of it, ``only`` leaves the blocks that clash."""

    week: Week
    snapshot: Snapshot
    held: Held
    day: str
    only: bool

    @property
    def page(self) -> TimetablePage:
        """The declaration of the page."""
        return self.week.page

    @cached_property
    def found(self) -> tuple[Block, ...]:
        """The blocks that pass the filters."""
        return self.week.pick(self.held)

    @cached_property
    def clashes(self) -> tuple[Problem, ...]:
        """Their clashes."""
        return self.week.clashes if self.held == Held() else self.week.pick_clashes(self.found, self.held)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that are shown."""
        rows = {row for clash in self.clashes for row in self.week.rows_of(clash)}
        return tuple(block for block in self.found if block.row in rows) if self.only else self.found

    def to(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        own = {**vars(self.held), "day": self.day, "only": ONLY if self.only else ""}
        return links.to(links.address(self.page), **{**own, **parameters})

    def name(self, path_of: str, key: str) -> str:
        """What people call the row that a block's ``place``, ``person`` or ``what`` is."""
        table = self.tables[path_of]
        return self.snapshot.label(table, key) if table and key else ""

    @cached_property
    def tables(self) -> dict[str, str]:
        """The tables that places, persons, what it is about and students are rows of; empty where a page has none."""
        found = dict.fromkeys(FILTERS, "")
        for layer in self.page.layers:
            for word, path in (
                ("place", each_path(layer.at)[-1] if layer.at else None),
                ("person", layer.person),
                ("what", layer.what),
            ):
                if path and not found[word]:
                    spec, column = self.snapshot.target(layer.table, path)
                    found[word] = column.to or spec.name
        if self.page.members:
            found["student"] = self.snapshot.target(self.page.members.table, self.page.members.student)[1].to or ""
        return found

    def title(self, word: str) -> str:
        """What a filter is called: the title of the column that names its rows."""
        if word == "student" and self.page.members:
            return self.snapshot.target(self.page.members.table, self.page.members.student)[1].title
        if word == "place":
            spec = self.snapshot.tables[self.tables[word]].spec
            return spec.columns[spec.label_column].title
        paths = [(layer.table, getattr(layer, word)) for layer in self.page.layers if getattr(layer, word)]
        return self.snapshot.target(*paths[0])[1].title


def take_view(page: TimetablePage, snapshot: Snapshot) -> View:
    """The view that the address asks for."""
    week = take_week(page, snapshot)
    held = Held(**{word: links.asked(word) for word in FILTERS})
    day = links.asked("day") if links.asked("day") in week.days else ""
    return View(week, snapshot, held, day, links.asked("only") == ONLY)


def show_totals(view: View) -> None:
    """How much stands in the week, and what does not fit; nothing of an empty week."""
    if view.week.blocks:
        show_figures(list_totals(view))


def list_totals(view: View) -> list[Figure]:
    """A figure for each layer, then the clashes and what is to be looked at."""
    figures = []
    for layer_number, layer in list(enumerate(view.page.layers))[:3]:
        blocks = [block for block in view.found if block.layer == layer_number]
        note = ""
        if layer.size:
            title = view.snapshot.target(layer.table, layer.size)[1].title.lower()
            note = f"{title}: {number(sum(block.size or 0 for block in blocks))}"
        spec = view.snapshot.tables[layer.table].spec
        href = view.to(only="", day="") + "#week" if blocks else ""
        figures.append(Figure(spec.title, number(len(blocks)), note=note or "в неделю", href=href))
    for title, level in (("Накладки", "error"), ("Замечания", "warning")):
        count = sum(clash.level == level for clash in view.clashes)
        figures.append(verdict(view, title, count))
    return figures


def verdict(view: View, title: str, count: int) -> Figure:
    """A figure that is best at zero and opens the blocks that it is about."""
    if not count:
        return Figure(title, "0", state="done", state_word="таких нет")
    return Figure(title, number(count), href=view.to(only=ONLY, day=""))
