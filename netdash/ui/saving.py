"""From what a person changed to the workbook, with every question that stands between: whose name, which names go along,
what to do about a conflict. What was typed stays in the session until it is written or thrown away by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import streamlit as st

from netdash.edits import Change, Insert, Report
from netdash.errors import NetdashError, Unclear
from netdash.journal import INSERTED
from netdash.saving.opposition import CHANGED
from netdash.snapshot import Reference
from netdash.ui import current
from netdash.ui.text import escape, plain

_DRAFTS, _NOTICE = "_drafts", "_notice"
NOTHING = Report()
CHANGED_SINCE = "С тех пор ячейку изменили ещё раз, она оставлена как есть."


@dataclass(frozen=True)
class Draft:
    """Changes that are not written yet. ``what`` names them for people; ``asked`` is false while their dialog is put aside.

    ``report`` is what the last try said, ``error`` why it could not be made, ``renames`` the cells that name a row whose
    label changes, ``rename`` the person's word on them. ``doubt`` is the change set of a try that may have landed, with the
    first ``doubtful`` changes. ``together``: of a row all changes are written or none.
    """

    slot: str
    changes: tuple[Change, ...]
    what: str
    reason: str = ""
    asked: bool = True
    report: Report = NOTHING
    error: str = ""
    renames: tuple[Reference, ...] = ()
    rename: bool | None = None
    doubt: str = ""
    doubtful: int = 0
    together: bool = False


@dataclass(frozen=True)
class Notice:
    """What was just written, and the change set that an undo would take back (empty: nothing to take back)."""

    text: str
    change_set: str
    page: str


def submit(changes: Sequence[Change], what: str, slot: str = "page", reason: str = "", together: bool = False) -> Report | None:
    """Save these changes; the report once all is written, else ``None``, and the draft of ``slot`` asks what is missing.

    From here on the changes are the draft's: the caller drops its own copy and runs the page again. Works in callbacks.
    """
    if not changes:
        return None
    draft = Draft(slot, tuple(changes), what, reason, together=together)
    before = pending(slot)
    if before is not None:
        # The browser may report a tick once more before it hears that the box was put back.
        new = [change for change in changes if isinstance(change, Insert) or change not in before.changes]
        draft = replace(draft, changes=(*before.changes, *new), doubt=before.doubt, doubtful=before.doubtful)
    return attempt(draft)


def attempt(draft: Draft) -> Report | None:
    """One try to write a draft; keeps it, with what speaks against it, unless everything was written.

    What an earlier try may have written is looked for in the journal first and not written twice.
    """
    workspace, author = current.workspace(), current.author()
    draft = replace(draft, error="", report=NOTHING, asked=True)
    if not author:
        keep(draft)
        return None
    try:
        if draft.doubt and workspace.landed(draft.doubt):
            rest = draft.changes[draft.doubtful :]
            if not rest:
                return finish(draft, Report(draft.doubt, draft.changes, keys=keys_of(draft.doubt)))
            draft = replace(draft, changes=rest)
        draft = replace(draft, doubt="", doubtful=0)
        if draft.rename is None and (renames := workspace.renames(draft.changes)):
            keep(replace(draft, renames=renames))
            return None
        report = workspace.save(draft.changes, author=author, reason=draft.reason, rename=draft.rename is not False)
    except NetdashError as error:
        draft = replace(draft, error=str(error))
        if isinstance(error, Unclear):
            draft = replace(draft, doubt=error.change_set, doubtful=len(draft.changes))
        keep(draft)
        return None
    if report.conflicts or report.refused:
        keep(replace(draft, changes=left_over(draft.changes, report), report=report))
        if report.change_set:
            announce("Сохранена часть: " + draft.what, report.change_set)
        return None
    return finish(draft, report)


def finish(draft: Draft, report: Report) -> Report:
    """All of a draft is written: say so and forget it."""
    discard(draft.slot)
    announce("Сохранено: " + draft.what + "".join(f". {sentence}" for sentence in report.repaired), report.change_set)
    return report


def keys_of(change_set: str) -> tuple[str, ...]:
    """The keys of the rows that a change set added, in order."""
    entries = current.workspace().history(change_set=change_set)
    return tuple(entry.key for entry in reversed(entries) if entry.column == INSERTED)


def left_over(changes: Sequence[Change], report: Report) -> tuple[Change, ...]:
    """The changes that were not written: those of rows with a conflict or a refusal, and new rows that did not pass."""
    rows = {(c.table, c.key) for c in report.conflicts} | {(p.table, p.key) for p in report.refused}
    return tuple(change for change in changes if (change.table, change.key) in rows)


def drafts() -> dict[str, Draft]:
    """All drafts of this session by slot."""
    return cast("dict[str, Draft]", st.session_state.setdefault(_DRAFTS, {}))


def pending(slot: str) -> Draft | None:
    """The draft of a slot, if it has one."""
    return drafts().get(slot)


def keep(draft: Draft) -> None:
    """Hold a draft until it is written or discarded."""
    drafts()[draft.slot] = draft


def discard(slot: str) -> None:
    """Throw a draft away."""
    drafts().pop(slot, None)


def is_open() -> bool:
    """Whether the dialog of a draft stands on the page."""
    return any(draft.asked for draft in drafts().values())


def announce(text: str, change_set: str = "") -> None:
    """Say what was written at the foot of the next run, with a way back if there is a change set."""
    st.session_state[_NOTICE] = Notice(text, change_set, current.page().name)


def show_notice() -> None:
    """What was just written, with «Отменить»; it goes by its cross, with the page, or with the next one."""
    notice = cast("Notice | None", st.session_state.get(_NOTICE))
    if notice is None or notice.page != current.page().name:
        return
    with st.container(key="nd-notice", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p role="status">{escape(notice.text)}</p>')
        if notice.change_set:
            st.button("Отменить", key="nd-undo", type="tertiary", on_click=undo, args=(notice.change_set,))
        st.button("", key="nd-notice-close", icon=":material/close:", type="tertiary", help="Закрыть", on_click=forget_notice)


def forget_notice() -> None:
    """Take the notice away."""
    st.session_state.pop(_NOTICE, None)


def undo(change_set: str) -> None:
    """Take a change set back and say how it went; called by a button. Cells that others changed since stay as they are."""
    try:
        report = current.workspace().undo(change_set, author=current.author())
    except NetdashError as error:
        announce(f"Отменить не удалось. {error}")
        return
    against = [CHANGED_SINCE if conflict.message == CHANGED else conflict.message for conflict in report.conflicts]
    against += [problem.message for problem in report.refused]
    if against:
        done = "Отменена часть изменений. " if report.change_set else "Отменить не удалось. "
        announce(done + " ".join(dict.fromkeys(against)), report.change_set)
    else:
        announce("Изменение отменено.")


def told(error: object) -> str:
    """An error's text for ``st.error`` and the like."""
    return plain(error)
