"""A save that fails on Google, as a person at the page sees it: what was typed stays, and credentials are nowhere."""

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from google_kit import EMAIL, GoogleKit, account
from networks import write_network
from streamlit.testing.v1 import AppTest
from test_app import html, visit

import netdash
from netdash import StoreError
from netdash.stores.google import client
from netdash.ui import shared

AUTHOR = "Иванова А. П."
SHEET, STATE = "Этапы", "Состояние"


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleKit]:
    """A spreadsheet on the loopback server, as the environment names it; nobody waits for the quota."""
    made = GoogleKit(tmp_path)
    folder = write_network(tmp_path)
    monkeypatch.setattr(client, "LONGEST_PAUSE", 0.01)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(folder))
    made.name_in_environment(monkeypatch)
    netdash.open_workspace(folder, made.book.id).create(demonstration=False)
    yield made
    shared.stop()
    made.close()


def state(kit: GoogleKit) -> Any:
    """What the sheet says of the task that is ticked off."""
    header, *rows = kit.server.editor(kit.book).values(SHEET)
    return next(row for row in rows if row[0] == "З-2")[header.index(STATE)]


def protect(kit: GoogleKit) -> None:
    sheet = kit.book.sheet(SHEET)
    sheet.protected.append({"protectedRangeId": 7, "range": {"sheetId": sheet.id}, "editors": {"users": ["owner@example.org"]}})


def fill(kit: GoogleKit) -> None:
    message = "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    kit.server.fail("status", on="batchUpdate", status=400, message=message)


HARMS: dict[str, tuple[Callable[[GoogleKit], object], str]] = {
    "a protected cell": (protect, "защищены"),
    "a lost right": (lambda kit: kit.book.permissions.update({EMAIL: "reader"}), "роль «Редактор»"),
    "a deleted sheet": (lambda kit: kit.server.editor(kit.book).act("delete_sheet", sheet=SHEET), "В книге нет листа"),
    "a full spreadsheet": (fill, "кончилось место"),
    "a lost answer": (lambda kit: kit.server.fail("drop_before", on="batchUpdate"), "записано ли, пока неизвестно"),
    "a full quota": (
        lambda kit: kit.server.fail("status", on="batchUpdate", status=429, times=99),
        "запросов в эту минуту слишком много",
    ),
}


def tick(app: AppTest) -> AppTest:
    return app.checkbox(key="nd-tick-З-2").check().run()


@pytest.mark.parametrize("harm", HARMS)
def test_what_was_typed_stays_and_what_to_do_is_said(kit: GoogleKit, harm: str) -> None:
    app = visit("stages", author=AUTHOR, stage="first")
    HARMS[harm][0](kit)
    app = tick(app)
    assert not app.exception
    told = html(app) + " ".join(element.value for element in (*app.error, *app.warning, *app.markdown))
    assert HARMS[harm][1] in told.replace("\xa0", " ")
    (draft,) = app.session_state["_drafts"].values()
    assert next((change.key, change.column, change.after) for change in draft.changes) == ("З-2", "status", "done")
    assert harm == "a deleted sheet" or state(kit) == "в работе"


MARK = "TheMarkedSecretOfThisKey"


def spoil_token(kit: GoogleKit) -> None:
    kit.server.fail("status", on="token", status=500, times=99)
    kit.server.tokens.issued.clear()


LEAKS: dict[str, Callable[[GoogleKit], object]] = {
    "nothing": lambda kit: None,
    "a token that nobody knows": lambda kit: (kit.server.tokens.issued.clear(), setattr(kit.server.tokens, "accounts", set())),
    "no token given": spoil_token,
    "401": lambda kit: kit.server.fail("status", on="spreadsheets", status=401, times=99),
    "403": lambda kit: kit.book.permissions.clear(),
    "503": lambda kit: kit.server.fail("status", on="spreadsheets", status=503, html=True, times=99),
    "a cut connection": lambda kit: kit.server.fail("drop_after", on="batchUpdate", times=99),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_credentials_are_nowhere_on_the_whole_way(
    kit: GoogleKit, leak: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    app = visit("stages", author=AUTHOR, stage="first")
    LEAKS[leak](kit)
    app = tick(app)
    page = html(app) + repr(app.main) + repr(app.error) + str(app.exception)
    told, shown = [page], []
    for call in (shared.workspace().refresh, lambda: shared.workspace().undo(shared.workspace().history()[0].change_set, "Б")):
        try:
            call()
        except (StoreError, netdash.NetdashError, IndexError) as error:
            told.append("".join(traceback.format_exception(error)))
    told += [str(shared.workspace().freshness), repr(vars(shared.workspace())), repr(shared.workspace()._store)]
    told += [repr(row) for sheet in kit.book.sheets for row in kit.server.editor(kit.book).values(sheet.title)]
    told += [
        path.read_bytes().decode("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".yaml"
    ]
    shown += [caplog.text, *capfd.readouterr()]
    key = account(kit.server)["private_key"]
    secrets = {*(line for line in key.splitlines() if "PRIVATE" not in line), *kit.server.tokens.issued}
    assert len(secrets) > 10
    for text in (*told, *shown):
        assert not [secret for secret in secrets if secret in text]


@pytest.mark.parametrize(
    "key",
    [MARK, f"-----BEGIN PRIVATE KEY-----\n{MARK}\n-----END PRIVATE KEY-----\n", f'{{"private_key": "{MARK}"', f'["{MARK}"]'],
    ids=["no key", "a broken key", "broken JSON", "JSON of another kind"],
)
def test_a_malformed_key_is_refused_without_showing_it(
    kit: GoogleKit, key: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    whole = key if key.startswith(("{", "[")) else json.dumps({**account(kit.server), "private_key": key})
    told = []
    (tmp_path / "key.json").write_text(whole, "utf-8")
    for given in (whole, str(tmp_path / "key.json")):
        monkeypatch.setenv("NETDASH_GOOGLE_CREDENTIALS", given)
        with pytest.raises(StoreError) as caught:
            netdash.open_workspace(tmp_path / "config", kit.book.id).snapshot()
        told.append("".join(traceback.format_exception(caught.value)))
    shared.stop()
    app = visit("summary")
    told += [html(app), repr(app.error), str(app.exception), caplog.text]
    assert not [text for text in told if MARK in text]
