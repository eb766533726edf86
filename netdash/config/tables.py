"""Checks of choices, tables, columns and rules: whatever they name exists and suits."""

from collections import Counter
from collections.abc import Iterable

from netdash.config.draft import ANY, CHOICES, NUMBERS, REFERENCES, Draft, End
from netdash.config.reading import Steps, shortened
from netdash.config.rules import check_rule
from netdash.kinds import fold
from netdash.specs import ColumnSpec, TableSpec
from netdash.specs.journal import RESERVED

LABELS = ANY - REFERENCES - CHOICES - {"yes_no"}

_WORDS_OF = {
    "choices": CHOICES,
    "to": REFERENCES,
    "min": NUMBERS,
    "max": NUMBERS,
    "unit": NUMBERS,
    "prefix": frozenset({"key"}),
}
_NEEDED = {"choices": CHOICES, "to": REFERENCES}


def check_choices(draft: Draft) -> None:
    """Lists of choices: names, and no two words that read the same."""
    draft.names("choices", (), "the list")
    for name, choices in draft.choices.items():
        if name in ("stages", "criteria"):
            made = "stages.yaml" if name == "stages" else "indicators.yaml"
            draft.fault("choices", (name,), f"the list «{name}» is made from {made}; take it out here")
        draft.names("choices", (name,), "the choice")
        for word in choices:
            if word in ("filled", "empty"):
                draft.fault("choices", (name, word), f"«{word}» has a meaning of its own in conditions; choose another name")
        titles = [((name, word), title) for word, choice in choices.items() for title in (choice.title, *choice.also)]
        _check_titles(draft, "choices", titles)
        for steps, title in titles:
            if ";" in title:
                draft.fault("choices", steps, f"«{title}»: «;» separates several choices in a cell, so none may contain it")


def check_tables(draft: Draft) -> None:
    """Every table by itself, and their titles among each other."""
    reserved = {fold(title): title for title in RESERVED}
    seen: dict[str, str] = {}
    for name, table in draft.tables.items():
        file = f"tables/{name}"
        for title in (table.title, *table.also):
            if fold(title) in reserved:
                draft.fault(file, ("title",), f"the sheet «{reserved[fold(title)]}» is made by the program; choose another title")
            elif fold(title) in seen:
                draft.fault(file, ("title",), f"the title «{title}» is taken by {seen[fold(title)]}")
            else:
                seen[fold(title)] = f"tables/{name}.yaml"
        if message := _unfit_sheet(table.title):
            draft.fault(file, ("title",), message)
        _check_table(draft, file, name, table)
    _check_owners(draft)


def _check_table(draft: Draft, file: str, name: str, table: TableSpec) -> None:
    draft.names(file, ("columns",), "the column")
    titles = [(("columns", word), title) for word, column in table.columns.items() for title in (column.title, *column.also)]
    _check_titles(draft, file, titles)
    for word, column in table.columns.items():
        _check_column(draft, file, ("columns", word), column)
    _check_key(draft, file, table)
    if table.label is not None:
        draft.own(file, ("label",), name, table.label, LABELS)
    if table.owner is not None:
        draft.column(file, ("owner",), name, table.owner, {"reference", "key"})
    numbers = [i for i in range(len(draft.sources[file].at("rules") or ())) if (file, ("rules", i)) not in draft.dropped]
    for number, rule in zip(numbers, table.rules, strict=True):
        check_rule(draft, file, ("rules", number), name, rule)


def _check_owners(draft: Draft) -> None:
    """Owners of all tables are rows of one table: schools answer for rows, or people do, not both."""
    ends = {name: draft.find(name, table.owner) for name, table in draft.tables.items() if table.owner}
    owners = {name: end.points_at for name, end in ends.items() if isinstance(end, End) and end.points_at in draft.table_names}
    usual = Counter(owners.values()).most_common(1)
    for name, owner in owners.items():
        if owner != usual[0][0]:
            draft.fault(f"tables/{name}", ("owner",), f"owner leads to {owner}, but to {usual[0][0]} in other tables")


def _unfit_sheet(title: str) -> str:
    """Why a spreadsheet would refuse this sheet title; empty if it would not."""
    if len(title) > 31:
        return f"the sheet title «{shortened(title)}» has {len(title)} characters, more than 31"
    bad = sorted({character for character in title if character in "[]:*?/\\"})
    if bad:
        return f"the sheet title «{title}» contains {' '.join(bad)}, which spreadsheets do not allow"
    if title.startswith("'") or title.endswith("'"):
        return f"the sheet title «{title}» begins or ends with an apostrophe, which spreadsheets do not allow"
    return ""


def _check_titles(draft: Draft, file: str, titles: Iterable[tuple[Steps, str]]) -> None:
    """Titles are filled, on one line, and no two of them read the same."""
    seen: dict[str, Steps] = {}
    for steps, title in titles:
        if not title.strip():
            draft.fault(file, steps, f"the title of «{steps[-1]}» is empty")
        elif "\n" in title:
            draft.fault(file, steps, f"the title «{shortened(title)}» has more than one line")
        elif (first := seen.setdefault(fold(title), steps)) != steps:
            draft.fault(file, steps, f"the title «{title}» is taken by «{first[-1]}»")


def _check_column(draft: Draft, file: str, steps: Steps, column: ColumnSpec) -> None:
    for word, kinds in _WORDS_OF.items():
        value = getattr(column, word)
        if value not in (None, "") and column.kind not in kinds:
            message = f"{word} belongs to columns of kind {', '.join(sorted(kinds))}, not {column.kind}"
            draft.fault(file, (*steps, word), message)
        elif value is None and column.kind in _NEEDED.get(word, ()) and (file, (*steps, word)) not in draft.dropped:
            draft.fault(file, steps, f"{word} is missing in {steps[-1]}: a column of kind {column.kind} needs it")
    if column.choices is not None and "choices" in draft.sources:
        draft.known(file, (*steps, "choices"), "the list", column.choices, draft.list_names())
    if column.to is not None:
        draft.table(file, (*steps, "to"), column.to)
    if column.min is not None and column.max is not None and column.min > column.max:
        draft.fault(file, (*steps, "min"), f"min {column.min:g} is more than max {column.max:g}")
    if column.prefix is not None and (not column.prefix.strip() or fold(column.prefix).startswith("демо")):
        why = "empty" if not column.prefix.strip() else "kept for demonstration rows"
        draft.fault(file, (*steps, "prefix"), f"the prefix «{column.prefix}» is {why}; choose another")


def _check_key(draft: Draft, file: str, table: TableSpec) -> None:
    keys = [name for name, column in table.columns.items() if column.kind == "key"]
    for extra in keys[1:]:
        draft.fault(file, ("columns", extra, "kind"), f"a table has one column of kind key, and it is {keys[0]}")
    if table.key not in draft.words(file, "columns"):
        draft.known(file, ("key",), "the column", table.key, table.columns)
    elif table.key in table.columns and table.key not in keys:
        right = f"; did you mean «{keys[0]}»?" if keys else ""
        draft.fault(file, ("key",), f"the column {table.key} is of kind {table.columns[table.key].kind}, not key{right}")
