"""Checks of filters and named lists, which several kinds of page have."""

from collections.abc import Mapping

from netdash.config.conditions import check_where
from netdash.config.draft import CHOICES, REFERENCES, Draft
from netdash.config.reading import Steps
from netdash.specs.pages.choosing import FilterSpec, ListSpec

FILTERED = CHOICES | REFERENCES | {"school_year"}


def check_filters(draft: Draft, steps: Steps, table: str, filters: Mapping[str, FilterSpec], taken: tuple[str, ...]) -> None:
    """A filter's columns can be chosen from, and the address does not need its name (``taken``) for anything else."""
    draft.names("pages", (*steps, "filters"), "the filter")
    for name, spec in filters.items():
        if name in taken:
            message = f"«{name}» is a word of this page's own address; a filter needs another (taken: {', '.join(taken)})"
            draft.fault("pages", (*steps, "filters", name), message)
        for number, path in enumerate(spec.of):
            draft.column("pages", (*steps, "filters", name, "of", number), table, path, FILTERED)


def check_lists(draft: Draft, steps: Steps, table: str, lists: Mapping[str, ListSpec]) -> None:
    """The conditions of named lists suit their columns."""
    draft.names("pages", (*steps, "lists"), "the list")
    for name, spec in lists.items():
        check_where(draft, "pages", (*steps, "lists", name, "where"), table, spec.where)
