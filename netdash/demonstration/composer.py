"""Runs the steps of a recipe: makes rows and fills cells, and keeps what it made apart."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from netdash.demonstration.rows import Row, Rows
from netdash.demonstration.values import Values, begin, draw_whole
from netdash.snapshot import DEMONSTRATION
from netdash.specs import Config
from netdash.specs.demonstration import DemonstrationSpec, Every, Fill, Make, RowsOf, Years

TRIES = 20


class Composer:
    """All rows so far; ``fills`` are the cells of starting rows that got a value."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._recipe = config.demonstration or DemonstrationSpec(seed=0, steps=())
        self._rows = Rows(config)
        self._counts = dict.fromkeys(config.tables, 0)
        self.fills: dict[tuple[str, str, str], Any] = {}

    def made(self) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
        """The rows that were made, by table."""
        made = {
            table: tuple(row for key, row in rows.items() if key.startswith(DEMONSTRATION))
            for table, rows in self._rows.tables.items()
        }
        return {table: rows for table, rows in made.items() if rows}

    def run(self, number: int, step: Make | Fill) -> None:
        """Do one step; its draws depend on the seed and on ``number`` alone."""
        place = f"{self._recipe.seed}/{number}"
        if isinstance(step, Make):
            self._make(place, step)
        else:
            self._fill(place, step)

    def _fill(self, place: str, step: Fill) -> None:
        values = Values(self._rows, self._recipe, step.fill, place)
        for order, (key, row) in enumerate(self._rows.tables[step.fill].items()):
            if key.startswith(DEMONSTRATION) or not self._rows.meets(step.fill, row, step.where):
                continue
            for column, value in step.set.items():
                drawn = values.draw(column, value, row, order + 1, begin(place, key, column))
                if drawn is not None:
                    row[column] = self.fills[step.fill, key, column] = drawn

    def _make(self, place: str, step: Make) -> None:
        values = Values(self._rows, self._recipe, step.make, place)
        distinct = [(paths, self._taken(step.make, paths)) for paths in step.distinct]
        for order, start in enumerate(self._begin(place, step)):
            for attempt in range(TRIES):
                row = self._compose(values, step, dict(start), f"{place}/{order}/{attempt}")
                if row is None or all(self._hold(step.make, row, paths) not in taken for paths, taken in distinct):
                    break
            else:
                row = None
            if row is not None:
                for paths, taken in distinct:
                    taken.add(self._hold(step.make, row, paths))
                self._add(step.make, row)

    def _taken(self, table: str, paths: Sequence[str]) -> set[tuple[Any, ...]]:
        """What rows of a table already hold at these paths."""
        return {self._hold(table, row, paths) for row in self._rows.tables[table].values()}

    def _hold(self, table: str, row: Row, paths: Sequence[str]) -> tuple[Any, ...]:
        """What one row holds at these paths."""
        return tuple(self._rows.follow(table, row, path) for path in paths)

    def _begin(self, place: str, step: Make) -> Iterator[Row]:
        """The rows as they are given by ``rows``, ``every`` and ``times``."""
        names, sources = list(step.every), [self._list(every) for every in step.every.values()]
        for order, (given, values) in enumerate(product(step.rows, product(*sources))):
            start = {**given, **dict(zip(names, values, strict=True))}
            times = step.times if isinstance(step.times, int) else draw_whole(begin(place, "times", order), step.times)
            for _ in range(times):
                yield {column: self._rows.take(step.make, column, value) for column, value in start.items()}

    def _list(self, every: Every) -> Sequence[Any]:
        match every:
            case RowsOf():
                return [key for key, _ in self._rows.find(every.table, every.where)]
            case Years():
                first, last = (int(year[:4]) for year in every.years)
                return [f"{year}/{(year + 1) % 100:02d}" for year in range(first, last + 1)]
            case _:
                return every

    def _compose(self, values: Values, step: Make, row: Row, place: str) -> Row | None:
        """One row, ``None`` if it is left out or lacks something that its table requires."""
        number = self._counts[step.make] + 1
        for column, value in step.set.items():
            drawn = values.draw(column, value, row, number, begin(place, column))
            if drawn is not None:
                row[column] = drawn
        random = begin(place, "leave_out")
        if any(self._rows.meets(step.make, row, out.when) and random.random() < out.chance for out in step.leave_out):
            return None
        spec = self._config.tables[step.make]
        complete = all(name in row for name, column in spec.columns.items() if column.required and name != spec.key)
        return row if complete else None

    def _add(self, table: str, row: Row) -> None:
        """The row with a key of its own, in the order of the table's columns."""
        spec = self._config.tables[table]
        self._counts[table] += 1
        key = f"{DEMONSTRATION}{spec.columns[spec.key].prefix or table}-{self._counts[table]:03d}"
        row[spec.key] = key
        self._rows.tables[table][key] = {column: row[column] for column in spec.columns if column in row}
