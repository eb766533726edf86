"""Addresses inside the dashboard, so that every state of a page can be sent to somebody."""

from urllib.parse import urlencode

import streamlit as st

from netdash.errors import Problem
from netdash.specs import PageSpec
from netdash.ui import current
from netdash.ui.text import escape

NOBODY = "-"
"""What the address says for the problems that belong to no owner."""


def find_page(kind: str) -> str:
    """The address of the first page of a kind, empty if the network has none."""
    for section in current.workspace().config.pages.values():
        for name, page in section.items():
            if page.kind == kind:
                return address(page, name)
    return ""


def address(page: PageSpec, name: str = "") -> str:
    """The address of a page, relative to the dashboard's root: the default page is the root itself."""
    return "." if page.default else name or page.name


def to(path: str, **parameters: str) -> str:
    """An address with its parameters; empty ones are left out."""
    wanted = {name: value for name, value in parameters.items() if value}
    return path + ("?" + urlencode(wanted) if wanted else "")


def to_row(table: str, key: str = "", column: str = "") -> str:
    """Where a row (or a table, or a cell) is shown and edited."""
    return to(find_page("registry"), table=table, row=key, column=column)


def to_place(table: str, key: str) -> str:
    """Where the card of a row stands, if a page of places is about its table; else the row itself."""
    for section in current.workspace().config.pages.values():
        for name, page in section.items():
            if page.kind == "scheme" and page.table == table:
                return to(address(page, name), place=key)
    return to_row(table, key)


def to_new(table: str, **held: str) -> str:
    """Where a row is added; ``held`` are values that its fields begin with."""
    return to(find_page("registry"), table=table, add="1", **held)


def to_problem(problem: Problem) -> str:
    """Where a problem's cell is shown and edited."""
    return to_row(problem.table, problem.key, problem.column)


def anchor(href: str, text: object, kind: str = "") -> str:
    """HTML of a link that stays in this tab; without an address only the text."""
    shown = escape(text)
    return f'<a class="nd-link {escape(kind)}" href="{escape(href)}" target="_self">{shown}</a>' if href else shown


def asked(name: str) -> str:
    """A parameter of the page's address, empty without it."""
    return str(st.query_params.get(name, ""))


def answer(**parameters: str) -> None:
    """Put parameters into the page's address; empty ones are taken out."""
    for name, value in parameters.items():
        if value:
            if st.query_params.get(name) != value:
                st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]
