"""Workbooks written by hand, part by part, for the XML dialects that no library here writes."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DEFAULT = '<Default Extension="xml" ContentType="application/xml"/>'
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd.mm.yyyy"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="20"/><xf numFmtId="22"/><xf numFmtId="46"/><xf numFmtId="49"/>
</cellXfs></styleSheet>"""
DATE, TIME, MOMENT, DURATION, TEXT = 1, 2, 3, 4, 5


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """A worksheet in the plain dialect around the XML of its rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(
    *sheets: str | bytes, texts: str = "", styles: str = STYLES, properties: str = "", target: str = "worksheets"
) -> bytes:
    """An .xlsx of these sheets, titled Лист1, Лист2 and so on."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="Лист{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="{target}/sheet{n}.xml"/>' for n in numbers
    )
    relations += f'<Relationship Id="rIdS" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    relations += f'<Relationship Id="rIdT" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>' if texts else ""
    root = f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{DEFAULT}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "xl/styles.xml": styles,
    }
    if texts:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    parts |= {f"xl/worksheets/sheet{n}.xml": content for n, content in zip(numbers, sheets, strict=True)}
    return zipped(parts)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part of a workbook, unpacked, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
