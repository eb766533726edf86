"""What the sheets of a spreadsheet lack beside values, found without changing anything, and the requests that add it.

What is there stays: a column that has any drop-down or number format keeps it, a header its note, a sheet its protection.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from netdash.grid import Book
from netdash.stores import ColumnLayout, Fitting, Step
from netdash.stores.google.changes import Block, Request, grid_range
from netdash.stores.google.client import Client
from netdash.stores.google.making import FORMATS, choice_request, condition_of, format_request, lock_request, warning_request
from netdash.stores.google.reading import GoogleGrid
from netdash.stores.google.shape import Sheet, rows_range, sheet_of

FIELDS = (
    "sheets(properties(sheetId,title,gridProperties(rowCount,columnCount,frozenRowCount)),protectedRanges(range),"
    "data(startRow,startColumn,rowData(values(note,dataValidation(condition),userEnteredFormat(numberFormat(type))))))"
)
MOST_CELLS = 300_000
"""So many cells are looked at in one request."""

BELOW = 30
"""So many rows below the last one that holds something are looked at too: what people set there stays as well."""

GONE = "#REF!"
"""A drop-down that took its words from a sheet that was deleted."""

WORDS = ("frozen", "note", "format", "choice", "box", "key", "locked", "missing")
TOLD: Mapping[str, str] = {
    "frozen": "закрепить строку заголовков",
    "note": "подсказки к заголовкам",
    "format": "формат столбцов",
    "choice": "списки выбора",
    "box": "флажки «да» и «нет»",
    "key": "предупреждение при правке столбца",
    "locked": "защитить лист: его ведёт программа",
    "missing": "дополните списки выбора, которые кто-то уже настроил",
}


@dataclass(frozen=True)
class Lack:
    """One thing that a sheet lacks: a word of ``WORDS``, where, and the request that adds it; none if a person has to."""

    sheet: str
    word: str
    column: str = ""
    request: Request | None = None


@dataclass(frozen=True)
class Seen:
    """A sheet as Google tells of it: its cells by row, what of it is protected, whether rows are frozen."""

    sheet: Sheet
    frozen: bool
    protected: Sequence[Mapping[str, int]]
    rows: Mapping[int, Sequence[Mapping[str, Any]]]

    def cell(self, row: int, column: int) -> Mapping[str, Any]:
        """One cell, empty if it has nothing."""
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else {}

    def below(self, header: int, column: int) -> Iterator[Mapping[str, Any]]:
        """The cells of a column below its header that have anything."""
        return (cells[column] for row, cells in self.rows.items() if row > header and column < len(cells) and cells[column])


def find_lacks(client: Client, fittings: Sequence[Fitting], book: Book, email: str) -> list[Lack]:
    """Everything that is lacking, sheet by sheet; one request for every so many cells."""
    targets = {fitting.layout.title: fitting for fitting in fittings}
    seen = look(client, [fitting.sheet for fitting in fittings], book)
    return [
        lack
        for fitting in fittings
        if fitting.sheet in seen
        for lack in _Survey(fitting, seen[fitting.sheet], _numbers(book, fitting), targets).lacks(email)
    ]


def tell(lacks: Sequence[Lack]) -> tuple[Step, ...]:
    """The same as people read it: one step a sheet and kind of thing."""
    order = sorted(enumerate(lacks), key=lambda item: (item[1].sheet, WORDS.index(item[1].word), item[0]))
    steps = []
    for (sheet, word), group in groupby((lack for _, lack in order), key=lambda lack: (lack.sheet, lack.word)):
        columns = ", ".join(lack.column for lack in group if lack.column)
        steps.append(Step(sheet, TOLD[word] + (f": {columns}" if columns else ""), by_hand=word == "missing"))
    places = {lack.sheet: number for number, lack in reversed(list(enumerate(lacks)))}
    return tuple(sorted(steps, key=lambda step: places[step.sheet]))


def look(client: Client, titles: Sequence[str], book: Book) -> dict[str, Seen]:
    """The sheets with their filled rows and some below, in few requests."""
    properties = client.metadata("sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)))").get("sheets", ())
    sheets = [sheet_of(told["properties"]) for told in properties]
    seen: dict[str, Seen] = {}
    waiting = [sheet for sheet in sheets if sheet.title in titles and sheet.title in book.sheets]
    ends = {sheet.title: min(sheet.rows, len(book.sheets[sheet.title].rows) + BELOW) for sheet in waiting}
    while waiting:
        ranges, cells = list[str](), 0
        while waiting and (not ranges or cells + ends[waiting[0].title] * waiting[0].columns <= MOST_CELLS):
            sheet = waiting.pop(0)
            ranges.append(rows_range(sheet.title, 0, ends[sheet.title]))
            cells += ends[sheet.title] * sheet.columns
        seen |= {one.sheet.title: one for one in map(_seen, client.metadata(FIELDS, ranges).get("sheets", ()))}
    return seen


def _seen(told: Mapping[str, Any]) -> Seen:
    rows = {
        block.get("startRow", 0) + number: [{}] * block.get("startColumn", 0) + list(row.get("values", ()))
        for block in told.get("data", ())
        for number, row in enumerate(block.get("rowData", ()))
        if row.get("values")
    }
    frozen = bool(told["properties"].get("gridProperties", {}).get("frozenRowCount"))
    protected = [one.get("range", {}) for one in told.get("protectedRanges", ())]
    return Seen(sheet_of(told["properties"]), frozen, protected, rows)


def _numbers(book: Book, fitting: Fitting) -> set[int]:
    """The columns in which numbers (days among them) stand below the header: another format would show them differently."""
    grid = book.sheets[fitting.sheet]
    rows = grid.raw if isinstance(grid, GoogleGrid) else grid.rows
    return {place for row in rows[fitting.header + 1 :] for place, cell in enumerate(row) if type(cell) in (int, float)}


@dataclass(frozen=True)
class _Survey:
    """One sheet beside its layout; ``numbers`` are columns with numbers, ``targets`` the sheets that drop-downs look at."""

    fitting: Fitting
    seen: Seen
    numbers: set[int]
    targets: Mapping[str, Fitting]

    def lacks(self, email: str) -> Iterator[Lack]:
        layout, header, sheet = self.fitting.layout, self.fitting.header, self.seen.sheet
        if layout.columns and not self.seen.frozen and sheet.rows > header + 1:
            properties = {"sheetId": sheet.id, "gridProperties": {"frozenRowCount": header + 1}}
            fields = "gridProperties.frozenRowCount"
            yield self._lack("frozen", {"updateSheetProperties": {"properties": properties, "fields": fields}})
        if layout.locked and not any(_is_whole(area) for area in self.seen.protected):
            yield self._lack("locked", lock_request(sheet, email))
        for column in layout.columns:
            place = self.fitting.places.get(column.title)
            if place is not None:
                yield from self._column(column, place)

    def _lack(self, word: str, request: Request | None, column: str = "") -> Lack:
        return Lack(self.fitting.sheet, word, column, request)

    def _column(self, column: ColumnLayout, place: int) -> Iterator[Lack]:
        sheet, header = self.seen.sheet, self.fitting.header
        if column.note and not self.seen.cell(header, place).get("note"):
            where = grid_range(sheet.id, Block(header, place, header + 1, place + 1))
            rows = [{"values": [{"note": column.note}]}]
            yield self._lack("note", {"updateCells": {"range": where, "rows": rows, "fields": "note"}}, column.title)
        formatted = place in self.numbers or any("userEnteredFormat" in cell for cell in self.seen.below(header, place))
        if column.format in FORMATS and not formatted:
            yield self._lack("format", format_request(sheet, header, place, column.format), column.title)
        yield from self._choice(column, place)
        if column.locked and not self.fitting.layout.locked and not any(_covers(area, place) for area in self.seen.protected):
            yield self._lack("key", warning_request(sheet, header, place), column.title)

    def _choice(self, column: ColumnLayout, place: int) -> Iterator[Lack]:
        header, condition = self.fitting.header, condition_of(column.choice, self.targets)
        if condition is None or column.choice is None:
            return
        cells = [cell for cell in self.seen.below(header, place) if "dataValidation" in cell]
        rules = [cell["dataValidation"].get("condition", {}) for cell in cells]
        words = [{value.get("userEnteredValue", "") for value in rule.get("values", ())} for rule in rules]
        if all(any(GONE in word for word in each) for each in words):
            request = choice_request(self.seen.sheet, header, place, condition)
            yield self._lack("box" if column.choice.box else "choice", request, column.title)
            return
        lists = [each for rule, each in zip(rules, words, strict=True) if rule.get("type") == "ONE_OF_LIST"]
        missing = [word for word in column.choice.words if lists and all(word not in each for each in lists)]
        if missing:
            yield self._lack("missing", None, f"«{column.title}» — {'; '.join(missing)}")


def _is_whole(area: Mapping[str, int]) -> bool:
    return not area.keys() - {"sheetId"}


def _covers(area: Mapping[str, int], place: int) -> bool:
    return area.get("startColumnIndex", 0) <= place < area.get("endColumnIndex", 1 << 30)
