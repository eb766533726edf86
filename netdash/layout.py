"""How a new workbook looks: its sheets, their columns with help and drop-downs, and the rows it begins with."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from netdash.errors import ConfigError, Fault
from netdash.grid import Book, Cell, Grid
from netdash.kinds import Kind, bind, fold, is_missing
from netdash.snapshot import build_snapshot
from netdash.specs import ColumnSpec, Config, TableSpec
from netdash.specs.journal import HOWTO, JOURNAL, JOURNAL_TITLES
from netdash.stores import Choice, ColumnLayout, SheetLayout

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""Rows by table: typed values by column, keys in references."""

_REFERENCES = ("reference", "references")
_MANY = ("choices", "references")
_WIDTHS = {
    "key": 10,
    "text": 24,
    "long_text": 48,
    "integer": 11,
    "decimal": 11,
    "percent": 11,
    "date": 13,
    "time": 9,
    "school_year": 13,
    "yes_no": 9,
    "choice": 14,
    "choices": 24,
    "reference": 24,
    "references": 32,
    "link": 28,
    "email": 24,
    "phone": 20,
    "pseudonym": 12,
    "nameless": 36,
}
_WIDEST = 48
_JOURNAL_WIDTHS = (18, 24, 24, 14, 22, 40, 40, 22, 32)

_TAKES = {
    "key": ("Код строки", ": его ставит программа, не меняйте и не удаляйте его", ""),
    "integer": ("Целое число", "", "25"),
    "decimal": ("Число", ", дробная часть после запятой", "54,3"),
    "percent": ("Проценты", "", "75\u00a0%"),
    "date": ("Дата", "", "01.09.2008"),
    "time": ("Время", "", "14:30"),
    "school_year": ("Учебный год", "", "2008/09"),
    "yes_no": ("Да или нет", "", ""),
    "link": ("Адрес страницы", "", "https://example.org"),
    "email": ("Адрес почты", "", "school@example.org"),
    "phone": ("Телефон с кодом города", "", "+7 4722 12-34-56"),
    "pseudonym": ("Шифр из букв, цифр и дефисов", ", без имени", "7-0412"),
    "nameless": ("Текст", " без имён детей", ""),
}
"""What a kind of column takes (before and after the limits of a number), and an example; a text takes anything."""

RULES = (
    "Одна строка — одна запись. Новую запись начинайте в первой свободной строке под таблицей; пустые строки ничему не мешают.",
    "Серый столбец с кодом строки не заполняйте и не меняйте: код ставит программа, по нему она узнаёт строку. "
    "Если скопировали строку, код в копии сотрите.",
    "Столбцы с жёлтым заголовком обязательны: без них запись неполная. Остальные заполняйте, если есть чем.",
    "Где у ячейки есть список, выбирайте из него. Названия учреждений, фамилии и другие ссылки тоже берутся из списка: "
    "он составлен по листу, на котором они заведены.",
    "Несколько значений в одной ячейке разделяйте точкой с запятой: «физика; химия».",
    "Дату пишите так: 01.09.2008. Время: 14:30. Учебный год: 2008/09. Дробную часть числа отделяйте запятой: 54,3.",
    "Если данных нет, оставьте ячейку пустой. Нуль пишите, только когда это и есть число 0.",
    "Заголовки столбцов и названия листов не переименовывайте. Переставлять столбцы, сортировать строки, красить ячейки, "
    "добавлять свои столбцы и листы можно.",
    "Подсказка к столбцу — в примечании к его заголовку.",
    "Ошибка ничего не ломает: неверная ячейка остаётся на месте, а программа показывает, что в ней исправить.",
    f"Лист «{JOURNAL}» ведёт программа: в нём видно, кто, когда и что изменил. Его не правят.",
)
"""How people fill the sheets."""
_ABOVE = ("Как заполнять эту книгу", "")
_BELOW = ("", "Листы и столбцы (* — обязательный столбец)")


def lay_out(config: Config, rows: Rows) -> tuple[SheetLayout, ...]:
    """Every sheet of a new workbook with its rows: how to fill it first, the tables in their order, the journal last."""
    names = {name: _names(config, table, rows.get(name, ())) for name, table in config.tables.items()}
    tables = (_table_sheet(config, table, rows.get(name, ()), names) for name, table in config.tables.items())
    return _howto_sheet(config), *tables, journal_sheet()


def lay_out_table(config: Config, name: str, rows: Sequence[Row], names: Mapping[str, Mapping[str, str]]) -> SheetLayout:
    """One table's sheet with its rows; ``names`` are, by table, the texts of the keys that its references hold."""
    return _table_sheet(config, config.tables[name], rows, names)


def journal_sheet() -> SheetLayout:
    """An empty journal."""
    columns = (
        ColumnLayout(title, "text" if position else "moment", width, locked=True)
        for position, (title, width) in enumerate(zip(JOURNAL_TITLES, _JOURNAL_WIDTHS, strict=True))
    )
    return SheetLayout(JOURNAL, tuple(columns), locked=True)


def starting_rows(config: Config) -> dict[str, tuple[Row, ...]]:
    """The starting rows of every table with typed values.

    Raises ``ConfigError`` with the CSV file and line of every cell that its column does not take.
    """
    sheets = {table.title: _grid(table, config.start.get(name, ())) for name, table in config.tables.items()}
    snapshot = build_snapshot(config, Book(sheets), datetime.combine(config.network.demonstration_today, datetime.min.time()))
    faults = []
    for problem in snapshot.problems:
        number = re.fullmatch(r"[A-Z]+([0-9]+)", problem.cell)
        if problem.level == "error" and number:
            column = config.tables[problem.table].columns.get(problem.column)
            where = f"«{column.title}»: " if column else ""
            hint = f"; возможно, «{problem.hint}»" if problem.hint else ""
            faults.append(Fault(config.start_places[problem.table][int(number[1]) - 2], f"{where}{problem.message}{hint}"))
    if faults:
        raise ConfigError(tuple(faults))
    return {
        name: tuple(
            {table.key: key} | {column: snapshot.value(name, key, column) for column in table.columns if column != table.key}
            for key in snapshot.tables[name].frame.index
        )
        for name, table in config.tables.items()
    }


def _grid(table: TableSpec, rows: Sequence[Mapping[str, str]]) -> Grid:
    header = tuple(column.title for column in table.columns.values())
    cells = tuple(tuple(row.get(name) for name in table.columns) for row in rows)
    return Grid(table.title, (header, *cells), digest=table.name)


def _names(config: Config, table: TableSpec, rows: Sequence[Row]) -> dict[str, str]:
    """What a cell holds for each row that it refers to: the label, with the key after it where labels repeat."""
    kind = _kind(config, table.columns[table.label_column])
    labels = {row[table.key]: kind.text(row.get(table.label_column)) or row[table.key] for row in rows}
    times = Counter(fold(label) for label in labels.values())
    return {key: label if times[fold(label)] == 1 else f"{label} ({key})" for key, label in labels.items()}


def _kind(config: Config, column: ColumnSpec) -> Kind:
    return bind(column, config.choice_list(column.choices) if column.choices else None)


def _table_sheet(config: Config, table: TableSpec, rows: Sequence[Row], names: Mapping[str, Mapping[str, str]]) -> SheetLayout:
    kinds = {name: _kind(config, column) for name, column in table.columns.items()}
    cells = tuple(
        tuple(_cell(kinds[name], row.get(name), names.get(column.to or "", {})) for name, column in table.columns.items())
        for row in rows
    )
    columns = tuple(
        _column(config, column, kinds[name], [row[position] for row in cells])
        for position, (name, column) in enumerate(table.columns.items())
    )
    return SheetLayout(table.title, columns, cells)


def _cell(kind: Kind, value: Any, names: Mapping[str, str]) -> Cell:
    """One cell; ``names`` turn the keys of a reference into what people read."""
    if is_missing(value) or value == ():
        return None
    if not names:
        return kind.write(value)
    if not isinstance(value, tuple):
        return names[value]
    # A label with the separator in it would read back as two.
    return "; ".join(key if ";" in names[key] else names[key] for key in value)


def _column(config: Config, column: ColumnSpec, kind: Kind, cells: Sequence[Cell]) -> ColumnLayout:
    choice = _choice(config, column)
    return ColumnLayout(
        title=column.title,
        format=kind.format,
        width=_width(column, choice, cells),
        note=_note(config, column),
        choice=choice,
        locked=column.kind == "key",
        required=column.required,
    )


def _width(column: ColumnSpec, choice: Choice | None, cells: Sequence[Cell]) -> int:
    """Wide enough for the header, for the words of its list and for most of what stands below it, in characters."""
    texts = [cell for cell in cells if isinstance(cell, str)] + list(choice.words if choice else ())
    widest = max([_WIDTHS[column.kind], *(len(text) + 2 for text in texts)])
    # Three more for the arrow of the filter.
    return max(len(column.title) + 3, min(widest, _WIDEST))


def _choice(config: Config, column: ColumnSpec) -> Choice | None:
    """Where the drop-down of a column takes its words."""
    many = column.kind in _MANY
    if column.choices:
        return Choice(words=tuple(choice.title for choice in config.choice_list(column.choices).values()), many=many)
    if column.to:
        target = config.tables[column.to]
        return Choice(sheet=target.title, title=target.columns[target.label_column].title, many=many)
    return Choice(words=("да", "нет"), box=True) if column.kind == "yes_no" else None


def _note(config: Config, column: ColumnSpec) -> str:
    """The help of a column: its own words, what its kind takes, and whether it must be filled."""
    required = "Обязательный столбец." if column.required else ""
    return "\n".join(line for line in (column.help, _takes(config, column), required) if line)


def _takes(config: Config, column: ColumnSpec) -> str:
    """What people put into a column; nothing that the column's own help says with an example of its own."""
    several = "Одно или несколько через точку с запятой" if column.kind in _MANY else "Одно"
    if column.choices:
        words = [choice.title for choice in config.choice_list(column.choices).values()]
        return f"{several} из списка: {', '.join(words[:12])}{' и другие' if len(words) > 12 else ''}."
    if column.to:
        target = config.tables[column.to]
        return f"{several} из столбца «{target.columns[target.label_column].title}» листа «{target.title}»."
    bounds = _bounds(column)
    if column.kind not in _TAKES or ("например" in column.help and not bounds):
        return ""
    takes, more, example = _TAKES[column.kind]
    example = f", например {example}" if example and "например" not in column.help else ""
    return f"{takes}{bounds}{more}{example}."


def _bounds(column: ColumnSpec) -> str:
    """The limits and the unit of a number."""
    words = [_bound(column, word, bound) for word, bound in (("от", column.min), ("до", column.max)) if bound is not None]
    return "".join(words) + (f" ({column.unit})" if column.unit else "")


def _bound(column: ColumnSpec, word: str, bound: float) -> str:
    number = f"{bound * 100:g}\u00a0%" if column.kind == "percent" else f"{bound:g}"
    return f" {word} {number.replace('.', ',')}"


def _howto_sheet(config: Config) -> SheetLayout:
    lines = (*_ABOVE, *RULES, *_BELOW, *_contents(config))
    return SheetLayout(HOWTO, rows=tuple((line,) for line in lines), locked=True)


def _contents(config: Config) -> Iterator[str]:
    """Every sheet with its purpose and its columns."""
    for table in config.tables.values():
        columns = (f"{column.title}{'*' if column.required else ''}" for column in table.columns.values() if column.kind != "key")
        yield ""
        yield f"{table.title}. {table.help}".rstrip()
        yield f"Столбцы: {', '.join(columns)}."
