"""Changes of the parts that hold a workbook together: recalculation, the filter's hidden name, a further sheet."""

import re
from html import escape

from netdash.errors import StoreError
from netdash.stores.excel.archive import Archive
from netdash.stores.excel.parts import RELATIONS, STRICT_RELATIONS, Parts
from netdash.stores.excel.sheetxml import ATTRIBUTES, attribute, mask, split_area, without
from netdash.stores.excel.stretching import Growth

FORMULA_MARKS = (b"<f>", b"<f ", b":f>", b":f ")
AFTER_CALCULATION = (
    rb"oleSize|customWorkbookViews|pivotCaches|smartTagPr|smartTagTypes|webPublishing|fileRecoveryPr|webPublishObjects|extLst"
)
CALCULATION = re.compile(rb"<(?:[\w.\-]+:)?calcPr(?=[\s/>])(" + ATTRIBUTES + rb")")
WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
CONTENT_TYPES = "[Content_Types].xml"


def has_formulas(xml: bytes) -> bool:
    """Whether any cell of a sheet is computed."""
    return any(mark in xml for mark in FORMULA_MARKS)


def is_recalculated(xml: bytes) -> bool:
    """Whether the workbook part already asks for that."""
    tag = CALCULATION.search(mask(xml))
    return bool(tag and attribute(tag[1], b"fullCalcOnLoad") in {b"1", b"true"})


def recalculated_on_opening(xml: bytes) -> bytes:
    """The workbook part with the wish that all formulas be computed anew when it is opened."""
    masked = mask(xml)
    tag = CALCULATION.search(masked)
    if tag:
        attributes = without(tag[1], b"fullCalcOnLoad") + b' fullCalcOnLoad="1"'
        return xml[: tag.start(1)] + attributes + xml[tag.end(1) :]
    prefix = _prefix(masked, b"workbook")
    following = re.search(rb"<" + prefix + rb"(?:" + AFTER_CALCULATION + rb")[\s/>]|</" + prefix + rb"workbook\s*>", masked)
    if following is None:
        raise StoreError("часть workbook.xml устроена необычно, формулы не удалось отметить для пересчёта")
    return xml[: following.start()] + b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>' + xml[following.start() :]


def with_longer_filter(xml: bytes, position: int, growth: Growth) -> bytes:
    """The workbook part with the hidden name of a sheet's filter reaching as far as the filter itself."""
    pattern = rb"<(?:[\w.\-]+:)?definedName(?=\s)(" + ATTRIBUTES + rb")\s*>([^<]*)<"
    for name in re.finditer(pattern, mask(xml)):
        if attribute(name[1], b"name") != b"_xlnm._FilterDatabase" or attribute(name[1], b"localSheetId") != b"%d" % position:
            continue
        area = re.search(rb"\$[A-Z]+\$[0-9]+:\$[A-Z]+\$([0-9]+)$", name[2])
        if area and growth.grown(split_area(area[0]), 1):
            start = name.start(2) + area.start(1)
            return xml[:start] + b"%d" % (growth.after + 1) + xml[start + len(area[1]) :]
    return xml


def with_sheet(archive: Archive, parts: Parts, title: str, sheet: bytes) -> dict[str, bytes]:
    """The changed parts of a workbook that has one more sheet, the last one."""
    folder = parts.workbook.rpartition("/")[0]
    number = next(n for n in range(1, 10_000) if f"{folder}/worksheets/sheet{n}.xml" not in archive)
    part = f"{folder}/worksheets/sheet{number}.xml"
    relations = archive.read(parts.relations)
    identifier = next(f"rId{n}" for n in range(1, 10_000) if f'"rId{n}"'.encode() not in relations)
    types = STRICT_RELATIONS if parts.strict else RELATIONS
    relation = f'Relationship Id="{identifier}" Type="{types}/worksheet" Target="/{part}"/>'
    declared = f'sheet name="{escape(title)}" sheetId="{parts.highest_id + 1}" r:id="{identifier}" xmlns:r="{types}"/>'
    content_type = f'Override PartName="/{part}" ContentType="{WORKSHEET_TYPE}"/>'
    return {
        parts.workbook: _inserted(archive.read(parts.workbook), b"sheets", declared),
        parts.relations: _inserted(relations, b"Relationships", relation),
        CONTENT_TYPES: _inserted(archive.read(CONTENT_TYPES), b"Types", content_type),
        part: sheet,
    }


def _inserted(xml: bytes, parent: bytes, element: str) -> bytes:
    """The XML with an element added as the last child of another; ``element`` lacks its opening ``<`` and prefix."""
    closing = re.search(rb"</([\w.\-]+:)?" + parent + rb"\s*>", mask(xml))
    if closing is None:
        raise StoreError("содержание книги устроено необычно, лист не удалось добавить")
    return xml[: closing.start()] + b"<" + (closing[1] or b"") + element.encode() + xml[closing.start() :]


def _prefix(masked: bytes, root: bytes) -> bytes:
    tag = re.search(rb"<([\w.\-]+:)?" + root + rb"[\s>]", masked)
    return (tag[1] or b"") if tag else b""
