"""What the address of the page asks for, the parts of the page and its figures."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import streamlit as st

from netdash.facts import show_at
from netdash.kinds import fold
from netdash.kinds.russian import NBSP, counted, number
from netdash.seats import Bank, Seats, take_bank
from netdash.snapshot import Snapshot
from netdash.specs.pages import CoursesPage
from netdash.ui import links
from netdash.ui.figures import Figure, show_figures
from netdash.ui.menus import draw_choices
from netdash.ui.registry.address import parameter
from netdash.ui.registry.rows import holds, texts, values
from netdash.ui.states import badge

STYLES = Path(__file__).with_name("look.css")
PARTS = ("", "closed", "students")
FULL, BANK = "full", "bank"


@dataclass(frozen=True)
class View:
    """One state of the page: a part of it in one year, or one course. ``held`` are columns that are held to a value."""

    bank: Bank
    snapshot: Snapshot
    part: str
    year: str
    course: str
    find: str
    only: str
    held: tuple[tuple[str, str], ...]

    @property
    def page(self) -> CoursesPage:
        """The declaration of the page."""
        return self.bank.page

    @property
    def students(self) -> str:
        """The table of those who take courses."""
        return self.snapshot.tables[self.page.plans].spec.columns[self.page.student].to or ""

    def to(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        own = {
            "view": self.part,
            "year": "" if self.year == self.bank.current else self.year,
            "find": self.find,
            "only": self.only,
        }
        held = {parameter(column): value for column, value in self.held}
        return links.to(links.address(self.page), **{**own, **held, **parameters})

    def to_course(self, key: str, **parameters: str) -> str:
        """Where a course opens."""
        return self.to(course=key, view="", find="", only="", **{parameter(column): "" for column, _ in self.held}, **parameters)

    def seats(self, course: str) -> Seats:
        """How full a course is in the year of the view."""
        return self.bank.seats(course, self.year)

    @cached_property
    def shown(self) -> list[str]:
        """The courses that pass the search and the filters, in the order of the sheet."""
        table = self.snapshot.tables[self.page.courses]
        keys: list[str] = table.index.tolist()
        passed = [(key in self.bank.open) == (self.part != "closed") for key in keys]
        for column, value in self.held:
            passed = [ok and holds(each, value) for ok, each in zip(passed, values(table, column), strict=True)]
        if words := fold(self.find).split():
            label = table.spec.label_column
            searched = [texts(self.snapshot, self.page.courses, name) for name in dict.fromkeys((label, *self.own_columns))]
            lines = [fold(" ".join(line)) for line in zip(*searched, strict=True)]
            passed = [ok and all(word in line for word in words) for ok, line in zip(passed, lines, strict=True)]
        found = [key for key, ok in zip(keys, passed, strict=True) if ok]
        return [key for key in found if self.seats(key).is_full] if self.only == FULL else found

    @property
    def own_columns(self) -> tuple[str, ...]:
        """The columns of courses that the page shows."""
        paths = (*self.page.show, *self.page.filters, *([self.page.place] if self.page.place else []))
        return tuple(dict.fromkeys(path for path in paths if "." not in path))

    def text(self, path: str, key: str) -> str:
        """What a course holds at a path."""
        return show_at(self.snapshot, self.page.courses, path, at(self.snapshot, self.page.courses, key, path))

    def named(self, path: str, key: str) -> str:
        """The same with the column's title where the value alone would not be understood: «часов 34»."""
        return with_title(self.snapshot, (self.page.courses, path), self.text(path, key))

    def title(self, path: str) -> str:
        """What the column at the end of a path of courses is called."""
        return self.snapshot.target(self.page.courses, path)[1].title


def with_title(snapshot: Snapshot, place: tuple[str, str], text: str) -> str:
    """A text with the title of its column before it, unless it is a word or a name, which speak for themselves."""
    column = snapshot.target(*place)[1]
    speaks = column.kind in ("choice", "choices", "reference", "references", "long_text")
    return text if speaks or not text else f"{column.title[:1].lower()}{column.title[1:]} {text}"


def at(snapshot: Snapshot, table: str, key: str, path: str) -> object:
    """One value of a path."""
    return snapshot.follow(table, path).iloc[snapshot.tables[table].positions[key]]


def take_view(page: CoursesPage, snapshot: Snapshot) -> View:
    """The view that the address asks for."""
    bank = take_bank(page, snapshot)
    part = links.asked("view") if links.asked("view") in PARTS else ""
    year = links.asked("year") if links.asked("year") in (*bank.years, bank.next) else bank.current
    course = links.asked("course") if links.asked("course") in snapshot.tables[page.courses].rows else ""
    held = tuple((name, links.asked(parameter(name))) for name in page.filters if links.asked(parameter(name)))
    return View(bank, snapshot, part, year, course, links.asked("find"), links.asked("only"), held)


def show_parts(view: View) -> None:
    """The parts of the page, and the year that all of it is about, as links."""
    title = view.snapshot.tables[view.page.plans].spec.title
    closed = len(view.snapshot.tables[view.page.courses].rows) - len(view.bank.open)
    parts = {"": f"Можно выбрать {len(view.bank.open)}"} | ({"closed": f"Ещё готовятся {closed}"} if closed else {})
    pieces = draw_choices(
        "Что показать",
        {**parts, "students": title},
        "-" if view.course else view.part,
        lambda part: view.to(view=part, only="", course=""),
    )
    if view.page.year:
        years = {year: year for year in (view.bank.next, *view.bank.years)}
        pieces += draw_choices("Учебный год", years, view.year, lambda year: view.to(year=year, course=view.course))
    st.html(f'<div class="nd-course-parts">{pieces}</div>')


def show_totals(view: View) -> None:
    """The answers that people come for; nothing of an empty bank."""
    if view.bank.totals:
        show_figures(list_totals(view))


def list_totals(view: View) -> list[Figure]:
    """How much can be taken, by how many it is, and where there is no room left."""
    seats = [view.seats(key) for key in view.bank.open]
    plans = [plan for (year, _), found in view.bank.by_student.items() if year == view.year for plan in found]
    lefts = [each.left for each in seats if each.left is not None]
    total = view.snapshot.tables[view.students].spec.title.lower()
    unheld = {parameter(column): "" for column, _ in view.held}
    everything = view.to(only="", view="", course="", find="", **unheld) + f"#{BANK}" if seats else ""
    figures = [
        Figure(view.snapshot.tables[view.page.courses].spec.title, number(len(seats)), note="можно выбрать", href=everything),
        Figure(
            view.snapshot.tables[view.page.plans].spec.title,
            number(len({plan.student for plan in plans})),
            note=f"{total}, у которых есть план" if plans else "планов на этот год ещё нет",
            href=view.to(view="students", only="", course="") if plans else "",
        ),
    ]
    if view.page.seats and seats:
        free, full = sum(max(left, 0) for left in lefts), sum(each.is_full for each in seats)
        unsaid = len(seats) - len(lefts)
        note = f"из {number(sum(each.total or 0 for each in seats))}" + (f", не указано: {unsaid}" if unsaid else "")
        note = note if lefts else "число мест не указано"
        figures.append(Figure("Свободных мест", number(free), note=note, href=everything))
        over = sum(left < 0 for left in lefts)
        figures.append(
            Figure(
                "Курсы без свободных мест", number(full), note=f"переполнено: {over}" if over else "",
                href=view.to(only=FULL, view="", course="") if full else "",
                state=None if full or unsaid else "done", state_word="" if full or unsaid else "места есть везде",
            )
        )  # fmt: skip
    return figures


def tell_seats(seats: Seats) -> str:
    """HTML of the seats that are left, and of those who wait for one."""
    left, total = seats.left, seats.total
    if left is None or total is None:
        mark = badge("no_data", f"мест: не указано, занимаются {seats.taken}")
    elif left < 0:
        mark = badge("late", f"на {number(-left)} больше, чем мест")
    elif left == 0:
        mark = badge("under_way", "мест нет")
    else:
        mark = badge("done", f"свободно {number(left)} из {number(total)}")
    waiting = f" <small>ещё {counted(seats.waiting, 'заявка', 'заявки', 'заявок')}</small>" if seats.waiting else ""
    return mark + waiting


def tell_when(view: View, key: str) -> str:
    """«суббота, 15:20–16:00»."""
    if not view.page.when:
        return ""
    day, *times = (view.text(path, key) for path in view.page.when)
    return ", ".join(part for part in (day, "–".join(filter(None, times))) if part)


def name_student(view: View, key: str) -> str:
    """The code of somebody."""
    return view.snapshot.label(view.students, key).replace(" ", NBSP)


def tell_details(view: View, key: str) -> str:
    """«МОУ № 7 · класс 10 · гуманитарный»."""
    paths = (*([view.page.home] if view.page.home else []), *view.page.details)
    known = ((path, show_at(view.snapshot, view.students, path, at(view.snapshot, view.students, key, path))) for path in paths)
    return " · ".join(with_title(view.snapshot, (view.students, path), text) for path, text in known if text)
