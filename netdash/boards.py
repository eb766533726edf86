"""Rows as cards under the words of a choice: which are late, what came of them. Made once a snapshot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from netdash.edits import plain
from netdash.facts import show_at
from netdash.selection import EMPTY, Selection, build_selection, order, pieces
from netdash.snapshot import Snapshot
from netdash.specs.pages.boards import BoardSpec
from netdash.specs.tables import State

LATE = "late"
BARE = "bare"


@dataclass(frozen=True)
class Card:
    """One row. ``word`` is the column it stands in, empty where the cell is or could not be read.

    ``facts`` are titles and texts, ``late`` the days since its last one unless it is done, ``product`` a link or empty.
    """

    row: int
    key: str
    title: str
    word: str
    facts: tuple[tuple[str, str], ...] = ()
    product: str = ""
    starts: date | None = None
    ends: date | None = None
    done: bool = False
    late: int = 0


@dataclass(frozen=True, eq=False)
class Board:
    """The cards of one table. ``words`` are its columns in their order, as people read them, ``states`` their states."""

    spec: BoardSpec
    words: Mapping[str, str]
    states: Mapping[str, State | None]
    cards: tuple[Card, ...]
    selection: Selection

    def select(self, held: Mapping[str, str], only: str = "") -> list[Card]:
        """The cards that people narrowed the board down to; ``LATE`` and ``BARE`` are lists that every board has."""
        own = "" if only in (LATE, BARE) else only
        kept = [card for card in self.cards if self.selection.holds(card.row, held, own)]
        if only == LATE:
            return [card for card in kept if card.late]
        return [card for card in kept if self.is_bare(card)] if only == BARE else kept

    def is_bare(self, card: Card) -> bool:
        """Whether a card is done and nothing shows what came of it."""
        return bool(self.spec.product) and card.done and not card.product

    def before(self, word: str) -> str:
        """The word that a card moves back to; empty at the beginning and for a card that stands nowhere."""
        words = list(self.words)
        return words[words.index(word) - 1] if word in words[1:] else ""

    def after(self, word: str) -> str:
        """The word that a card moves on to; empty at the end, the first for a card that stands nowhere."""
        words = list(self.words)
        if word not in words:
            return words[0] if words else ""
        return next(iter(words[words.index(word) + 1 :]), "")


_made: WeakKeyDictionary[Snapshot, dict[int, Board]] = WeakKeyDictionary()


def take_board(spec: BoardSpec, snapshot: Snapshot) -> Board:
    """A board, shared by all sessions."""
    made = _made.setdefault(snapshot, {})
    if id(spec) not in made:
        made[id(spec)] = build_board(spec, snapshot)
    return made[id(spec)]


def build_board(spec: BoardSpec, snapshot: Snapshot) -> Board:
    """All cards: what is late first, then what ends first."""
    column = snapshot.tables[spec.table].spec.columns[spec.columns]
    words = snapshot.config.choice_list(column.choices) if column.choices else {}
    cards = sorted(list_cards(spec, snapshot, list(words)), key=lambda card: (-card.late, card.ends or date.max, card.title))
    return Board(
        spec=spec,
        words={word: choice.title for word, choice in words.items()},
        states={word: choice.state for word, choice in words.items()},
        cards=tuple(cards),
        selection=build_selection(snapshot, spec.table, spec.filters, spec.lists),
    )


def list_cards(spec: BoardSpec, snapshot: Snapshot, words: Sequence[str]) -> list[Card]:
    """The rows in the order of the sheet; without ``done`` in the config those under the last word are."""
    table = spec.table
    labels = snapshot.labels(table).tolist()
    where: Any = spec.done or {spec.columns: words[-1]}
    done = snapshot.mask(table, where).tolist()
    parts = {part: getattr(spec, part) for part in ("columns", "product", "starts", "ends")}
    values = {part: read(snapshot, table, path) for part, path in parts.items()}
    facts = [(snapshot.target(table, path)[1].title, tell(snapshot, table, path)) for path in spec.card]
    cards = []
    for row, key in enumerate(snapshot.tables[table].index):
        ends = values["ends"][row]
        cards.append(
            Card(
                row=row,
                key=key,
                title=labels[row],
                word=values["columns"][row] or "",
                facts=tuple((title, texts[row]) for title, texts in facts if texts[row]),
                product=values["product"][row] or "",
                starts=values["starts"][row],
                ends=ends,
                done=done[row],
                late=max((snapshot.today - ends).days, 0) if ends and not done[row] else 0,
            )
        )
    return cards


def read(snapshot: Snapshot, table: str, path: str | None) -> list[Any]:
    """The values of a path; nothing for a part that the network does not have."""
    if path is None:
        return [None] * len(snapshot.tables[table].index)
    return [plain(value) for value in snapshot.follow(table, path).tolist()]


def tell(snapshot: Snapshot, table: str, path: str) -> list[str]:
    """The values of a path in words, each different one told once."""
    values = read(snapshot, table, path)
    known = {value: show_at(snapshot, table, path, value) for value in dict.fromkeys(values)}
    return [known[value] for value in values]


@dataclass(frozen=True, eq=False)
class Spread:
    """A board by the values of a path: ``titles`` in their order, and the cards of each value and word."""

    title: str
    titles: Mapping[str, str]
    cells: Mapping[tuple[str, str], tuple[Card, ...]]


def spread_board(board: Board, snapshot: Snapshot, path: str, cards: Sequence[Card]) -> Spread:
    """Every word of a list as a row, rows of another table where they occur; a card with several values stands in several."""
    table = board.spec.table
    column = snapshot.target(table, path)[1]
    values = snapshot.follow(table, path).tolist()
    found: dict[tuple[str, str], list[Card]] = {}
    for card in cards:
        for value in list(pieces(values[card.row])) or [EMPTY]:
            found.setdefault((value, card.word), []).append(card)
    occur = {value for value, _ in found if value != EMPTY}
    texts = {value: show_at(snapshot, table, path, value) for value in occur}
    if column.choices:
        texts = {word: choice.title for word, choice in snapshot.config.choice_list(column.choices).items()}
    titles = {value: texts[value] for value in order(snapshot, table, path, texts)}
    if any(value == EMPTY for value, _ in found):
        titles[EMPTY] = "не указано"
    return Spread(column.title, titles, {place: tuple(those) for place, those in found.items()})
