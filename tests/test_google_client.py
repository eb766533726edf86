"""Requests to Google: patience, the quota, the words for what went wrong, and credentials that stay where they are."""

import json
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google_kit import EMAIL, GoogleKit, account, private_key

from netdash.errors import Busy, StoreError, Unreadable
from netdash.stores import AppendRow, SheetLayout
from netdash.stores.google import Connection, GoogleStore, check_connection, find_id, load_connection, read_source
from netdash.stores.google.client import LONGEST_PAUSE, TIMEOUT, Budget
from netdash.stores.opening import find_source, open_store

ID = "13i8JmMnOenAZUzXFmf7RWg-EpVRcMk--kt2pkw6gZsF"


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[GoogleKit]:
    made = GoogleKit(tmp_path)
    made.open().create([SheetLayout("Лист", rows=(("а", 1),)), SheetLayout("Sheet1")])
    made.server.log.clear()
    yield made
    made.close()


class TestReading:
    def test_a_refresh_is_one_request_whatever_the_number_of_sheets(self, kit: GoogleKit) -> None:
        store = kit.open()
        for number in range(12):
            kit.book.add_sheet(f"Лист {number}")
        book = store.read()
        assert len(book.sheets) == 14
        kit.server.log.clear()
        kit.edit_outside("Лист 7", {"A1": "новое"})
        assert store.read(book).sheets["Лист 7"].cell(0, 0) == "новое"
        assert [entry.call.kind for entry in kit.server.log] == ["values.batchGet"]

    def test_a_renamed_sheet_is_known_at_once(self, kit: GoogleKit) -> None:
        store = kit.open()
        store.read()
        kit.server.editor(kit.book).act("rename_sheet", sheet="Лист", title="Другой 'лист'")
        assert store.read().sheets["Другой 'лист'"].cell(0, 0) == "а"

    def test_a_deleted_sheet_is_gone_and_an_added_one_comes(self, kit: GoogleKit) -> None:
        store = kit.open()
        store.read()
        kit.server.editor(kit.book).act("delete_sheet", sheet="Лист")
        assert list(store.read().sheets) == ["Sheet1"]
        kit.book.add_sheet("Новый")
        kit.now += 1000
        assert list(store.read().sheets) == ["Sheet1", "Новый"]

    def test_days_follow_their_column_when_it_is_moved(self, kit: GoogleKit) -> None:
        store = kit.open()
        kit.edit_outside("Лист", {"A1": "Когда", "B1": "Сколько", "B2": 40000, "A2": "9/1/2008", "A3": "9/2/2008"})
        day, number = store.read().sheets["Лист"].rows[1]
        assert (str(day), number) == ("2008-09-01", 40000)
        kit.server.editor(kit.book).act("move_column", sheet="Лист", at=0, to=2)
        number, day = store.read().sheets["Лист"].rows[1]
        assert (str(day), number) == ("2008-09-01", 40000)

    @pytest.mark.parametrize("status", [429, 500, 502, 503])
    def test_what_passes_is_waited_for(self, kit: GoogleKit, status: int) -> None:
        store = kit.open()
        kit.server.fail("status", on="values.batchGet", status=status, html=status > 500, times=3)
        assert store.read().sheets["Лист"].cell(0, 0) == "а"
        assert len(kit.slept) == 3
        assert kit.slept[0] < kit.slept[2] < 10

    def test_dropped_connections_are_waited_for(self, kit: GoogleKit) -> None:
        kit.server.fail("drop_before", on="values.batchGet", times=2)
        assert kit.open().read().sheets["Лист"].cell(0, 0) == "а"

    def test_silence_ends(self, kit: GoogleKit) -> None:
        store = kit.open()
        assert store._client.timeout == TIMEOUT
        store._client.set_timeout((1.0, 0.2))
        kit.server.fail("hang", on="values.batchGet", seconds=5, times=2)
        assert store.read().sheets["Лист"].cell(0, 0) == "а"
        assert len(kit.slept) == 2

    def test_who_waits_at_a_page_waits_for_one_silence_and_not_for_five(
        self, kit: GoogleKit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("netdash.stores.google.client.PATIENCE", 0.3)
        store = kit.open()
        store._client.set_timeout((1.0, 0.2))
        kit.server.fail("hang", on="v4", seconds=1, times=100)
        with pytest.raises(Unreadable, match="не ответил вовремя"):
            store.read()
        assert len(kit.slept) == 1

    def test_pauses_grow_up_to_a_limit_and_are_not_those_of_others(self, kit: GoogleKit) -> None:
        kit.server.fail("status", on="values.batchGet", status=503, html=True, times=1000)
        for _ in range(5):
            with pytest.raises(Unreadable):
                kit.open().read()
        rounds = [kit.slept[first : first + 4] for first in range(0, 20, 4)]
        assert all(2**number / 2 <= pauses[number] <= 2**number for pauses in rounds for number in range(4))
        assert len({pauses[0] for pauses in rounds}) == 5
        assert LONGEST_PAUSE <= 32

    def test_a_page_in_the_place_of_an_answer_is_survived(self, kit: GoogleKit) -> None:
        perform = kit.server.perform
        kit.server.perform = lambda *call: b"<html>Sorry</html>" if "batchGet" in call[0].kind else perform(*call)  # type: ignore[method-assign]
        with pytest.raises(Unreadable):
            kit.open().read()

    def test_a_token_that_ran_out_is_asked_for_anew(self, kit: GoogleKit) -> None:
        store = kit.open()
        store.read()
        kit.server.tokens.issued.clear()
        assert store.read().sheets["Лист"].cell(0, 0) == "а"

    def test_patience_ends(self, kit: GoogleKit) -> None:
        kit.server.fail("status", on="values.batchGet", status=503, html=True, times=100)
        with pytest.raises(Unreadable, match="503"):
            kit.open().read()
        assert kit.server.count("values.batchGet") == 5

    def test_a_quota_that_stays_full_is_told(self, kit: GoogleKit) -> None:
        kit.server.fail("status", on="values.batchGet", status=429, times=100)
        with pytest.raises(Busy, match="просит подождать"):
            kit.open().read()


class TestWhatIsWrong:
    def told(self, kit: GoogleKit, **more: Any) -> str:
        words = {"spreadsheet": kit.book.id, "account": account(kit.server), "api": kit.server.root, **more}
        with pytest.raises(StoreError) as caught:
            GoogleStore(Connection(**words), sleep=lambda _: None).read()
        return str(caught.value)

    def test_the_sheet_is_not_shared(self, kit: GoogleKit) -> None:
        kit.book.permissions.pop(EMAIL)
        assert EMAIL in self.told(kit)

    def test_the_id_is_wrong(self, kit: GoogleKit) -> None:
        assert "идентификатор" in self.told(kit, spreadsheet=ID)

    def test_the_api_is_off(self, kit: GoogleKit) -> None:
        kit.server.disabled.add("sheets")
        assert "Google Sheets API" in self.told(kit)

    def test_the_clock_is_wrong(self, kit: GoogleKit) -> None:
        kit.server.tokens.clock = lambda: 0.0
        assert "Часы" in self.told(kit)

    def test_the_account_is_gone(self, kit: GoogleKit) -> None:
        kit.server.tokens.accounts = set()
        assert EMAIL in self.told(kit)

    def test_nobody_answers(self, kit: GoogleKit) -> None:
        assert "Нет связи" in self.told(kit, api="http://127.0.0.1:9")

    def test_the_key_is_broken(self, kit: GoogleKit) -> None:
        assert "повреждён" in self.told(kit, account={**account(kit.server), "private_key": "мусор"})


class TestConnection:
    """Each step on the way can fail; the one that does says what to do, those after it were not tried."""

    def failing(self, kit: GoogleKit, source: str = "", **more: Any) -> tuple[str, str]:
        words = {"spreadsheet": kit.book.id, "account": account(kit.server), "api": kit.server.root, **more}
        checks = check_connection(source or words["spreadsheet"], lambda _: Connection(**words))
        assert [check.is_fine for check in checks] == sorted((check.is_fine for check in checks), key=[True, False, None].index)
        return next(((check.title, check.told) for check in checks if not check.is_fine), ("", ""))

    def test_all_is_well_and_nothing_was_changed(self, kit: GoogleKit) -> None:
        assert self.failing(kit) == ("", "")
        assert [entry.call.verb for entry in kit.server.log] == ["GET"]

    def test_the_address_is_none(self, kit: GoogleKit) -> None:
        title, told = self.failing(kit, "https://docs.google.com/document/d/1")
        assert title == "Адрес таблицы"
        assert "из браузера" in told

    def test_there_are_no_credentials(self, kit: GoogleKit, tmp_path: Path) -> None:
        checks = check_connection(ID, lambda source: load_connection(source, {}, tmp_path / "none.toml"))
        assert [check.is_fine for check in checks] == [True, False, None, None, None]
        assert "NETDASH_GOOGLE_CREDENTIALS" in checks[1].told

    def test_the_key_is_malformed(self, kit: GoogleKit) -> None:
        title, told = self.failing(kit, account={**account(kit.server), "private_key": "мусор"})
        assert title == "Ключ сервисного аккаунта"
        assert "файл ключа целиком" in told

    def test_there_is_no_network(self, kit: GoogleKit) -> None:
        title, told = self.failing(kit, account={**account(kit.server), "token_uri": "http://127.0.0.1:9/token"})
        assert title == "Связь, время и доступ"
        assert "интернет" in told

    def test_the_clock_is_wrong(self, kit: GoogleKit) -> None:
        kit.server.tokens.clock = lambda: 0.0
        title, told = self.failing(kit)
        assert title == "Связь, время и доступ"
        assert "точное время" in told

    def test_the_account_is_gone(self, kit: GoogleKit) -> None:
        kit.server.tokens.accounts = set()
        assert EMAIL in self.failing(kit)[1]

    def test_the_api_is_off(self, kit: GoogleKit) -> None:
        kit.server.disabled.add("sheets")
        title, told = self.failing(kit)
        assert title == "Google Sheets API"
        assert "Enable" in told

    def test_the_sheet_is_not_shared(self, kit: GoogleKit) -> None:
        kit.book.permissions.pop(EMAIL)
        title, told = self.failing(kit)
        assert title == "Таблица и её доступ"
        assert EMAIL in told

    def test_the_id_is_wrong(self, kit: GoogleKit) -> None:
        title, told = self.failing(kit, spreadsheet=ID)
        assert title == "Таблица и её доступ"
        assert "идентификатор" in told

    def test_google_is_out_of_order(self, kit: GoogleKit) -> None:
        kit.server.fail("status", on="spreadsheets.get", status=503, html=True, times=100)
        title, told = self.failing(kit)
        assert title == "Google Sheets API"
        assert "503" in told


class TestCredentials:
    @pytest.mark.parametrize("harm", ["account", "token", "broken key", "shared"])
    def test_they_reach_no_error_no_log_and_no_repr(self, kit: GoogleKit, caplog: pytest.LogCaptureFixture, harm: str) -> None:
        caplog.set_level(logging.DEBUG)
        words = account(kit.server)
        if harm == "account":
            kit.server.tokens.accounts = set()
        elif harm == "token":
            kit.server.fail("status", on="token", status=500, times=100)
        elif harm == "broken key":
            words["private_key"] = words["private_key"][:-100] + "\n-----END PRIVATE KEY-----\n"
        else:
            kit.book.permissions.pop(EMAIL)
        connection = Connection(kit.book.id, words, kit.server.root)
        secret = private_key().splitlines()[3]
        try:
            GoogleStore(connection, sleep=lambda _: None).read()
            told = ""
        except StoreError as error:
            told = "".join(traceback.format_exception(error))
        assert told
        tokens = list(kit.server.tokens.issued)
        for text in (told, caplog.text, repr(connection), repr(GoogleStore)):
            assert secret not in text
            assert not any(token in text for token in tokens)


class TestSettings:
    @pytest.mark.parametrize(
        "source",
        [ID, f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0", f"https://docs.google.com/spreadsheets/u/1/d/{ID}"],
    )
    def test_an_id_is_found(self, source: str) -> None:
        assert find_id(source) == ID

    @pytest.mark.parametrize(
        "source", ["data/network.xlsx", "network.xlsx", "a-very-long-name-of-a-workbook-here.xlsx", "", "/tmp/x"]
    )
    def test_a_file_is_no_id(self, source: str) -> None:
        assert find_id(source) == ""

    def test_secrets_name_the_spreadsheet_and_the_account(self, tmp_path: Path) -> None:
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            f'[workbook]\ngoogle = "{ID}"\napi = "http://127.0.0.1:1/"\n[gcp_service_account]\nclient_email = "a@b"\n', "utf-8"
        )
        connection = load_connection(read_source(secrets), {}, secrets)
        assert (connection.spreadsheet, connection.email, connection.api) == (ID, "a@b", "http://127.0.0.1:1")

    def test_the_environment_goes_before_the_secrets(self, tmp_path: Path) -> None:
        key = tmp_path / "key.json"
        key.write_text(json.dumps({"client_email": "c@d", "private_key": "x"}), "utf-8")
        environment = {"NETDASH_GOOGLE_CREDENTIALS": str(key), "NETDASH_GOOGLE_API": "http://127.0.0.1:2"}
        connection = load_connection(ID, environment, tmp_path / "none.toml")
        assert (connection.email, connection.api) == ("c@d", "http://127.0.0.1:2")

    def test_what_is_missing_is_told_without_what_is_there(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="NETDASH_GOOGLE_CREDENTIALS"):
            load_connection(ID, {}, tmp_path / "none.toml")
        broken = tmp_path / "secrets.toml"
        broken.write_text('[gcp_service_account]\nprivate_key = "тайна\n', "utf-8")
        with pytest.raises(StoreError) as caught:
            load_connection(ID, {}, broken)
        assert "тайна" not in "".join(traceback.format_exception(caught.value))

    def test_a_key_may_stand_in_the_environment_itself(self, tmp_path: Path) -> None:
        key = json.dumps({"client_email": "c@d", "private_key": "x"})
        environment = {"NETDASH_GOOGLE_CREDENTIALS": key, "NETDASH_GOOGLE_EVERY": "60"}
        connection = load_connection(ID, environment, tmp_path / "none.toml")
        assert (connection.email, connection.every) == ("c@d", 60)
        with pytest.raises(StoreError) as caught:
            load_connection(ID, {"NETDASH_GOOGLE_CREDENTIALS": key[:-3]}, tmp_path / "none.toml")
        assert "c@d" not in "".join(traceback.format_exception(caught.value))

    def test_how_often_is_a_number_and_not_too_small(self, tmp_path: Path) -> None:
        secrets = tmp_path / "secrets.toml"
        secrets.write_text("[workbook]\nevery = 0\n[gcp_service_account]\n", "utf-8")
        assert load_connection(ID, {}, secrets).every == 2
        secrets.write_text('[workbook]\nevery = "часто"\n[gcp_service_account]\n', "utf-8")
        with pytest.raises(StoreError, match="не число секунд"):
            load_connection(ID, {}, secrets)

    def test_the_workbook_is_that_of_the_environment_then_of_the_secrets_then_the_usual_file(self, tmp_path: Path) -> None:
        secrets, usual = tmp_path / "secrets.toml", Path("data/network.xlsx")
        assert find_source(usual, {}, secrets) == usual
        secrets.write_text(f'[workbook]\ngoogle = "{ID}"\n', "utf-8")
        assert find_source(usual, {}, secrets) == ID
        assert find_source(usual, {"NETDASH_SOURCE": "other.xlsx"}, secrets) == Path("other.xlsx")
        secrets.write_text('[workbook]\ngoogle = "наша таблица"\n', "utf-8")
        with pytest.raises(StoreError, match="не адрес и не идентификатор"):
            find_source(usual, {}, secrets)

    def test_another_page_of_the_web_is_no_file(self) -> None:
        with pytest.raises(StoreError, match="не адрес таблицы Google"):
            open_store("https://docs.google.com/document/d/1")


class TestBudget:
    def test_no_minute_has_more_than_its_requests(self) -> None:
        now, taken = 0.0, []

        def sleep(seconds: float) -> None:
            nonlocal now
            now += seconds

        budget = Budget(10, lambda: now, sleep)
        for _ in range(35):
            budget.take()
            taken.append(now)
        assert all(later - first >= 60 for first, later in zip(taken, taken[10:], strict=False))
        assert taken[9] == 0
        assert taken[-1] < 181

    def test_reads_and_writes_have_a_budget_each_below_the_quota(self, kit: GoogleKit) -> None:
        assert max(Connection("", {}).reads_a_minute, Connection("", {}).writes_a_minute) < 60
        connection = Connection(kit.book.id, account(kit.server), kit.server.root, reads_a_minute=4, writes_a_minute=1)
        slept: list[float] = []
        store = GoogleStore(connection, kit.folder, sleep=slept.append)
        book = store.read()
        assert slept == []
        for _ in range(2):
            store.read(book)
        assert len(slept) == 1
        assert 58 < slept[0] <= 60
        for text in ("б", "в"):
            with store.transaction() as transaction:
                transaction.write([AppendRow("Лист", {0: text})])
        assert kit.server.count("batchUpdate") == 2
        assert len(slept) > 2
