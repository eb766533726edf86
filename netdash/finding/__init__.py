"""Finding rows of the whole workbook by words: word forms and ё/е do not matter, typing errors are forgiven."""

from netdash.finding.index import Index, index
from netdash.finding.search import Found, Group, Hit, find
from netdash.finding.words import marks

__all__ = ["Found", "Group", "Hit", "Index", "find", "index", "marks"]
