"""Checks of a page of courses."""

from netdash.config.conditions import check_where
from netdash.config.draft import CHOICES, NUMBERS, REFERENCES, Draft
from netdash.config.reading import Steps
from netdash.specs.pages import CoursesPage

FILTERED = CHOICES | REFERENCES | {"school_year", "yes_no"}


def check_courses(draft: Draft, steps: Steps, page: CoursesPage) -> None:
    """Plans point at courses and at students; what is shown are columns of the tables that it belongs to."""
    words = {word: draft.table("pages", (*steps, word), getattr(page, word)) for word in ("courses", "plans")}
    if words["courses"]:
        _check_bank(draft, steps, page)
    if words["plans"]:
        _check_plans(draft, steps, page)


def _check_bank(draft: Draft, steps: Steps, page: CoursesPage) -> None:
    check_where(draft, "pages", (*steps, "open"), page.courses, page.open)
    for word, path, kinds in (
        ("seats", page.seats, NUMBERS),
        ("place", page.place, {"reference"}),
        ("status", page.status, {"choice"}),
    ):
        if path:
            draft.own("pages", (*steps, word), page.courses, path, kinds)
    for word, paths in (("when", page.when), ("show", page.show)):
        for number, path in enumerate(paths):
            draft.follow("pages", (*steps, word, number), page.courses, path)
    for number, path in enumerate(page.filters):
        draft.own("pages", (*steps, "filters", number), page.courses, path, FILTERED)


def _check_plans(draft: Draft, steps: Steps, page: CoursesPage) -> None:
    draft.reference("pages", (*steps, "course"), page.plans, page.course, page.courses)
    student = draft.own("pages", (*steps, "student"), page.plans, page.student, {"reference"})
    if page.year:
        draft.own("pages", (*steps, "year"), page.plans, page.year, {"school_year"})
    check_where(draft, "pages", (*steps, "takes"), page.plans, page.takes)
    check_where(draft, "pages", (*steps, "holds"), page.plans, {**page.holds})
    if student and student.column.to in draft.tables:
        if page.home:
            draft.own("pages", (*steps, "home"), student.points_at, page.home, {"reference"})
        for number, path in enumerate(page.details):
            draft.follow("pages", (*steps, "details", number), student.points_at, path)
