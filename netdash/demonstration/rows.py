"""All rows while a demonstration is composed: plain values, paths through references, conditions."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from netdash.errors import ConfigError, Fault
from netdash.layout import starting_rows
from netdash.specs import Bounds, ColumnSpec, Condition, Config, Where

Row = dict[str, Any]
"""Values by column, the key among them; an empty cell has no entry."""


class Rows:
    """The starting rows, and those that are added; ``tables[table][key]`` is a row."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.today = config.network.demonstration_today
        self.tables: dict[str, dict[str, Row]] = {table: {} for table in config.tables}
        for table, rows in starting_rows(config).items():
            for row in rows:
                filled = {name: value for name, value in row.items() if value not in (None, ())}
                self.tables[table][row[config.tables[table].key]] = filled

    def take(self, table: str, column: str, value: Any) -> Any:
        """A value that the recipe gives, as the plain value of its column; raises ``ConfigError`` where it does not suit."""
        spec = self.config.tables[table].columns[column]
        try:
            taken = convert(spec, value)
        except (TypeError, ValueError, AttributeError) as error:
            message = f"{table}.{column}: «{value}» does not suit a column of kind {spec.kind}"
            raise ConfigError((Fault("demonstration.yaml", message),)) from error
        for key in several(taken) if spec.to else ():
            if key not in self.tables[spec.to or ""]:
                raise ConfigError((Fault("demonstration.yaml", f"{table}.{column}: {spec.to} has no row «{key}»"),))
        return taken

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
