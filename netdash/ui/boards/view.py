"""What the address of a page of boards asks for: a board, how to look at it, filters; and the addresses next to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from netdash.boards import BARE, LATE, Board, Card, take_board
from netdash.kinds.russian import counted
from netdash.snapshot import Snapshot
from netdash.specs.pages import BoardsPage
from netdash.ui import links


@dataclass(frozen=True, eq=False)
class View:
    """One state of the page; ``by`` is the path that the board is spread by, empty for the board itself."""

    page: BoardsPage
    snapshot: Snapshot
    name: str
    board: Board
    by: str
    held: Mapping[str, str]
    only: str

    @cached_property
    def cards(self) -> list[Card]:
        """What the filters let through."""
        return self.board.select(self.held, self.only)

    def address(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        board = "" if self.name == next(iter(self.page.boards)) else self.name
        own = {"board": board, "view": self.by, "only": self.only, **self.held}
        return links.to(links.address(self.page), **{**own, **parameters})

    def to_board(self, name: str) -> str:
        """The address of a board."""
        return links.to(links.address(self.page), board="" if name == next(iter(self.page.boards)) else name)

    def tell(self, count: int) -> str:
        """«5 проектов»."""
        return counted(count, *self.board.spec.noun)

    def title(self, path: str) -> str:
        """What people call a column."""
        return self.snapshot.target(self.board.spec.table, path)[1].title


def take_view(page: BoardsPage, snapshot: Snapshot) -> View:
    """The view that the address asks for; a wrong word is as good as none."""
    name = links.asked("board") if links.asked("board") in page.boards else next(iter(page.boards))
    spec = page.boards[name]
    return View(
        page,
        snapshot,
        name,
        take_board(spec, snapshot),
        by=links.asked("view") if links.asked("view") in spec.by else "",
        held={each: links.asked(each) for each in spec.filters if links.asked(each)},
        only=links.asked("only") if links.asked("only") in (LATE, BARE, *spec.lists) else "",
    )
