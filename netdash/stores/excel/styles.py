"""The cell styles that a workbook has. None is ever added: a value takes a style that is there, or is written as text."""

import re
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from netdash.stores.excel.archive import Archive
from netdash.stores.excel.parts import local, parse

Shown = Literal["number", "text", "date", "time", "moment", "duration"]
"""What a number format makes of a number."""

BUILT_IN: dict[int, Shown] = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59)), "date"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 47), "time"),
    22: "moment",
    46: "duration",
    49: "text",
}
NOISE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """One entry of the workbook's list: its number format and the rest of its look."""

    shown: Shown
    format_id: int
    look: tuple[str | None, ...]


class Styles:
    """The list of cell styles (``cellXfs``) that cells name by position."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._styles: list[Style] = []
        if part not in archive:
            return
        root = parse(archive, part)
        codes = {e.get("numFmtId"): e.get("formatCode", "") for e in root.iter() if local(e.tag) == "numFmt"}
        listed = next((e for e in root if local(e.tag) == "cellXfs"), None)
        for element in listed if listed is not None else ():
            self._styles.append(_style(element, codes))

    def shown(self, style: int) -> Shown:
        """What a style makes of numbers; an unknown style shows them as they are."""
        return self._styles[style].shown if 0 <= style < len(self._styles) else "number"

    def find(self, shown: Shown, like: int = 0) -> int | None:
        """A style that shows numbers so, looking as much as possible like another; ``None`` if there is none."""
        look = self._styles[like].look if 0 <= like < len(self._styles) else ()
        found = [(_alike(style.look, look), -place) for place, style in enumerate(self._styles) if style.shown == shown]
        return -max(found)[1] if found else None

    def plain(self, like: int = 0) -> int:
        """A style in which a number is shown as a number."""
        return self.find("number", like) or 0


def classify(code: str) -> Shown:
    """What a number format such as ``dd.mm.yyyy`` makes of a number."""
    first = NOISE.sub("", code).partition(";")[0].lower()
    if first.strip() == "@":
        return "text"
    if "[h" in first or "[m" in first or "[s" in first:
        return "duration"
    has_date = "y" in first or "d" in first or ("m" in first and "h" not in first and "s" not in first)
    has_time = "h" in first or "s" in first
    if "general" in first or not (has_date or has_time):
        return "number"
    return "moment" if has_date and has_time else "date" if has_date else "time"


def _style(element: Element, codes: dict[str | None, str]) -> Style:
    number = element.get("numFmtId", "0")
    format_id = int(number) if number.isdecimal() else 0
    shown = classify(codes[number]) if number in codes else BUILT_IN.get(format_id, "number")
    look = tuple(element.get(name) for name in ("fontId", "fillId", "borderId"))
    return Style(shown, format_id, look)


def _alike(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> int:
    """How many of font, fill and border two styles share; a fill of its own strikes the eye most."""
    weights = (1, 3, 2)
    return sum(weight for weight, mine, theirs in zip(weights, one, other, strict=False) if mine == theirs)
