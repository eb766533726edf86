"""A calendar file reads as RFC 5545 has it: by literal examples, and by another program's reader."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from netdash.calendar_file import Entry, escape, fold, write_calendar

STAMP = datetime(2010, 6, 17, 9, 30, tzinfo=timezone(timedelta(hours=4)))
SEMINAR = Entry(
    "a@netdash", "Семинар; «Проекты, физика»", date(2010, 6, 21), date(2010, 6, 25), place="МОУ № 7", about="Строка\nдругая"
)


def lines(*entries: Entry) -> list[str]:
    """The file as unfolded lines."""
    return write_calendar("План", entries, STAMP).decode().replace("\r\n ", "").split("\r\n")


def test_a_whole_file() -> None:
    assert lines(SEMINAR) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//netdash//calendar//RU",
        "CALSCALE:GREGORIAN",
        "NAME:План",
        "X-WR-CALNAME:План",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VEVENT",
        "UID:a@netdash",
        "DTSTAMP:20100617T053000Z",
        "DTSTART;VALUE=DATE:20100621",
        "DTEND;VALUE=DATE:20100626",
        r"SUMMARY:Семинар\; «Проекты\, физика»",
        "LOCATION:МОУ № 7",
        r"DESCRIPTION:Строка\nдругая",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_hours_are_those_of_the_place_and_an_end_before_the_start_is_left_out() -> None:
    day = date(2009, 3, 12)
    assert "DTSTART:20090312T103000" in lines(Entry("a", "x", day, day, time(10, 30), time(12)))
    assert "DTEND:20090312T120000" in lines(Entry("a", "x", day, day, time(10, 30), time(12)))
    assert not any(line.startswith("DTEND") for line in lines(Entry("a", "x", day, day, time(10, 30), time(9))))
    assert not any(line.startswith("DTEND") for line in lines(Entry("a", "x", day, day, time(10, 30))))


def test_in_a_zone_hours_are_moments_by_the_law_of_that_day() -> None:
    def told(day: date) -> list[str]:
        written = write_calendar("План", [Entry("a", "x", day, day, time(10, 30), time(12))], STAMP, "Europe/Moscow").decode()
        assert "X-WR-TIMEZONE:Europe/Moscow" in written
        return [line for line in written.split("\r\n") if line.startswith("DT") and "STAMP" not in line]

    assert told(date(2009, 3, 12)) == ["DTSTART:20090312T073000Z", "DTEND:20090312T090000Z"]
    assert told(date(2010, 6, 21)) == ["DTSTART:20100621T063000Z", "DTEND:20100621T080000Z"], "summer time, until 2011"
    assert told(date(2026, 6, 22)) == ["DTSTART:20260622T073000Z", "DTEND:20260622T090000Z"]


def test_whole_days_stay_days_in_any_zone() -> None:
    written = write_calendar("План", [SEMINAR], STAMP, "Asia/Kamchatka").decode()
    assert "DTSTART;VALUE=DATE:20100621" in written


def test_what_is_cancelled_says_so() -> None:
    assert "STATUS:CANCELLED" in lines(Entry("a", "x", date(2009, 3, 12), date(2009, 3, 12), cancelled=True))


def test_separators_line_ends_and_control_characters() -> None:
    assert escape("a\\b;c,d\r\ne\rf\tg\x07\u00a0№") == "a\\\\b\\;c\\,d\\ne\\nf g\u00a0№"


def test_a_line_is_folded_at_75_octets_and_no_letter_is_cut() -> None:
    assert fold("x" * 75) == b"x" * 75 + b"\r\n"
    assert fold("x" * 76) == b"x" * 75 + b"\r\n x\r\n"
    assert fold("xЖЖ" * 20).split(b"\r\n")[0] == ("xЖЖ" * 15).encode()
    assert fold("ж" * 38) == ("ж" * 37).encode() + b"\r\n " + "ж".encode() + b"\r\n"


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=200).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(title=TEXT.filter(bool), about=TEXT, first=st.dates(date(1950, 1, 1), date(2099, 1, 1)), length=st.integers(0, 40))
def test_another_program_reads_what_was_written(title: str, about: str, first: date, length: int) -> None:
    written = write_calendar("План, сеть; школ", [Entry("u@x", title, first, first + timedelta(length), about=about)], STAMP)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(written)
    (event,) = calendar.walk("VEVENT")
    assert not calendar.errors
    assert not event.errors
    # It takes names that it does not know as they stand.
    assert str(calendar["X-WR-CALNAME"]) == escape("План, сеть; школ")
    assert str(event["SUMMARY"]) == "".join(sign for sign in title if sign.isprintable() or sign == "\u00a0")
    assert event["DTSTART"].dt == first
    assert event["DTEND"].dt == first + timedelta(length + 1)
    assert event["DTSTAMP"].dt == STAMP.astimezone(UTC)
