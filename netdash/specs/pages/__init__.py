"""The navigation: which kinds of page this network has, and which tables play their parts."""

from typing import Annotated

from pydantic import Field

from netdash.specs.pages.achievements import AchievementsPage
from netdash.specs.pages.boards import BoardsPage
from netdash.specs.pages.calendar import CalendarPage
from netdash.specs.pages.courses import CoursesPage
from netdash.specs.pages.documents import DocumentsPage
from netdash.specs.pages.plain import (
    HelpPage,
    IndicatorsPage,
    JournalPage,
    MonitoringPage,
    QualityPage,
    RegistryPage,
    SearchPage,
    SetupPage,
    StagesPage,
)
from netdash.specs.pages.portfolio import PortfolioPage
from netdash.specs.pages.results import ResultsPage
from netdash.specs.pages.roster import RosterPage
from netdash.specs.pages.scheme import SchemePage
from netdash.specs.pages.staff import StaffPage
from netdash.specs.pages.summary import SummaryPage
from netdash.specs.pages.timetable import TimetablePage

PageSpec = Annotated[
    SchemePage
    | SummaryPage
    | StagesPage
    | CalendarPage
    | BoardsPage
    | RosterPage
    | DocumentsPage
    | IndicatorsPage
    | MonitoringPage
    | HelpPage
    | RegistryPage
    | QualityPage
    | JournalPage
    | ResultsPage
    | SearchPage
    | SetupPage
    | AchievementsPage
    | StaffPage
    | CoursesPage
    | TimetablePage
    | PortfolioPage,
    Field(discriminator="kind"),
]

__all__ = [
    "AchievementsPage",
    "BoardsPage",
    "CalendarPage",
    "CoursesPage",
    "DocumentsPage",
    "HelpPage",
    "IndicatorsPage",
    "JournalPage",
    "MonitoringPage",
    "PageSpec",
    "PortfolioPage",
    "QualityPage",
    "RegistryPage",
    "ResultsPage",
    "RosterPage",
    "SchemePage",
    "SearchPage",
    "SetupPage",
    "StaffPage",
    "StagesPage",
    "SummaryPage",
    "TimetablePage",
]
