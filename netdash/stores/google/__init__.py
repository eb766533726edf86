"""The workbook as a Google spreadsheet that schools go on editing: one request a refresh, one step a save."""

from netdash.stores.google.checking import check_connection
from netdash.stores.google.settings import SECRETS, Connection, find_id, load_connection, read_source
from netdash.stores.google.store import GoogleStore

__all__ = ["SECRETS", "Connection", "GoogleStore", "check_connection", "find_id", "load_connection", "read_source"]
