"""A config while it is being checked: whatever of it could be read, and where paths in it lead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from netdash.config.reading import Source, Steps, shortened
from netdash.config.wording import unknown
from netdash.errors import Fault
from netdash.specs import ChoiceList, ColumnSpec, CoverageSpec, IndicatorsSpec, Network, StagesSpec, TableSpec
from netdash.specs.demonstration import DemonstrationSpec
from netdash.specs.help import HelpSpec
from netdash.specs.pages import PageSpec

ANY = frozenset(ColumnSpec.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
NUMBERS = frozenset({"integer", "decimal", "percent"})
REFERENCES = frozenset({"reference", "references"})
CHOICES = frozenset({"choice", "choices"})
TEXTS = frozenset({"key", "text", "long_text", "link", "email", "phone", "pseudonym", "nameless"})

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")


@dataclass(frozen=True)
class End:
    """The column that a path ends at; ``many`` if the path can lead to several values for one row."""

    table: str
    name: str
    column: ColumnSpec
    many: bool = False

    @property
    def points_at(self) -> str:
        """The table whose rows its values are keys of; empty if they are no keys."""
        return self.table if self.column.kind == "key" else self.column.to or ""


@dataclass
class Draft:
    """What could be read of each file; a piece that has a fault of its own is missing, and is not complained of twice."""

    sources: dict[str, Source] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    table_names: tuple[str, ...] = ()
    dropped: set[tuple[str, Steps]] = field(default_factory=set)
    network: Network | None = None
    choices: dict[str, ChoiceList] = field(default_factory=dict)
    tables: dict[str, TableSpec] = field(default_factory=dict)
    stages: StagesSpec | None = None
    indicators: IndicatorsSpec | None = None
    coverage: dict[str, CoverageSpec] = field(default_factory=dict)
    pages: dict[str, dict[str, PageSpec]] = field(default_factory=dict)
    demonstration: DemonstrationSpec | None = None
    help: HelpSpec | None = None

    def fault(self, file: str, steps: Steps, message: str) -> None:
        """A fault at one word of a file (``tables/events``)."""
        self.faults.append(Fault(self.sources[file].place(steps), message))

    def is_partial(self, file: str, steps: Steps) -> bool:
        """Whether something below this word was left out for a fault of its own."""
        return any(name == file and left_out[: len(steps)] == steps for name, left_out in self.dropped)

    def words(self, file: str, *steps: Any) -> tuple[str, ...]:
        """The words that the file has there, those with faults of their own too."""
        return self.sources[file].words(*steps) if file in self.sources else ()

    def names(self, file: str, steps: Steps, what: str) -> None:
        """Each word of the map at ``steps`` is a name that conditions and addresses can use."""
        for word in self.words(file, *steps):
            if not is_name(word):
                message = f"{what} «{shortened(word)}» is no name: small Latin letters, digits and _, a letter first"
                self.fault(file, (*steps, word), message)

    def known(self, file: str, steps: Steps, what: str, word: str, among: Iterable[str]) -> bool:
        """Whether ``word`` is one of ``among``; a fault if not."""
        options = tuple(among)
        if word not in options:
            self.fault(file, steps, unknown(what, word, options))
        return word in options

    def table(self, file: str, steps: Steps, name: str) -> bool:
        """Whether there is such a table; a fault if not."""
        return self.known(file, steps, "table", name, self.table_names)

    def list_words(self, name: str) -> tuple[str, ...] | None:
        """The identifiers of a list of choices, ``None`` for a list that is not there."""
        if name == "stages":
            return self.words("stages", "stages")
        if name == "criteria":
            return self.words("indicators", "criteria")
        return self.words("choices", name) if name in self.words("choices") else None

    def list_names(self) -> tuple[str, ...]:
        """Every list of choices, the derived ones too."""
        return tuple(dict.fromkeys((*self.words("choices"), "stages", "criteria")))

    def follow(self, file: str, steps: Steps, table: str, path: str) -> End | None:
        """The column that ``path`` leads to from ``table``; ``None`` and a fault if it leads nowhere.

        Also ``None``, with nothing said, where the path crosses something that has a fault of its own.
        """
        end = self.find(table, path)
        if isinstance(end, str):
            self.fault(file, steps, end)
            return None
        return end

    def find(self, table: str, path: str) -> End | str | None:
        """Like ``follow``, but gives the fault's message instead of keeping it."""
        parts = path.split(".")
        many = False
        for position, part in enumerate(parts):
            spec = self.tables.get(table)
            if spec is None:
                return None
            column = spec.columns.get(part)
            if column is None:
                known = self.words(f"tables/{table}", "columns")
                return None if part in known else unknown(f"table {table}: column", part, known)
            many = many or column.kind in ("references", "choices")
            if position == len(parts) - 1:
                return End(table, part, column, many)
            if column.kind not in REFERENCES:
                return f"«{path}» cannot be followed: {table}.{part} is of kind {column.kind}, not a reference"
            table = column.to or ""
        return None

    def column(self, file: str, steps: Steps, table: str, path: str, kinds: Iterable[str]) -> End | None:
        """Like ``follow``, and the column is of one of these kinds; only many-valued kinds allow several values for one row."""
        end = self.follow(file, steps, table, path)
        if end and end.column.kind not in kinds:
            wanted = ", ".join(sorted(kinds))
            self.fault(file, steps, f"«{path}» is a column of kind {end.column.kind}; needed here: {wanted}")
            return None
        if end and end.many and not {"references", "choices"} & set(kinds):
            self.fault(file, steps, f"«{path}» leads to several values for one row; one is needed here")
            return None
        return end

    def own(self, file: str, steps: Steps, table: str, path: str, kinds: Iterable[str]) -> End | None:
        """Like ``column``, and the column is one of the table itself."""
        if "." in path:
            self.fault(file, steps, f"«{path}» follows a reference; a column of {table} itself is needed here")
            return None
        return self.column(file, steps, table, path, kinds)

    def reference(self, file: str, steps: Steps, table: str, path: str, target: str) -> End | None:
        """Like ``own``, and the column refers to ``target``."""
        end = self.own(file, steps, table, path, {"reference"})
        if end and end.column.to != target:
            self.fault(file, steps, f"«{path}» refers to {end.column.to}; needed here: {target}")
            return None
        return end


def is_name(word: str) -> bool:
    """Whether conditions, paths and addresses can use the word."""
    return _NAME.fullmatch(word) is not None


def school_year_fault(text: str) -> str:
    """What is wrong with a school year as written; empty if nothing is."""
    year = _YEAR.fullmatch(text)
    if not year:
        return f"«{shortened(text)}» is no school year; write it like 2008/09"
    first, last = int(year[1]), int(year[2])
    if (first + 1) % 100 != last:
        return f"the school year «{text}» does not end in the year after; did you mean «{first}/{(first + 1) % 100:02}»?"
    return ""
