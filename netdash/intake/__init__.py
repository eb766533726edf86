"""Taking in a file that somebody sent: read, matched, compared; nothing is written here."""

from netdash.intake.comparing import Intake, Outcome, Status, compare
from netdash.intake.files import LARGEST, TYPES, Sheet, read_file
from netdash.intake.matching import FileColumn, Match, column_cells, find_match, share_read
from netdash.intake.outlook import foresee_rows
from netdash.intake.reading import Fault, Question
from netdash.intake.refusals import NotTaken

__all__ = [
    "LARGEST", "TYPES", "Fault", "FileColumn", "Intake", "Match", "NotTaken", "Outcome", "Question", "Sheet", "Status",
    "column_cells", "compare", "find_match", "foresee_rows", "read_file", "share_read",
]  # fmt: skip
