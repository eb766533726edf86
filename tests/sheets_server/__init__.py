"""Google Sheets, Drive and the token endpoint on this machine: what netdash and gspread use of them, with Google's manners."""

from .editor import Editor
from .faults import Call, Fault, Quota
from .server import SheetsServer

__all__ = ["Call", "Editor", "Fault", "Quota", "SheetsServer"]
