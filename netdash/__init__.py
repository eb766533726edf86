"""A low-code dashboard over a spreadsheet. Everything that pages, scripts and the command line need comes from here."""

from netdash.edits import Change, Conflict, Edit, Insert, Removal, Report, check, check_each
from netdash.errors import Busy, ConfigError, Fault, Moved, NetdashError, Problem, StoreError, Unclear, Unreadable
from netdash.indicators import Reading
from netdash.journal import Entry
from netdash.snapshot import Reference, Snapshot
from netdash.stores.opening import check_source, copy_workbook, find_source
from netdash.tables import Unread
from netdash.watching import Freshness
from netdash.workspace import Workspace, open_workspace

__all__ = [
    "Busy", "Change", "ConfigError", "Conflict", "Edit", "Entry", "Fault", "Freshness", "Insert", "Moved", "NetdashError",
    "Problem", "Reading", "Reference", "Removal", "Report", "Snapshot", "StoreError", "Unclear", "Unread", "Unreadable",
    "Workspace", "check", "check_each", "check_source", "copy_workbook", "find_source", "open_workspace",
]  # fmt: skip
