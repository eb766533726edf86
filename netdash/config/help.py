"""Checks of the help: its topics are of pages that there are, and open pages that there are."""

from typing import get_args

from netdash.config.draft import Draft
from netdash.specs.pages import PageSpec

KINDS = tuple(model.model_fields["kind"].annotation.__args__[0] for model in get_args(get_args(PageSpec)[0]))
"""Every kind of page."""


def check_help(draft: Draft) -> None:
    """Every topic's kinds and pages are known."""
    draft.names("help", ("topics",), "the topic")
    if draft.help is None:
        return
    pages = [name for section in draft.words("pages") for name in draft.words("pages", section)]
    for name, topic in draft.help.topics.items():
        for number, kind in enumerate(topic.kinds):
            draft.known("help", ("topics", name, "for", number), "the kind of page", kind, KINDS)
        for number, opening in enumerate(topic.open):
            draft.known("help", ("topics", name, "open", number, "page"), "the page", opening.page, pages)
