"""What the sheets of a workbook lack beside values. A save patches cells alone, so a person has to add it; here it is named."""

import re
from collections.abc import Iterator, Sequence

from netdash.errors import StoreError
from netdash.stores import Fitting, Step
from netdash.stores.excel.archive import Archive
from netdash.stores.excel.parts import find_parts
from netdash.stores.excel.sheetxml import SheetXml, attribute, split_area

EXTENDED = re.compile(
    rb"<(?:[\w.\-]+:)?dataValidation[\s>](?:(?!</[\w.\-:]*dataValidation>).)*?<(?:[\w.\-]+:)?sqref>([^<]*)<", re.DOTALL
)
"""The newer form of a drop-down, at the end of a sheet."""


def survey(data: bytes, fittings: Sequence[Fitting]) -> tuple[Step, ...]:
    """The steps that are left to a person: the header frozen, drop-downs where there are none."""
    archive = Archive(data)
    parts = {sheet.title: sheet.part for sheet in find_parts(archive).sheets}
    return tuple(
        Step(fitting.sheet, what, by_hand=True)
        for fitting in fittings
        if fitting.sheet in parts and fitting.layout.columns
        for what in _lacks(archive.read(parts[fitting.sheet]), fitting)
    )


def _lacks(xml: bytes, fitting: Fitting) -> Iterator[str]:
    try:
        sheet = SheetXml(xml)
        covered = _covered(sheet)
        pane = sheet.find(b"pane", 0, sheet.table.start)
    except StoreError:
        return
    if pane is None or attribute(pane.attributes, b"ySplit") is None:
        yield "закрепите строку заголовков: «Вид» → «Закрепить области»"
    chosen = [
        column for column in fitting.layout.columns if column.choice and not column.locked and column.title in fitting.places
    ]
    bare = [
        column.title for column in chosen if not any(left <= fitting.places[column.title] <= right for left, right in covered)
    ]
    if bare:
        yield f"добавьте списки выбора («Данные» → «Проверка данных»): {', '.join(bare)}"


def _covered(sheet: SheetXml) -> list[tuple[int, int]]:
    """The columns, first and last, that rules of what may be typed cover."""
    rules = (attribute(rule.attributes, b"sqref") for rule in sheet.each(b"dataValidation", sheet.table.end))
    areas = [*(rule for rule in rules if rule), *(found[1] for found in EXTENDED.finditer(sheet.masked, sheet.table.end))]
    return [split_area(word)[1::2] for area in areas for word in area.split()]
