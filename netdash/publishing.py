"""The events of a calendar page as a file for phones and calendar programs."""

import hashlib
from collections.abc import Iterable

from netdash.agenda import Agenda, Event
from netdash.calendar_file import Entry, write_calendar
from netdash.snapshot import Snapshot


def write_events(agenda: Agenda, snapshot: Snapshot, events: Iterable[Event], name: str) -> bytes:
    """The file of these events, under the name that a phone shows."""
    entries = (build_entry(agenda, snapshot, event) for event in events)
    return write_calendar(name, entries, snapshot.taken_at.astimezone(), snapshot.config.network.zone)


def build_entry(agenda: Agenda, snapshot: Snapshot, event: Event) -> Entry:
    """One event with what the page itself tells of it, and nothing else of its row."""
    page = agenda.page
    return Entry(
        uid=identify(snapshot.config.network.name, page.table, event.key),
        title=event.title,
        starts=event.starts,
        ends=event.ends,
        opens=event.opens,
        closes=event.closes,
        place=event.place,
        about="\n".join(
            f"{snapshot.target(page.table, path)[1].title}: {text}"
            for path, text in (
                (page.colour, agenda.colours.get(event.colour, "")),
                (page.invited, event.invited),
                (page.who, event.who),
                (page.status, event.status),
            )
            if path and text
        ),
        category=agenda.colours.get(event.colour, ""),
        cancelled=event.cancelled,
    )


def identify(network: str, table: str, key: str) -> str:
    """What stays the same for a row however often it is read, and differs for a row of any other network."""
    digest = hashlib.sha256("\0".join((network, table, key)).encode("utf-8", "replace"))
    return f"{digest.hexdigest()[:32]}@netdash"
