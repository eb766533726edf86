"""План: what happens on which day, narrowed down, moved, cancelled, and followed by a phone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from counted import network, snapshot_of
from networks import EVERY_PAGE, FILES, replaced, write_network
from starlette.requests import Request
from streamlit.testing.v1 import AppTest
from test_app import html, put, read, visit

import netdash
from netdash.agenda import Agenda, Event, build_agenda, monday, next_month, within
from netdash.grid import Cell
from netdash.publishing import write_events
from netdash.signing import VARIABLE
from netdash.snapshot import Snapshot
from netdash.specs.pages import CalendarPage
from netdash.ui import shared
from netdash.ui.planner import feed
from netdash.ui.planner.files import find_root
from netdash.ui.planner.lanes import lay_marks
from netdash.ui.planner.month import lay_bars
from netdash.ui.planner.moving import lay_days
from netdash.ui.planner.view import name_period, take_period, turn

Row = dict[str, Cell]

CHOICES = replaced(
    "choices.yaml", "  held: {title: проведено, state: done}\n",
    "  held: {title: проведено, state: done}\n  moved: {title: перенесено, state: under_way}\n"
    "  dropped: {title: отменено, state: no_data}\n",
)  # fmt: skip
PAGES = EVERY_PAGE.replace(
    "    pending: {status: planned}\n    moved: {status: planned}\n",
    "    noun: [встреча, встречи, встреч]\n    pending: {status: [planned, moved]}\n    moved: {status: moved}\n"
    "    cancelled: {status: dropped}\n",
)
TODAY = date(2009, 3, 12)
ROWS: list[Row] = [
    {"code": "М-1", "title": "Семинар", "form": "семинар", "host": "Школа № 7", "invited": "Школа № 7; Школа № 29",
     "starts": "12.03.2009", "status": "план", "joint": "да"},
    {"code": "М-2", "title": "Конкурс", "form": "конкурс", "host": "Школа № 29", "starts": "17.03.2009", "ends": "20.03.2009",
     "opens": "10:00", "closes": "12:30", "status": "план"},
    {"code": "М-3", "title": "Был семинар", "form": "семинар", "starts": "02.02.2009", "status": "проведено"},
    {"code": "М-4", "title": "Забытый", "form": "семинар", "host": "Школа № 7", "starts": "03.03.2009", "status": "перенесено"},
    {"code": "М-5", "title": "Не будет", "form": "семинар", "starts": "18.03.2009", "status": "отменено"},
    {"code": "М-6", "title": "Когда-нибудь", "form": "семинар", "starts": "скоро", "status": "план"},
]  # fmt: skip


def build(rows: list[Row] = ROWS) -> tuple[Agenda, Snapshot]:
    """The agenda of these rows, and the snapshot it was made from."""
    snapshot = snapshot_of(network(choices=CHOICES, pages=PAGES), TODAY, events=rows)
    return build_agenda(cast("CalendarPage", snapshot.config.pages["Данные"]["plan"]), snapshot), snapshot


def event(starts: int, days: int = 1, name: str = "x") -> Event:
    """Something in March 2009."""
    first = date(2009, 3, starts)
    return Event(0, name, name, first, first + timedelta(days - 1))


def test_events_stand_in_their_order_and_rows_without_a_day_are_told() -> None:
    agenda, _ = build()
    assert [each.key for each in agenda.events] == ["М-3", "М-4", "М-1", "М-2", "М-5"]
    assert [(problem.key, problem.column) for problem in agenda.left_out] == [("М-6", "starts")]


def test_an_event_knows_where_for_whom_and_how_it_stands() -> None:
    agenda, _ = build()
    seminar, contest = agenda.by_key["М-1"], agenda.by_key["М-2"]
    assert (seminar.place, seminar.invited, seminar.colour, seminar.lanes) == (
        "Школа № 7", "Школа № 7; Школа № 29", "seminar", ("seminar",),
    )  # fmt: skip
    assert (seminar.starts, seminar.ends, seminar.opens) == (TODAY, TODAY, None)
    assert (contest.ends, contest.opens, contest.closes) == (date(2009, 3, 20), time(10), time(12, 30))
    assert [key for key, each in agenda.by_key.items() if each.pending] == ["М-4", "М-1", "М-2"]
    assert [key for key, each in agenda.by_key.items() if each.cancelled] == ["М-5"]


def test_an_end_before_the_start_counts_as_one_day() -> None:
    agenda, _ = build([{**ROWS[1], "ends": "01.03.2009"}])
    assert agenda.events[0].ends == agenda.events[0].starts


def test_a_school_is_found_as_host_or_taking_part_and_a_list_by_its_conditions() -> None:
    agenda, _ = build()
    assert [each.key for each in agenda.select({"school": "Ш-3"})] == ["М-1", "М-2"]
    assert [each.key for each in agenda.select({"school": "Ш-2", "form": "seminar"})] == ["М-4", "М-1"]
    assert [each.key for each in agenda.select({}, "joint")] == ["М-1"]
    assert [each.key for each in agenda.select({"school": "-"})] == ["М-3", "М-5"]
    assert agenda.select({"school": "никакая"}) == ()
    assert list(agenda.selection.filters["school"].options) == ["Ш-2", "Ш-3", "-"]


def test_days_weeks_and_months() -> None:
    assert monday(date(2009, 3, 15)) == date(2009, 3, 9)
    assert next_month(date(2008, 12, 31)) == date(2009, 1, 1)
    assert next_month(date(2009, 1, 31), -2) == date(2008, 11, 1)
    assert within([event(1, 3), event(5)], date(2009, 3, 3), date(2009, 3, 4)) == [event(1, 3)]


@pytest.mark.parametrize(
    ("way", "first", "last", "name", "after"),
    [
        ("month", date(2009, 3, 1), date(2009, 3, 31), "март\u00a02009", date(2009, 4, 1)),
        ("week", date(2009, 3, 9), date(2009, 3, 15), "9–15\u00a0марта 2009", date(2009, 3, 19)),
        ("list", date(2008, 9, 1), date(2009, 8, 31), "2008/09 учебный год", date(2010, 3, 1)),
        ("lanes", date(2009, 3, 1), date(2009, 5, 31), "март – май\u00a02009", date(2009, 6, 1)),
        ("day", TODAY, TODAY, "12\u00a0марта 2009", date(2009, 3, 13)),
    ],
)
def test_each_way_to_look_has_its_period(way: str, first: date, last: date, name: str, after: date) -> None:
    assert take_period(way, TODAY) == (first, last)
    assert name_period(way, TODAY) == name
    assert turn(way, TODAY, forward=True) == after


def test_bars_stand_as_high_as_their_days_are_free_and_the_rest_is_counted() -> None:
    long, short, other = event(9, 5, "long"), event(10, 1, "short"), event(14, 1, "other")
    bars, hidden = lay_bars([short, other, long, event(2)], date(2009, 3, 9), slots=2)
    assert [(bar.event.key, bar.first, bar.last, bar.slot) for bar in bars] == [
        ("long", 0, 4, 0), ("short", 1, 1, 1), ("other", 5, 5, 0),
    ]  # fmt: skip
    assert hidden == [0] * 7
    _, hidden = lay_bars([long, short, event(10, 2), event(10)], date(2009, 3, 9), slots=2)
    assert hidden == [0, 2, 0, 0, 0, 0, 0]


def test_an_event_over_the_turn_of_the_week_has_a_bar_in_both() -> None:
    over = event(14, 4)
    assert [(bar.first, bar.last) for bar in lay_bars([over], date(2009, 3, 9))[0]] == [(5, 6)]
    assert [(bar.first, bar.last) for bar in lay_bars([over], date(2009, 3, 16))[0]] == [(0, 1)]


def test_titles_in_a_lane_do_not_stand_on_each_other() -> None:
    first, last = date(2009, 3, 1), date(2009, 5, 31)
    marks = lay_marks([event(1, name="a"), event(5, name="b"), event(31, name="c")], first, last)
    assert [(mark.event.key, mark.row, mark.turned) for mark in marks] == [("a", 0, False), ("b", 1, False), ("c", 0, False)]
    (late,) = lay_marks([Event(0, "z", "z", last, last)], first, last)
    assert late.turned
    assert late.right == pytest.approx(1)


def test_a_moved_event_lasts_as_long_as_before_unless_somebody_says_otherwise() -> None:
    three = event(10, 3)
    assert lay_days(three, date(2009, 4, 1), three.ends) == (date(2009, 4, 1), date(2009, 4, 3))
    assert lay_days(three, date(2009, 4, 1), date(2009, 4, 2)) == (date(2009, 4, 1), date(2009, 4, 2))


def test_the_file_of_events_holds_what_the_page_tells_and_the_same_uid_every_time() -> None:
    agenda, snapshot = build()
    written = write_events(agenda, snapshot, agenda.events, "План").decode().replace("\r\n ", "")
    assert written.count("BEGIN:VEVENT") == 5
    assert "STATUS:CANCELLED" in written.partition("Не будет")[2]
    assert "DTSTART:20090317T100000\r\nDTEND:20090320T123000" in written
    assert "LOCATION:Школа № 7" in written
    again, other = build()
    uids = re.findall(r"UID:(.*)\r", written)
    assert uids == re.findall(r"UID:(.*)\r", write_events(again, other, again.events, "План").decode().replace("\r\n ", ""))
    assert len(set(uids)) == 5


def test_with_a_zone_in_the_config_the_file_tells_moments() -> None:
    agenda, snapshot = build()
    network = snapshot.config.network.model_copy(update={"zone": "Europe/Moscow"})
    zoned = replace(snapshot, config=snapshot.config.model_copy(update={"network": network}))
    written = write_events(agenda, zoned, agenda.events, "План").decode()
    assert "DTSTART:20090317T070000Z\r\nDTEND:20090320T093000Z" in written


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workbook with events around the day of its demonstration."""
    path = tmp_path / "network.xlsx"
    config = write_network(tmp_path, choices=CHOICES, pages=PAGES)
    titles = re.findall(r"^  (\w+): \{title: ([^,}]+)", FILES["tables/events.yaml"], re.MULTILINE)
    lines = [";".join(title for _, title in titles)]
    lines += [";".join(str(row.get(name, "")).replace(";", ",") for name, _ in titles) for row in ROWS[:5]]
    text = "\n".join(lines).replace(";", "\t").replace("Школа № 7, Школа № 29", "Школа № 7; Школа № 29").replace("\t", ",")
    (config / "start" / "events.csv").write_text(text + "\n", "utf-8")
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(config))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr("netdash.snapshot.DEMONSTRATION", "М-")
    netdash.open_workspace(config, path).create(demonstration=False)
    yield path
    shared.stop()


def press(app: AppTest, label: str) -> AppTest:
    """Press the first button of this name."""
    return next(button for button in app.button if button.label == label).click().run()


def text_of(app: AppTest) -> str:
    """What stands on the page, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(app)))


def test_the_page_opens_on_this_week_and_the_next(workbook: Path) -> None:
    text = text_of(visit("calendar"))
    this, following = text.partition("Эта неделя, 9–15 марта")[2].split("Следующая неделя, 16–22 марта")
    assert re.search(r"чт, 12 марта сегодня Семинар .*семинар Школа № 7 Школа № 7; Школа № 29", this)
    assert "Конкурс" in following.partition("Прошли, но не отмечено")[0]
    assert "Забытый" in following.partition("Прошли, но не отмечено, состоялись ли")[2]
    assert "Был семинар" not in text


@pytest.mark.parametrize("view", ["month", "week", "list", "lanes", "cover", "day"])
def test_every_way_to_look_stands_on_any_day(workbook: Path, view: str) -> None:
    for day in ("", "2009-02-02", "0001-01-01", "9999-12-31", "<script>"):
        app = visit("calendar", view=view, day=day)
        assert not app.exception
        assert "<script>" not in html(app)
        assert day == "2009-02-02" or view == "cover" or "Семинар" in text_of(app)


def test_a_month_marks_today_and_the_weekend_and_offers_to_add(workbook: Path) -> None:
    text = html(visit("calendar", view="month"))
    assert len(re.findall(r'class="nd-(?:cell|day)[^"]*nd-is-today', text)) == 2
    assert 'aria-label="чт, 12\u00a0марта, сегодня"' in text
    assert "table=events&amp;add=1&amp;starts=05.03.2009" in text
    assert text.count('class="nd-week"') == 6


def test_filters_are_links_and_narrow_every_view(workbook: Path) -> None:
    app = visit("calendar", view="list", school="Ш-3")
    assert "Был семинар" not in text_of(app)
    assert "Конкурс" in text_of(app)
    assert "school=%D0%A8-2" in html(app)
    assert "Семинар" in text_of(visit("calendar", view="list", only="joint"))
    assert "Конкурс" not in text_of(visit("calendar", view="list", only="joint"))


def test_a_cell_of_the_matrix_opens_its_rows(workbook: Path) -> None:
    app = visit("calendar", view="cover", row="Ш-2", column="seminar")
    assert re.search(r"Школа № 7, семинар 1 .*Семинар", text_of(app))
    gap = html(visit("calendar", view="cover", row="Ш-1", column="contest"))
    assert "Не участвует." in gap
    assert "add=1&amp;invited=%D0%A8-1&amp;form=contest" in gap


def test_a_new_row_begins_with_the_day_and_what_else_is_known(workbook: Path) -> None:
    app = visit("registry", table="events", add="1", starts="05.03.2009", form="contest", invited="Ш-1")
    assert next(field for field in app.text_input if field.label.startswith("Начало")).value == "05.03.2009"
    assert next(field for field in app.selectbox if field.label.startswith("Форма")).value == "contest"
    assert next(field for field in app.multiselect if field.label.startswith("Участвуют")).value == ["Ш-1"]


def test_a_move_keeps_the_old_day_and_the_reason_on_the_card(workbook: Path) -> None:
    app = visit("calendar", author="Методист М. М.", event="М-2", do="move")
    app.date_input(key="nd-move-first").set_value(date(2009, 3, 24))
    app.text_input(key="nd-move-reason").set_value("Карантин")
    app = press(app, "Перенести")
    assert not app.exception
    assert str(read(workbook, "План мероприятий", "М-2", "Начало")).startswith("2009-03-24")
    assert str(read(workbook, "План мероприятий", "М-2", "Окончание")).startswith("2009-03-27")
    assert read(workbook, "План мероприятий", "М-2", "Состояние") == "перенесено"
    text = text_of(app)
    assert re.search(r"Начало: 17.03.2009 → 24.03.2009", text)
    assert "Методист М. М. · Карантин" in text
    app.button(key="nd-undo").click().run()
    assert str(read(workbook, "План мероприятий", "М-2", "Начало")).startswith("2009-03-17")


def test_an_end_that_was_empty_stays_empty(workbook: Path) -> None:
    app = visit("calendar", author="Методист М. М.", event="М-1", do="move")
    app.date_input(key="nd-move-first").set_value(date(2009, 3, 19))
    app.text_input(key="nd-move-reason").set_value("Карантин")
    press(app, "Перенести")
    assert read(workbook, "План мероприятий", "М-1", "Окончание") is None


def test_nothing_moves_without_a_reason_or_another_day(workbook: Path) -> None:
    app = visit("calendar", author="Методист М. М.", event="М-1", do="move")
    app.text_input(key="nd-move-reason").set_value("Карантин")
    assert "Дни остались прежними" in press(app, "Перенести").error[0].value
    app.date_input(key="nd-move-first").set_value(date(2009, 3, 19))
    app.text_input(key="nd-move-reason").set_value("")
    assert "Напишите причину" in press(app, "Перенести").error[0].value
    assert str(read(workbook, "План мероприятий", "М-1", "Начало")).startswith("2009-03-12")


def test_what_will_not_happen_stays_in_the_plan_marked(workbook: Path) -> None:
    app = visit("calendar", author="Методист М. М.", event="М-1", do="cancel")
    app.text_input(key="nd-move-reason").set_value("Болезнь")
    app = press(app, "Записать отмену")
    assert read(workbook, "План мероприятий", "М-1", "Состояние") == "отменено"
    assert re.search(r"Состояние: план → отменено .*Болезнь", text_of(app))
    assert "Не состоится…" not in text_of(app)


def test_what_is_over_offers_no_move(workbook: Path) -> None:
    assert "Перенести" not in text_of(visit("calendar", event="М-3"))
    assert "Перенести" in text_of(visit("calendar", event="М-5"))


def test_a_row_that_is_gone_is_said_so(workbook: Path) -> None:
    assert "Строки с кодом «М-99» здесь нет" in text_of(visit("calendar", event="М-99"))


def test_text_of_people_is_text(workbook: Path) -> None:
    put(workbook, "План мероприятий", "М-1", "Название", "<b onclick=x>**П**</b> :red[x]")
    for parameters in (
        {},
        {"view": "month"},
        {"view": "week"},
        {"view": "lanes"},
        {"event": "М-1"},
        {"event": "М-1", "do": "move"},
    ):
        app = visit("calendar", **parameters)
        assert not app.exception
        assert "<b onclick" not in html(app)
        assert not any("**П**" in element.value for element in app.markdown)


def ask(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """What the server answers at an address of a calendar."""
    parts = urlsplit(address)
    scope = {
        "type": "http", "method": "GET", "path": "/" + parts.path, "query_string": parts.query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "path_params": {"page": parts.path.rsplit("/", 1)[1].removesuffix(".ics")},
    }  # fmt: skip
    response = feed.serve_calendar(Request(scope))
    return response.status_code, dict(response.headers), bytes(response.body).decode()


def test_a_phone_follows_a_signed_address_and_hears_of_changes_only(workbook: Path) -> None:
    address = feed.to_feed("plan", {"school": "Ш-3"})
    status, headers, body = ask(address)
    assert (status, headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "SUMMARY:Конкурс" in body
    assert "Был семинар" not in body
    assert "X-WR-CALNAME:План · Школа № 29 · Заречье" in body.replace("\r\n ", "")
    assert ask(address, if_none_match=headers["etag"])[0] == 304
    assert ask(address, if_none_match=f'"x", W/{headers["etag"]}')[0] == 304
    put(workbook, "План мероприятий", "М-2", "Название", "Большой конкурс")
    shared.workspace().refresh()
    status, _, body = ask(address, if_none_match=headers["etag"])
    assert (status, "SUMMARY:Большой конкурс" in body) == (200, True)


def test_an_address_that_nobody_was_given_opens_nothing(workbook: Path) -> None:
    address = feed.to_feed("plan", {"school": "Ш-3"})
    signature = dict(parse_qsl(urlsplit(address).query))["sign"]
    for wrong in (
        "calendar/plan.ics", f"calendar/plan.ics?sign={signature}", f"calendar/summary.ics?school=Ш-3&sign={signature}",
        address.replace("%A8-3", "%A8-2"), f"{address}&form=contest", f"calendar/nowhere.ics?sign={signature}",
    ):  # fmt: skip
        status, _, body = ask(wrong)
        assert (status, body) == (403, feed.NO_SUCH)


def test_the_address_for_a_phone_stands_on_the_page(workbook: Path) -> None:
    app = visit("calendar", files="1", school="Ш-3")
    assert feed.to_feed("plan", {"school": "Ш-3"}) in app.code[0].value
    assert (workbook.parent / "secret").exists()
    assert find_root("http://host:8501/sub/plan", "plan") == "http://host:8501/sub"
    assert find_root("http://host:8501/", "plan") == "http://host:8501"


def test_an_empty_plan_says_what_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = write_network(tmp_path, choices=CHOICES, pages=PAGES)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(config))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(tmp_path / "network.xlsx"))
    netdash.open_workspace(config, tmp_path / "network.xlsx").create(demonstration=False)
    try:
        for view in ("", "month", "week", "list", "lanes", "cover", "day"):
            app = visit("calendar", view=view)
            assert not app.exception
            assert re.search("Ничего не запланировано|ещё ничего нет|ничего не запланировано|Не участвует|—", text_of(app))
    finally:
        shared.stop()


def test_what_nobody_reported_on_is_opened_to_its_end(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    page = book["План мероприятий"]
    titles = [cell.value for cell in page[1]]
    for number in range(10, 21):
        told = {"Код": f"М-{number}", "Название": f"Забытый {number}", "Форма": "семинар", "Начало": f"{number}.02.2009"}
        page.append([{**told, "Состояние": "план"}.get(title) for title in titles])
    book.save(workbook)
    shared.workspace().refresh()
    app = visit("calendar")
    assert "Прошли, но не отмечено, состоялись ли 12" in text_of(app)
    assert "Забытый 11" not in text_of(app)
    app.button(key="nd-more-screens_over").click().run()
    assert "Забытый 11" in text_of(app)
