"""A calendar as a file for phones and calendar programs: iCalendar, RFC 5545. Days are whole days, times moments or hours.

With the zone of the place a time is a moment, told in UTC, and every phone shows it in its own hours; without one it is floating:
the hours of the place wherever the phone is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PRODUCT = "-//netdash//calendar//RU"
OCTETS = 75
"""The longest line, without its end."""

REFRESH = "PT1H"

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Entry:
    """One event. ``uid`` stays the same for the same event; ``ends`` is its last day.

    Without ``opens`` it takes whole days; ``closes`` counts only after ``opens``.
    """

    uid: str
    title: str
    starts: date
    ends: date
    opens: time | None = None
    closes: time | None = None
    place: str = ""
    about: str = ""
    category: str = ""
    cancelled: bool = False


def write_calendar(name: str, entries: Iterable[Entry], stamp: datetime, zone: str = "") -> bytes:
    """The whole file; ``stamp``, a moment with its zone, is when the events were last known to be so.

    ``zone`` is the IANA name of the zone that the events' times are in.
    """
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        *([f"X-WR-TIMEZONE:{zone}"] if zone else []),
    )
    known = ZoneInfo(zone) if zone else None
    moment = tell(stamp)
    lines = (*head, *(line for entry in entries for line in _lines(entry, moment, known)), "END:VCALENDAR")
    return b"".join(map(fold, lines))


def _lines(entry: Entry, moment: str, zone: ZoneInfo | None) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(entry.uid)}"
    yield f"DTSTAMP:{moment}"
    yield from _period(entry, zone)
    yield f"SUMMARY:{escape(entry.title)}"
    for name, text in (("LOCATION", entry.place), ("DESCRIPTION", entry.about), ("CATEGORIES", entry.category)):
        if text:
            yield f"{name}:{escape(text)}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    # Days of the plan do not make anybody busy from morning to night.
    yield f"TRANSP:{'OPAQUE' if entry.opens else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _period(entry: Entry, zone: ZoneInfo | None) -> Iterator[str]:
    """From when to when. Whole days end before the day after the last."""
    last = max(entry.starts, entry.ends)
    if entry.opens is None:
        yield f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + timedelta(1):%Y%m%d}"
        return
    start = datetime.combine(entry.starts, entry.opens, zone)
    yield f"DTSTART:{tell(start)}"
    if entry.closes and (end := datetime.combine(last, entry.closes, zone)) > start:
        yield f"DTEND:{tell(end)}"


def tell(moment: datetime) -> str:
    """A moment in UTC; without a zone the hours as they are."""
    return f"{moment:%Y%m%dT%H%M%S}" if moment.tzinfo is None else f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """A text as a value: separators and line ends escaped, other control characters left out."""
    even = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in even if sign == "\n" or sign.isprintable() or sign == "\u00a0").translate(_ESCAPED)


def fold(line: str) -> bytes:
    """A line with its end, in pieces of at most ``OCTETS`` octets; the next piece begins with a space, no sign is cut."""
    pieces, piece, room = [], bytearray(), OCTETS
    for sign in line:
        octets = sign.encode("utf-8", "replace")
        if len(piece) + len(octets) > room:
            pieces.append(bytes(piece))
            piece, room = bytearray(), OCTETS - 1
        piece += octets
    return b"\r\n ".join((*pieces, bytes(piece))) + b"\r\n"
