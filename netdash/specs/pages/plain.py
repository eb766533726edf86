"""Pages that need no parts: what they show is declared elsewhere."""

from typing import Literal

from netdash.specs.pages.base import Page


class StagesPage(Page):
    """The checklists of ``stages.yaml``."""

    kind: Literal["stages"]


class IndicatorsPage(Page):
    """Criteria, their indicators, and the rows behind each figure."""

    kind: Literal["indicators"]


class RegistryPage(Page):
    """Every table: search, filter, edit, add, remove, download."""

    kind: Literal["registry"]


class QualityPage(Page):
    """All problems of the data, by sheet and by owner."""

    kind: Literal["quality"]


class JournalPage(Page):
    """Who changed what, and the way back."""

    kind: Literal["journal"]
