"""Which sheet is which table, where its header stands, and which of its columns is which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from netdash.errors import Level, Problem
from netdash.grid import Book, Cell, Grid, a1, locate
from netdash.kinds import fold
from netdash.kinds.base import BLANK
from netdash.kinds.russian import quoted
from netdash.specs import TableSpec

SEARCHED = 30
"""How many rows from the top may hold the header."""

NEAR = 0.7
"""How alike (0–1) two headers or titles must be for one to be proposed for the other."""


@dataclass(frozen=True)
class Proposal:
    """A repair that a page can offer: ``found`` should read ``right``.

    With a ``cell`` it is the header of ``column``; without one it is the title of the sheet. ``how`` says what speaks for it.
    """

    table: str
    sheet: str
    found: str
    right: str
    cell: str = ""
    column: str = ""
    how: str = "похож на"


@dataclass(frozen=True)
class Header:
    """The header of a sheet: ``row`` is its last row (-1 if there is none), ``places`` the sheet's column of each column."""

    row: int
    places: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()


def blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that a person could see."""
    return cell is None or (isinstance(cell, str) and not cell.strip(BLANK))


def similarity(one: str, other: str) -> float:
    """How alike two folded titles are, 0–1; a word more or less («дата начала», «начало») counts little."""
    whole = SequenceMatcher(None, one, other).ratio()
    few, many = sorted((one.split(), other.split()), key=len)
    if not few or len(few) == len(many):
        return whole
    best = [max(SequenceMatcher(None, word, word2).ratio() for word2 in many) for word in few]
    return max(whole, 0.9 * sum(best) / len(best))


class Titles:
    """The headers that a table's columns may stand under."""

    def __init__(self, spec: TableSpec) -> None:
        self.spec = spec
        self.names = {_fold(column.title): name for name, column in spec.columns.items()}
        self.others: dict[str, str] = {}
        for name, column in spec.columns.items():
            for title in column.also:
                self.others.setdefault(_fold(title), name)
        self._exact = {column.title: name for name, column in spec.columns.items()}

    def name(self, cell: Cell) -> str | None:
        """The column that a header cell means."""
        if not isinstance(cell, str) or not cell:
            return None
        if name := self._exact.get(cell):
            return name
        folded = _fold(cell)
        return self.names.get(folded) or self.others.get(folded)

    def known(self, row: Sequence[Cell]) -> dict[str, int]:
        """Places of the columns that a row of cells names; of two cells for one column its own title wins, then the first."""
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = self.name(cell)
            if name and (name not in places or (not self._own(name, row[places[name]]) and self._own(name, cell))):
                places[name] = place
        return places

    def _own(self, name: str, cell: Cell) -> bool:
        return self.names.get(_fold(str(cell))) == name


def find_header(spec: TableSpec, grid: Grid) -> Header:
    """The row with the most known titles among the first ``SEARCHED``, and what is wrong with it.

    A header of two rows with merged cells is taken together: titles that stand above an empty cell of that row, and a row
    of nothing but titles below it.
    """
    titles = Titles(spec)
    row, places = _best_row(titles, grid)
    if row < 0:
        wanted = ", ".join(quoted(column.title) for column in spec.columns.values())
        message = f"В первых {SEARCHED} строках листа нет строки заголовков; нужна строка со столбцами {wanted}"
        return Header(-1, {}, (Problem(spec.name, grid.sheet, message),))
    used = {(row, place) for place in places.values()}
    for above in range(max(row - 2, 0), row):
        for name, place in titles.known(grid.rows[above]).items():
            if name not in places and blank(grid.cell(row, place)):
                places[name] = place
                used.add((above, place))
    first, last = row, row
    below = titles.known(grid.rows[row + 1]) if row + 1 < len(grid.rows) else {}
    if below and not (below.keys() & places.keys()) and len(below) == sum(not blank(cell) for cell in grid.rows[row + 1]):
        places |= below
        last = row + 1
        used |= {(last, place) for place in below.values()}
    repeated = list(_repeated(titles, grid, range(first, last + 1), places, used))
    missing, proposals = _missing(titles, grid, range(first, last + 1), places)
    return Header(last, places, (*repeated, *missing), proposals)


def _best_row(titles: Titles, grid: Grid) -> tuple[int, dict[str, int]]:
    """The number and the places of the row with the most known titles, (-1, {}) if no row has enough of them."""
    enough = min(2, len(titles.spec.columns))
    best: tuple[int, dict[str, int]] = (-1, {})
    for number, row in enumerate(grid.rows[:SEARCHED]):
        places = titles.known(row)
        if len(places) >= enough and len(places) > len(best[1]):
            best = number, places
        if len(places) == len(titles.spec.columns):
            break
    return best


def _repeated(
    titles: Titles, grid: Grid, rows: range, places: Mapping[str, int], used: set[tuple[int, int]]
) -> Iterator[Problem]:
    """A header that stands more than once: only one of the columns is read."""
    for row in rows:
        for place, cell in enumerate(grid.rows[row]):
            name = titles.name(cell)
            if name is None or (row, place) in used:
                continue
            title, read = titles.spec.columns[name].title, a1(row, places[name])
            yield Problem(
                titles.spec.name, grid.sheet,
                f"Столбец {quoted(title)} стоит на листе дважды, читается только {read}; оставьте один или переименуйте второй",
                a1(row, place), column=name, found=str(cell),
            )  # fmt: skip


def _missing(
    titles: Titles, grid: Grid, rows: range, places: Mapping[str, int]
) -> tuple[tuple[Problem, ...], tuple[Proposal, ...]]:
    """Columns without a header, each with the unknown header that is nearest in spelling."""
    spec = titles.spec
    missing = [name for name in spec.columns if name not in places]
    if not missing:
        return (), ()
    unknown = {
        a1(row, place): str(cell)
        for row in rows
        for place, cell in enumerate(grid.rows[row])
        if not blank(cell) and titles.name(cell) is None
    }
    alike = _nearest(spec, missing, unknown)
    taken = set(alike.values())
    near = {name: cell for name, cell in _between(spec, places, unknown).items() if cell not in taken} | alike
    problems, proposals = list[Problem](), list[Proposal]()
    for name in missing:
        column = spec.columns[name]
        cell, hint = near.get(name, ""), ""
        if cell:
            found = unknown[cell].strip(BLANK)
            proposal = Proposal(spec.name, grid.sheet, found, column.title, cell, name)
            proposals.append(proposal if name in alike else replace(proposal, how="стоит на месте"))
            hint = f"столбец {quoted(found)} {proposals[-1].how} {quoted(column.title)}"
        severe = column.required or bool(cell) or name == spec.key
        message = f"На листе нет столбца {quoted(column.title)}; добавьте его или верните прежний заголовок"
        level: Level = "error" if severe else "warning"
        problems.append(Problem(spec.name, grid.sheet, message, cell, "", name, unknown.get(cell, ""), hint, level=level))
    return tuple(problems), tuple(proposals)


def _nearest(spec: TableSpec, missing: Sequence[str], unknown: Mapping[str, str]) -> dict[str, str]:
    """For missing columns the cell of the unknown header most like them; none where two columns claim it equally."""
    scores = []
    for cell, found in unknown.items():
        folded = _fold(found)[:80]
        each = {
            name: max(similarity(folded, _fold(title)) for title in (spec.columns[name].title, *spec.columns[name].also))
            for name in missing
        }
        top = max(each.values())
        if top >= NEAR and sum(score == top for score in each.values()) == 1:
            scores += [(score, name, cell) for name, score in each.items() if score == top]
    near: dict[str, str] = {}
    for _, name, cell in sorted(scores, key=lambda item: -item[0]):
        near.setdefault(name, cell)
    return near


def _between(spec: TableSpec, places: Mapping[str, int], unknown: Mapping[str, str]) -> dict[str, str]:
    """For missing columns the unknown header that stands just where the config has them, whatever it says."""
    names = list(spec.columns)
    at = {locate(cell)[1]: cell for cell in unknown}
    return {
        name: at[places[before] + 1]
        for before, name, after in zip(names, names[1:], names[2:], strict=False)
        if name not in places and before in places and places.get(after) == places[before] + 2 and places[before] + 1 in at
    }


def _fold(title: str) -> str:
    """A header as it is compared; marks of a required column at its end do not count."""
    return fold(title).rstrip(" *:")


def find_sheets(specs: Mapping[str, TableSpec], book: Book) -> tuple[dict[str, Grid], dict[str, Problem], tuple[Proposal, ...]]:
    """The sheet of each table; for those that are not there a problem, and the unknown sheet that fits best."""
    by_title: dict[str, Grid] = {}
    for title, grid in book.sheets.items():
        by_title.setdefault(fold(title), grid)
    grids: dict[str, Grid] = {}
    for name, spec in specs.items():
        found = book.sheets.get(spec.title) or next(
            (by_title[fold(title)] for title in (spec.title, *spec.also) if fold(title) in by_title), None
        )
        if found is not None:
            grids[name] = found
    missing = [spec for name, spec in specs.items() if name not in grids]
    taken = {id(grid) for grid in grids.values()}
    near = _nearest_sheets(missing, [grid for grid in book.sheets.values() if id(grid) not in taken]) if missing else {}
    problems, proposals = {}, []
    for spec in missing:
        found, hint = near.get(spec.name), ""
        if found is not None:
            hint = f"лист {quoted(found.sheet)} похож на {quoted(spec.title)}"
            proposals.append(Proposal(spec.name, found.sheet, found.sheet, spec.title))
        message = f"В книге нет листа {quoted(spec.title)}; верните его или его прежнее название"
        problems[spec.name] = Problem(spec.name, spec.title, message, found=found.sheet if found else "", hint=hint)
    return grids, problems, tuple(proposals)


def _nearest_sheets(missing: list[TableSpec], unknown: list[Grid]) -> dict[str, Grid]:
    """For missing sheets the unknown one whose headers fit best (at least half of them), then the one titled most alike."""
    scores: list[tuple[float, str, Grid]] = []
    for spec in missing:
        titles = Titles(spec)
        for grid in unknown:
            fit = max((len(titles.known(row)) for row in grid.rows[:SEARCHED]), default=0) / len(spec.columns)
            alike = similarity(fold(spec.title), fold(grid.sheet)[:80])
            if fit >= 0.5 or (alike >= 0.8 and fit > 0):
                scores.append((fit + alike / 10, spec.name, grid))
    near: dict[str, Grid] = {}
    for _, name, grid in sorted(scores, key=lambda score: -score[0]):
        if name not in near and grid not in near.values():
            near[name] = grid
    return near
