"""All rows while a demonstration is composed: plain values, paths through references, conditions."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from netdash.kinds import bind, fold, is_missing
from netdash.specs import Bounds, ColumnSpec, Condition, Config, Where

MARK = "демо-"
"""What the keys of demonstration rows begin with."""

Row = dict[str, Any]
"""Values by column, the key among them; an empty cell has no entry."""


class Rows:
    """The starting rows, and those that are added; ``tables[table][key]`` is a row."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.today = config.network.demonstration_today
        self.tables: dict[str, dict[str, Row]] = {table: {} for table in config.tables}
        for table in config.tables:
            for row in config.start.get(table, ()):
                read = {column: self._read(table, column, text) for column, text in row.items()}
                self.tables[table][read[config.tables[table].key]] = {c: value for c, value in read.items() if value is not None}
        for table, spec in config.tables.items():
            for row in self.tables[table].values():
                row |= {column: self._link(spec.columns[column], row[column]) for column in row if spec.columns[column].to}

    def _read(self, table: str, column: str, text: str) -> Any:
        """The value of a starting cell; a reference is still the text of its label."""
        spec = self.config.tables[table].columns[column]
        series, bad = bind(spec, self.config.choices[spec.choices] if spec.choices else None).parse([text])
        if bad:
            raise ValueError(f"{table}.{column}: {bad[0].message}")
        value = series.iloc[0]
        return None if is_missing(value) else convert(spec, value)

    def _link(self, spec: ColumnSpec, value: Any) -> Any:
        """The keys of the rows whose labels, or keys, a starting cell names."""
        target = self.config.tables[spec.to or ""]
        keys = {fold(str(row.get(target.label_column, key))): key for key, row in self.tables[target.name].items()}
        keys |= {fold(key): key for key in self.tables[target.name]}
        found = tuple(keys[fold(text)] for text in (value if isinstance(value, tuple) else (value,)))
        return found if isinstance(value, tuple) else found[0]

    def follow(self, table: str, row: Mapping[str, Any], path: str) -> Any:
        """The value at the end of a path, ``None`` if any step is empty; a tuple where a step has many values."""
        head, _, rest = path.partition(".")
        column, value = self.config.tables[table].columns[head], row.get(head)
        if not rest or value is None:
            return value
        target = self.tables[column.to or ""]
        if not isinstance(value, tuple):
            return self.follow(column.to or "", target[value], rest)
        ends = (self.follow(column.to or "", target[key], rest) for key in value)
        return tuple(dict.fromkeys(single for end in ends for single in several(end)))

    def end(self, table: str, path: str) -> ColumnSpec:
        """The column that a path ends at."""
        head, _, rest = path.partition(".")
        column = self.config.tables[table].columns[head]
        return self.end(column.to or "", rest) if rest else column

    def meets(self, table: str, row: Mapping[str, Any], where: Where) -> bool:
        """Whether a row meets all conditions; references are named by key."""
        return all(self._holds(self.follow(table, row, path), condition) for path, condition in where.items())

    def _holds(self, value: Any, condition: Condition) -> bool:
        if condition in ("filled", "empty"):
            return (value is None or value == ()) == (condition == "empty")
        if isinstance(condition, Bounds):
            return value is not None and self._within(len(value) if isinstance(value, tuple) else value, condition)
        return any(one in condition if isinstance(condition, tuple) else one == condition for one in several(value))

    def _within(self, value: Any, bounds: Bounds) -> bool:
        days = bounds.within_days
        return all((
            bounds.min is None or value >= bounds.min,
            bounds.max is None or value <= bounds.max,
            bounds.before is None or value < self._day(bounds.before),
            bounds.after is None or value > self._day(bounds.after),
            days is None or min(0, days) <= (value - self.today).days <= max(0, days),
        ))  # fmt: skip

    def _day(self, day: date | str) -> date:
        return self.today if isinstance(day, str) else day

    def show(self, table: str, row: Mapping[str, Any], path: str) -> str:
        """The value at a path as a text names it: a label, a word of a list."""
        return ", ".join(self._show(self.end(table, path), value) for value in several(self.follow(table, row, path)))

    def _show(self, column: ColumnSpec, value: Any) -> str:
        if column.to:
            label = self.config.tables[column.to].label_column
            return str(self.tables[column.to][value].get(label, value))
        return self.config.choices[column.choices][value].title if column.choices else str(value)

    def find(self, table: str, where: Where) -> Iterator[tuple[str, Row]]:
        """Rows that meet all conditions, with their keys."""
        return ((key, row) for key, row in self.tables[table].items() if self.meets(table, row, where))


def several(value: Any) -> tuple[Any, ...]:
    """The single values of a cell."""
    return value if isinstance(value, tuple) else () if value is None else (value,)


def convert(column: ColumnSpec, value: Any) -> Any:  # noqa: PLR0911 (one answer a kind)
    """A value of a recipe or a frame as the plain value of its column."""
    match column.kind:
        case "integer":
            return round(value)
        case "decimal" | "percent":
            return float(value)
        case "date":
            return date.fromisoformat(value) if isinstance(value, str) else date(value.year, value.month, value.day)
        case "time":
            return time.fromisoformat(value) if isinstance(value, str) else value
        case "choices" | "references":
            return value if isinstance(value, tuple) else (value,)
        case "yes_no":
            return bool(value)
        case _:
            return str(value)
