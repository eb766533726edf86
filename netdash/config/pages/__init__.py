"""Checks of the navigation: one page is the default, addresses differ, and what each page names exists and suits."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from netdash.config.draft import Draft
from netdash.config.pages.achievements import check_achievements
from netdash.config.pages.boards import check_boards
from netdash.config.pages.calendar import check_calendar
from netdash.config.pages.courses import check_courses
from netdash.config.pages.documents import check_documents
from netdash.config.pages.portfolio import check_portfolio
from netdash.config.pages.results import check_results
from netdash.config.pages.roster import check_roster
from netdash.config.pages.scheme import check_scheme
from netdash.config.pages.staff import check_staff
from netdash.config.pages.summary import check_summary
from netdash.config.pages.timetable import check_timetable
from netdash.config.reading import Steps

CHECKS: Mapping[str, Callable[[Draft, Steps, Any], None]] = {
    "summary": check_summary,
    "courses": check_courses,
    "timetable": check_timetable,
    "portfolio": check_portfolio,
    "roster": check_roster,
    "documents": check_documents,
    "results": check_results,
    "achievements": check_achievements,
    "calendar": check_calendar,
    "boards": check_boards,
    "scheme": check_scheme,
    "staff": check_staff,
}
"""The check of each kind of page that has parts."""


def check_pages(draft: Draft) -> None:
    """One page is the default, addresses differ, and the columns that play the parts suit."""
    addresses: dict[str, str] = {}
    default: list[str] = []
    for section, pages in draft.pages.items():
        draft.names("pages", (section,), "the page")
        for name, page in pages.items():
            steps = (section, name)
            if addresses.setdefault(name, section) != section:
                draft.fault("pages", steps, f"the page «{name}» stands under «{addresses[name]}» already")
            if not re.fullmatch(r"[a-z0-9_]+", page.icon):
                draft.fault("pages", (*steps, "icon"), f"«{page.icon}» is no name of a Material icon (small letters, digits, _)")
            if page.default:
                default.append(name)
                if len(default) > 1:
                    draft.fault("pages", (*steps, "default"), f"one page is the default, and it is {default[0]}")
            if page.kind in CHECKS:
                CHECKS[page.kind](draft, steps, page)
    if not default and not any(file == "pages" for file, _ in draft.dropped) and "pages" in draft.sources:
        draft.fault("pages", (), "no page is the default; give one of them default: true")
