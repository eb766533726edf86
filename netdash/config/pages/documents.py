"""Checks of a page of documents."""

from netdash.config.conditions import check_where
from netdash.config.draft import REFERENCES, Draft
from netdash.config.reading import Steps
from netdash.specs.pages import DocumentsPage
from netdash.specs.pages.documents import Dependent


def check_documents(draft: Draft, steps: Steps, page: DocumentsPage) -> None:
    """The matrix judges these documents; what hangs on them leads to their parties."""
    if not draft.table("pages", (*steps, "table"), page.table):
        return
    draft.own("pages", (*steps, "sort"), page.table, page.sort, {"choice"})
    parties = draft.own("pages", (*steps, "parties"), page.table, page.parties, REFERENCES)
    for word, path, kinds in (("until", page.until, {"date"}), ("who", page.who, REFERENCES | {"text"})):
        if path:
            draft.own("pages", (*steps, word), page.table, path, kinds)
    check_where(draft, "pages", (*steps, "agreement"), page.table, page.agreement)
    _check_matrix(draft, steps, page)
    for number, dependent in enumerate(page.hang):
        _check_dependent(draft, (*steps, "hang", number), page, dependent, parties.points_at if parties else "")


def _check_matrix(draft: Draft, steps: Steps, page: DocumentsPage) -> None:
    """The matrix has states, and they are of these documents."""
    if not draft.known("pages", (*steps, "matrix"), "the matrix", page.matrix, draft.words("coverage")):
        return
    matrix = draft.coverage.get(page.matrix)
    if matrix is None:
        return
    if matrix.cell.table != page.table:
        message = f"the matrix «{page.matrix}» is over {matrix.cell.table}; this page needs one over {page.table}"
        draft.fault("pages", (*steps, "matrix"), message)
    elif not matrix.cell.states:
        draft.fault("pages", (*steps, "matrix"), f"the matrix «{page.matrix}» has no states; this page needs them")
    else:
        named = [((*steps, "running_out"), page.running_out)] if page.running_out else []
        named += [((*steps, "waiting", number), word) for number, word in enumerate(page.waiting)]
        for place, word in named:
            draft.known("pages", place, f"{page.matrix}: the state", word, matrix.cell.states)


def _check_dependent(draft: Draft, steps: Steps, page: DocumentsPage, dependent: Dependent, places: str) -> None:
    """Its paths lead to the parties, and to the documents."""
    if not draft.table("pages", (*steps, "table"), dependent.table):
        return
    check_where(draft, "pages", (*steps, "where"), dependent.table, dependent.where)
    for number, path in enumerate(dependent.between):
        end = draft.column("pages", (*steps, "between", number), dependent.table, path, {"reference", "key"})
        if end and places and end.points_at != places:
            draft.fault("pages", (*steps, "between", number), f"«{path}» refers to {end.points_at}; needed here: {places}")
    for number, path in enumerate(dependent.show):
        draft.follow("pages", (*steps, "show", number), dependent.table, path)
    if dependent.by:
        draft.reference("pages", (*steps, "by"), dependent.table, dependent.by, page.table)
    elif len(dependent.between) < 2:
        message = "one place needs no agreement with itself: name two, or with «by» the column that names the agreement"
        draft.fault("pages", (*steps, "between"), message)
