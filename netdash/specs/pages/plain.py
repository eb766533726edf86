"""Pages that need no parts: what they show is declared elsewhere."""

from typing import ClassVar, Literal

from netdash.specs.pages.base import Page


class StagesPage(Page):
    """The checklists of ``stages.yaml``."""

    printed: ClassVar[bool] = True
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


class SearchPage(Page):
    """One search over all tables; its field stands beside the navigation, which leaves the page itself out."""

    hidden: ClassVar[bool] = True
    kind: Literal["search"]


class MonitoringPage(Page):
    """What owners typed of what tables ``expect`` of them, and the answers that tables ``ask`` for."""

    printed: ClassVar[bool] = True
    kind: Literal["monitoring"]


class SetupPage(Page):
    """Which workbook this is, what it lacks, and whether it can be reached."""

    kind: Literal["setup"]


class HelpPage(Page):
    """How things are done: the topics of ``help.yaml``, and how the sheets are filled."""

    kind: Literal["help"]
