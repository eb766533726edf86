"""Checks of a page of boards."""

from netdash.config.conditions import check_where
from netdash.config.draft import ANY, CHOICES, REFERENCES, Draft
from netdash.config.pages.choosing import check_filters, check_lists
from netdash.config.reading import Steps
from netdash.specs.pages.boards import BoardsPage, BoardSpec

ADDRESS = ("board", "view", "only", "screens")
"""Words that the page's address needs for itself."""


def check_boards(draft: Draft, steps: Steps, page: BoardsPage) -> None:
    """Every board has columns that a card can move along."""
    draft.names("pages", (*steps, "boards"), "the board")
    for name, board in page.boards.items():
        here = (*steps, "boards", name)
        if draft.table("pages", (*here, "table"), board.table):
            _check_board(draft, here, board)


def _check_board(draft: Draft, steps: Steps, board: BoardSpec) -> None:
    draft.own("pages", (*steps, "columns"), board.table, board.columns, {"choice"})
    for number, path in enumerate(board.card):
        draft.column("pages", (*steps, "card", number), board.table, path, ANY)
    for number, path in enumerate(board.by):
        draft.column("pages", (*steps, "by", number), board.table, path, CHOICES | REFERENCES)
    for word, kinds in {"product": {"link"}, "starts": {"date"}, "ends": {"date"}}.items():
        if path := getattr(board, word):
            draft.column("pages", (*steps, word), board.table, path, kinds)
    check_where(draft, "pages", (*steps, "done"), board.table, board.done)
    check_filters(draft, steps, board.table, board.filters, ADDRESS)
    check_lists(draft, steps, board.table, board.lists)
    if board.lists and "late" in board.lists:
        draft.fault("pages", (*steps, "lists", "late"), "«late» is the list of rows whose days are over; choose another name")
