"""What the address of the page asks for."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from netdash.facts import show_at
from netdash.folders import Folders, take_folders
from netdash.kinds import fold
from netdash.snapshot import Snapshot
from netdash.specs.pages import PortfolioPage
from netdash.specs.pages.portfolio import Part
from netdash.ui import links
from netdash.ui.registry.address import parameter
from netdash.ui.registry.rows import holds, values

STYLES = Path(__file__).with_name("look.css")


@dataclass(frozen=True)
class View:
    """The students that pass the search and the filters, or one of them."""

    folders: Folders
    snapshot: Snapshot
    student: str
    find: str
    held: tuple[tuple[str, str], ...]

    @property
    def page(self) -> PortfolioPage:
        """The declaration of the page."""
        return self.folders.page

    def to(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        held = {parameter(column): value for column, value in self.held}
        return links.to(links.address(self.page), **{"find": self.find, **held, **parameters})

    @cached_property
    def shown(self) -> list[str]:
        """The keys of those who pass, by where they stand in the sheet."""
        table = self.snapshot.tables[self.page.table]
        passed = [True] * len(table.index)
        for column, value in self.held:
            passed = [ok and holds(each, value) for ok, each in zip(passed, values(table, column), strict=True)]
        if words := fold(self.find):
            passed = [
                ok and words in fold(label) for ok, label in zip(passed, self.snapshot.labels(self.page.table), strict=True)
            ]
        return [key for key, ok in zip(table.index, passed, strict=True) if ok]

    def detail(self, path: str, key: str) -> str:
        """What a student holds at a path, as text."""
        return show_in(self.snapshot, self.page.table, path, key)

    def title_of(self, part: Part) -> str:
        """What people call a part."""
        return part.title or self.snapshot.tables[part.table].spec.title


def show_in(snapshot: Snapshot, table: str, path: str, key: str) -> str:
    """What a row holds at a path, as text."""
    return show_at(snapshot, table, path, snapshot.follow(table, path).iloc[snapshot.tables[table].positions[key]])


def take_view(page: PortfolioPage, snapshot: Snapshot) -> View:
    """The view that the address asks for."""
    student = links.asked("student") if links.asked("student") in snapshot.tables[page.table].rows else ""
    held = tuple((name, links.asked(parameter(name))) for name in page.filters if links.asked(parameter(name)))
    return View(take_folders(page, snapshot), snapshot, student, links.asked("find"), held)
