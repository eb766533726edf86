"""A header or a sheet that somebody renamed, put right in the workbook."""

from contextlib import suppress
from datetime import datetime

from netdash.errors import NetdashError, StoreError
from netdash.grid import locate
from netdash.headers import Proposal
from netdash.journal import RENAMED, Entry, compose_writes, find_journal, new_change_set
from netdash.snapshot import Snapshot, build_snapshot
from netdash.specs import Config
from netdash.stores import SetCell, Store


def rename_header(proposal: Proposal, author: str, store: Store, config: Config, previous: Snapshot | None) -> Snapshot:
    """Write the title of the config into the header's cell, with a line of the journal; the workbook after it.

    Raises ``NetdashError`` if the header is no longer what was proposed, ``StoreError`` if nothing was written.
    """
    at = datetime.now().replace(microsecond=0)
    with store.transaction() as transaction:
        fresh = build_snapshot(config, transaction.book, datetime.now(), previous)
        if proposal not in fresh.proposals or not proposal.cell:
            raise NetdashError(f"Заголовок {proposal.cell} на листе «{proposal.sheet}» уже другой, он оставлен как есть.")
        row, column = locate(proposal.cell)
        before = fresh.book.sheets[proposal.sheet].cell(row, column)
        entry = Entry(
            at, author, proposal.table, "", proposal.column, proposal.found, proposal.right, new_change_set(at), RENAMED
        )
        writes = [
            SetCell(proposal.sheet, row, column, before, proposal.right),
            *compose_writes(find_journal(fresh.book), [entry], config),
        ]
        return build_snapshot(config, transaction.write(writes), datetime.now(), fresh)


def rename_sheet(proposal: Proposal, author: str, store: Store, config: Config, previous: Snapshot | None) -> Snapshot:
    """Give a sheet the title of the config, with a line of the journal; the workbook after it.

    Raises ``StoreError`` if the sheet was not renamed; the line is lost where the journal cannot be written.
    """
    at = datetime.now().replace(microsecond=0)
    store.rename_sheet(proposal.found, proposal.right)
    entry = Entry(at, author, proposal.table, "", "", proposal.found, proposal.right, new_change_set(at), RENAMED)
    with store.transaction() as transaction:
        book = transaction.book
        with suppress(StoreError):
            book = transaction.write(compose_writes(find_journal(book), [entry], config))
        return build_snapshot(config, book, datetime.now(), previous)
