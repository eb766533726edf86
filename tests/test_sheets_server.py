"""The loopback Sheets server behaves as the documentation and recordings of the real service say."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import gspread
import openpyxl
import pytest
import requests
from google.auth.exceptions import RefreshError
from gspread.exceptions import APIError
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from sheets_server import Call, Editor, Fault, Quota, SheetsServer, structure
from sheets_server.accounts import credentials, service_account
from sheets_server.drive import MIME
from sheets_server.entering import typed
from sheets_server.fidelity import Replay
from sheets_server.formulas import Evaluator
from sheets_server.loading import load_xlsx
from sheets_server.model import Cell, Formula, new_spreadsheet
from sheets_server.showing import shown

RAW, USER = "RAW", "USER_ENTERED"


@pytest.fixture(scope="module")
def account() -> dict[str, Any]:
    return service_account("")


@pytest.fixture
def server() -> Iterator[SheetsServer]:
    with SheetsServer() as running:
        yield running
        assert running.crashes == []


@pytest.fixture
def book(server, account):
    made = server.create("Сеть школ")
    made.permissions[account["client_email"]] = "writer"
    return made


@pytest.fixture
def client(server, account):
    return _client(server, account)


def _client(server, account):
    """Plain gspread; only its addresses lead here."""

    class Here(gspread.http_client.HTTPClient):
        def request(self, method, endpoint, *rest, **more):
            for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                endpoint = endpoint.replace(host, server.root)
            return super().request(method, endpoint, *rest, **more)

    made = gspread.Client(auth=credentials({**account, "token_uri": server.token_uri}), http_client=Here)
    made.set_timeout(5)
    return made


@pytest.fixture
def opened(client, book):
    yield client.open_by_key(book.id)
    client.http_client.session.close()


@pytest.fixture
def sheet(opened):
    return opened.sheet1


def _message(error):
    return error.value.error["message"]


def _values(opened, text, **options):
    return opened.values_get(text, params=options).get("values")


# Values


def test_blank_ends_are_cut_and_blank_middles_kept(opened, sheet):
    sheet.update([["а", "", ""], [], ["", "б", ""], ["", ""]], "A1", raw=True)
    assert _values(opened, "'Sheet1'") == [["а"], [], ["", "б"]]
    assert _values(opened, "'Sheet1'!A1:B3", majorDimension="COLUMNS") == [["а"], ["", "", "б"]]


def test_an_empty_range_has_no_values(opened):
    assert opened.values_get("'Sheet1'!B2:C") == {"range": "Sheet1!B2:C1000", "majorDimension": "ROWS"}


def test_null_leaves_a_cell_and_an_empty_text_clears_it(opened, sheet):
    sheet.update([["один", "два", "три"]], "A1", raw=True)
    reply = opened.values_update("'Sheet1'!A1", {"valueInputOption": RAW}, {"values": [[None, "", "3"]]})
    assert _values(opened, "A1:C1") == [["один", "", "3"]]
    assert (reply["updatedRange"], reply["updatedCells"], reply["updatedColumns"]) == ("Sheet1!A1:C1", 2, 2)


def test_rows_cut_short_leave_what_stands_beyond_them(opened, sheet):
    sheet.update([["Иванова", "5"], ["Петров", "4"]], "A1", raw=True)
    sheet.update([["Сидорова", "3"], ["Иванова"]], "A1", raw=True)
    assert _values(opened, "A1:B2") == [["Сидорова", "3"], ["Иванова", "4"]]


def test_raw_keeps_a_text_and_user_entered_reads_it(opened, sheet):
    typed_texts = [["0042", "=1+1", "2020-01-02", "true", "'007"]]
    opened.values_update("A1", {"valueInputOption": RAW}, {"values": typed_texts})
    opened.values_update("A2", {"valueInputOption": USER}, {"values": typed_texts})
    raw, entered = _values(opened, "'Sheet1'", valueRenderOption="UNFORMATTED_VALUE")
    assert raw == ["0042", "=1+1", "2020-01-02", "true", "'007"]
    assert entered == [42, 2, 43832, True, "007"]
    assert _values(opened, "A2:E2", valueRenderOption="FORMULA") == [[42, "=1+1", 43832, True, "007"]]
    assert _values(opened, "A2:E2") == [["42", "2", "2020-01-02", "TRUE", "007"]]


def test_a_cell_formatted_as_text_keeps_what_is_typed(opened, sheet):
    sheet.format("A1", {"numberFormat": {"type": "TEXT"}})
    sheet.update([["0042"]], "A1", raw=False)
    assert _values(opened, "A1", valueRenderOption="UNFORMATTED_VALUE") == [["0042"]]


def test_date_serials_show_through_their_format(opened, sheet):
    sheet.format("A1", {"numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"}})
    sheet.update([[39938]], "A1", raw=True)
    assert _values(opened, "A1") == [["05.05.2009"]]
    assert _values(opened, "A1", valueRenderOption="UNFORMATTED_VALUE") == [[39938]]
    said = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert _values(opened, "A1", **said) == [["05.05.2009"]]


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("ru_RU", "1,5", 1.5),
        ("ru_RU", "1 000,25", 1000.25),
        ("ru_RU", "05.03.2009", 39877),
        ("ru_RU", "ИСТИНА", True),
        ("ru_RU", "12%", 0.12),
        ("ru_RU", "14:30", 14.5 / 24),
        ("ru_RU", "32.05.2009", "32.05.2009"),
        ("en_US", "1,5", "1,5"),
        ("en_US", "1,500.5", 1500.5),
        ("en_US", "3/5/2009", 39877),
        ("en_US", "1.5", 1.5),
        ("en_US", "-7", -7),
        ("en_US", "1-2", (date(date.today().year, 1, 2) - date(1899, 12, 30)).days),
        ("ru_RU", "1-2", (date(date.today().year, 2, 1) - date(1899, 12, 30)).days),
        ("en_US", "8-А", "8-А"),
    ],
)
def test_typing_is_read_in_the_locale(locale, text, value):
    assert typed(text, locale)[0] == value


@pytest.mark.parametrize(
    ("value", "kind", "pattern", "locale", "text"),
    [
        (0.0009765625, "", "", "en_US", "0.0009765625"),
        (1.5, "", "", "ru_RU", "1,5"),
        (1234567.891, "NUMBER", "#,##0.00", "ru_RU", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,89"),
        (0.955, "PERCENT", "0%", "en_US", "96%"),
        (39938, "DATE", "d mmmm yyyy", "ru_RU", "5 мая 2009"),
        (39938.6041666667, "DATE_TIME", "dd.mm.yyyy hh:mm", "ru_RU", "05.05.2009 14:30"),
        (0.6041666667, "TIME", "h:mm", "en_US", "14:30"),
        (True, "", "", "ru_RU", "ИСТИНА"),
    ],
)
def test_values_look_as_their_format_says(value, kind, pattern, locale, text):
    assert shown(value, {"type": kind, "pattern": pattern}, locale) == text


def test_a_batch_of_ranges_is_one_request_and_fails_whole(opened, server):
    opened.add_worksheet("План мероприятий", 10, 3)
    before = server.count()
    got = opened.values_batch_get(["'План мероприятий'", "'Sheet1'!A:B"])
    assert [one["range"] for one in got["valueRanges"]] == ["'План мероприятий'!A1:C10", "Sheet1!A1:B1000"]
    assert server.count() == before + 1
    with pytest.raises(APIError) as error:
        opened.values_batch_get(["'Sheet1'", "'Переименован'"])
    assert _message(error) == "Unable to parse range: 'Переименован'"


def test_a_title_without_quotes_loses_to_a_named_range(opened, sheet):
    other = opened.add_worksheet("План", 5, 5)
    other.update([["лист"]], "A1", raw=True)
    sheet.update([["имя"]], "C3", raw=True)
    sheet.define_named_range("C3:C3", "План")
    assert _values(opened, "План") == [["имя"]]
    assert _values(opened, "'План'") == [["лист"]]


def test_titles_are_quoted_in_replies_where_they_must_be(opened):
    for title in ("D3", "Школа № 7", "it's", "Plain"):
        opened.add_worksheet(title, 1, 1)
    ranges = opened.values_batch_get(["'D3'", "'Школа № 7'", "'it''s'", "Plain"])["valueRanges"]
    assert [one["range"] for one in ranges] == ["'D3'!A1", "'Школа № 7'!A1", "'it''s'!A1", "Plain!A1"]


def test_writing_beyond_the_grid_is_refused_and_reading_is_cut(opened, sheet):
    sheet.resize(5, 3)
    assert opened.values_get("'Sheet1'!A1:Z99")["range"] == "Sheet1!A1:C5"
    with pytest.raises(APIError) as error:
        sheet.update([["х"]], "A6", raw=True)
    assert _message(error) == "Range (Sheet1!A6) exceeds grid limits. Max rows: 5, max columns: 3"
    with pytest.raises(APIError) as error:
        opened.values_update("A1:B1", {"valueInputOption": RAW}, {"values": [["а"], ["б"]]})
    assert _message(error) == "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]"


def test_a_failed_batch_of_values_changes_nothing(opened, sheet):
    data = [{"range": "A1", "values": [["а"]]}, {"range": "'Нет'!A1", "values": [["б"]]}]
    with pytest.raises(APIError):
        opened.values_batch_update({"valueInputOption": RAW, "data": data})
    assert _values(opened, "A1") is None


def test_append_follows_the_documented_guess_of_the_table(opened, sheet):
    sheet.update([["1", "2", "3"], ["4", "5", "6"]], "A1", raw=True)
    sheet.update([["7", "8", "9"]] * 3, "B4", raw=True)
    places = {"Sheet1": "B7", "B4": "B7", "C5:D5": "B7", "B2:D4": "B7", "A1": "A3", "E4": "E4", "A4": "A4"}
    for text, place in places.items():
        reply = opened.values_append(text, {"valueInputOption": RAW}, {"values": [["х"]]})
        assert reply["updates"]["updatedRange"] == f"Sheet1!{place}", text
        opened.values_clear(place)


def test_append_can_insert_rows_or_overwrite(opened, sheet):
    sheet.update([["а"], ["б"], [""], ["ниже"]], "A1", raw=True)
    body = {"values": [["в"], ["г"]]}
    opened.values_append("A1", {"valueInputOption": RAW, "insertDataOption": "INSERT_ROWS"}, body)
    assert _values(opened, "A:A") == [["а"], ["б"], ["в"], ["г"], [], ["ниже"]]
    opened.values_append("A1", {"valueInputOption": RAW}, {"values": [["д"], ["е"]]})
    assert _values(opened, "A:A") == [["а"], ["б"], ["в"], ["г"], ["д"], ["е"]]


def test_append_stretches_a_full_grid(opened, sheet):
    sheet.resize(1, 1)
    sheet.update([["а"]], "A1", raw=True)
    opened.values_append("A1", {"valueInputOption": RAW}, {"values": [["б"]]})
    assert _values(opened, "'Sheet1'") == [["а"], ["б"]]


# Requests of batchUpdate


def _cells(*texts, start=(0, 0)):
    values = [{"userEnteredValue": {"stringValue": text}} for text in texts]
    where = {"sheetId": 0, "rowIndex": start[0], "columnIndex": start[1]}
    return {"updateCells": {"start": where, "rows": [{"values": values}], "fields": "userEnteredValue"}}


def test_a_batch_is_all_or_nothing(opened):
    with pytest.raises(APIError) as error:
        opened.batch_update({"requests": [_cells("а"), _cells("б", start=(1000, 0))]})
    assert _message(error).startswith("Invalid requests[1].updateCells: Range (Sheet1!A1001) exceeds grid limits.")
    assert _values(opened, "A1") is None


def test_cells_rows_and_journal_go_in_one_batch(opened, sheet):
    journal = opened.add_worksheet("Журнал", 3, 2)
    journal.update([["Когда"], ["вчера"]], "A1", raw=True)
    line = {"values": [{"userEnteredValue": {"stringValue": "сегодня"}}]}
    more = {"appendCells": {"sheetId": journal.id, "rows": [line, line], "fields": "userEnteredValue"}}
    opened.batch_update({"requests": [_cells("новое", start=(4, 1)), more]})
    assert _values(opened, "B5") == [["новое"]]
    assert _values(opened, "'Журнал'") == [["Когда"], ["вчера"], ["сегодня"], ["сегодня"]]
    assert opened.worksheet("Журнал").row_count == 4


def test_a_written_value_leaves_format_note_and_validation(opened, sheet, book):
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "да"}]}}
    span = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    opened.batch_update({"requests": [{"setDataValidation": {"range": span, "rule": rule}}]})
    sheet.insert_note("A1", "пояснение")
    sheet.format("A1", {"backgroundColor": {"red": 1}})
    opened.batch_update({"requests": [_cells("=не формула")]})
    fields = "sheets.data.rowData.values(userEnteredValue,note,dataValidation.condition.type,userEnteredFormat.backgroundColor)"
    got = opened.fetch_sheet_metadata({"fields": fields})["sheets"][0]["data"][0]["rowData"][0]["values"][0]
    assert got == {
        "userEnteredValue": {"stringValue": "=не формула"},
        "note": "пояснение",
        "dataValidation": {"condition": {"type": "ONE_OF_LIST"}},
        "userEnteredFormat": {"backgroundColor": {"red": 1}},
    }
    sheet.batch_clear(["A1"])
    assert sheet.get_note("A1") == "пояснение"


def test_formulas_follow_inserted_deleted_and_sorted_rows(opened, sheet):
    sheet.update([["б", 2, "=B1*10"], ["а", 1, "=B2*10"], ["", "", "=SUM(B1:B2)"]], "A1", raw=False)
    sheet.insert_row([], 1)
    assert _values(opened, "C2:C4", valueRenderOption="FORMULA") == [["=B2*10"], ["=B3*10"], ["=SUM(B2:B3)"]]
    sheet.delete_rows(1)
    sheet.sort((1, "asc"), range="A1:C2")
    assert _values(opened, "A1:C3", valueRenderOption="FORMULA")[:2] == [["а", 1, "=B1*10"], ["б", 2, "=B2*10"]]
    assert _values(opened, "C1:C3") == [["10"], ["20"], ["3"]]
    sheet.delete_rows(1)
    assert _values(opened, "C2", valueRenderOption="FORMULA") == [["=SUM(B1:B1)"]]


def test_a_formula_of_another_sheet_follows_a_moved_column(opened, sheet):
    other = opened.add_worksheet("Итоги", 2, 2)
    sheet.update([["а", "б", "в"]], "A1", raw=True)
    other.update([["=Sheet1!A1"]], "A1", raw=False)
    source = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}
    opened.batch_update({"requests": [{"moveDimension": {"source": source, "destinationIndex": 3}}]})
    assert _values(opened, "'Sheet1'") == [["б", "в", "а"]]
    assert _values(opened, "'Итоги'", valueRenderOption="FORMULA") == [["=Sheet1!C1"]]


def _mark(row, key):
    where = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": row, "endIndex": row + 1}}
    made = {"metadataKey": "row", "metadataValue": key, "location": where, "visibility": "DOCUMENT"}
    return {"createDeveloperMetadata": {"developerMetadata": made}}


def _marks(opened, server, client):
    body = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "row"}}]}
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{opened.id}/developerMetadata:search"
    found = client.http_client.request("post", url, json=body).json().get("matchedDeveloperMetadata", [])
    spans = {one["developerMetadata"]["metadataValue"]: one["developerMetadata"]["location"]["dimensionRange"] for one in found}
    return {key: span["startIndex"] for key, span in spans.items()}


def test_row_metadata_follows_inserts_deletes_moves_and_sorts(opened, sheet, server, client, book):
    sheet.update([["Код"], ["в"], ["а"], ["б"]], "A1", raw=True)
    opened.batch_update({"requests": [_mark(1, "в"), _mark(2, "а"), _mark(3, "б")]})
    person = server.editor(book)
    person.insert_rows("Sheet1", 1)
    assert _marks(opened, server, client) == {"в": 2, "а": 3, "б": 4}
    person.delete_rows("Sheet1", 3)
    assert _marks(opened, server, client) == {"в": 2, "б": 3}
    person.move_rows("Sheet1", 2, 5)
    assert _marks(opened, server, client) == {"б": 2, "в": 4}
    person.sort_rows("Sheet1", 0, ascending=False)
    assert _marks(opened, server, client) == {"в": 1, "б": 2}
    assert person.values("Sheet1") == [["Код"], ["в"], ["б"]]


def test_row_metadata_stays_behind_when_cut_and_is_not_copied(opened, sheet, server, client, book):
    sheet.update([["Код"], ["а"]], "A1", raw=True)
    opened.batch_update({"requests": [_mark(1, "а")]})
    person = server.editor(book)
    person.cut_paste_row("Sheet1", 1, 5)
    person.duplicate_row("Sheet1", 5, 7)
    assert _marks(opened, server, client) == {"а": 1}
    assert person.values("Sheet1")[1:] == [[], [], [], [], ["а"], [], ["а"]]


def test_sorting_can_leave_row_metadata_behind(opened, sheet, server, client, book):
    sheet.update([["Код"], ["б"], ["а"]], "A1", raw=True)
    opened.batch_update({"requests": [_mark(1, "б"), _mark(2, "а")]})
    server.carry = False
    server.editor(book).sort_rows("Sheet1", 0)
    assert person_values(server, book) == [["Код"], ["а"], ["б"]]
    assert _marks(opened, server, client) == {"б": 1, "а": 2}


def person_values(server, book):
    return server.editor(book).values("Sheet1")


def test_sheet_moves_count_the_order_before_the_move(opened):
    for title in ("S2", "S3"):
        opened.add_worksheet(title, 1, 1)
    move = {"properties": {"sheetId": 0, "index": 2}, "fields": "index"}
    opened.batch_update({"requests": [{"updateSheetProperties": move}]})
    assert [one.title for one in opened.worksheets()] == ["S2", "Sheet1", "S3"]


def test_titles_may_not_repeat_and_one_sheet_must_stay_visible(opened, sheet):
    with pytest.raises(APIError) as error:
        opened.add_worksheet("sheet1", 1, 1)
    assert 'A sheet with the name "sheet1" already exists' in _message(error)
    with pytest.raises(APIError) as error:
        opened.del_worksheet(sheet)
    assert "remove all the visible sheets" in _message(error)
    with pytest.raises(APIError) as error:
        sheet.hide()
    assert _message(error) == "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a document."


def test_a_protected_cell_answers_400_and_a_warning_lets_through(opened, sheet, book):
    span = {"startRowIndex": 0, "endRowIndex": 1}
    one = {"protectedRangeId": 1, "range": span, "editors": {"users": ["owner@example.org"]}}
    book.sheets[0].protected.append(one)
    for write in (lambda: sheet.update([["х"]], "B1", raw=True), lambda: opened.batch_update({"requests": [_cells("х")]})):
        with pytest.raises(APIError) as error:
            write()
        assert error.value.code == 400
        assert "You are trying to edit a protected cell or object" in _message(error)
    sheet.update([["можно"]], "A2", raw=True)
    book.sheets[0].protected[0]["warningOnly"] = True
    sheet.update([["можно"]], "B1", raw=True)


def test_what_is_not_implemented_answers_501_with_its_name(opened, client):
    with pytest.raises(APIError) as error:
        opened.batch_update({"requests": [{"addChart": {}}]})
    assert (error.value.code, _message(error)) == (501, "requests[0].addChart is not implemented in the loopback server")
    with pytest.raises(APIError) as error:
        client.http_client.request(
            "post", f"https://sheets.googleapis.com/v4/spreadsheets/{opened.id}/values:batchGetByDataFilter"
        )
    assert "batchGetByDataFilter" in _message(error)


def test_find_and_replace_counts_what_it_did(opened, sheet):
    sheet.update([["Школа 7", "школа 29"], ["=1+1", "Лицей"]], "A1", raw=False)
    asked = {"find": "школа", "replacement": "Гимназия", "sheetId": 0}
    reply = opened.batch_update({"requests": [{"findReplace": asked}]})["replies"][0]["findReplace"]
    assert reply == {"valuesChanged": 2, "occurrencesChanged": 2, "rowsChanged": 1, "sheetsChanged": 1}
    assert _values(opened, "A1:B1") == [["Гимназия 7", "Гимназия 29"]]


# Access, tokens, Drive


def test_who_the_sheet_is_not_shared_with_gets_403_and_a_wrong_id_404(client, server, account):
    private = server.create("Чужое")
    with pytest.raises(PermissionError):
        client.open_by_key(private.id)
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open_by_key("no-such-id")
    private.permissions[account["client_email"]] = "reader"
    opened = client.open_by_key(private.id)
    with pytest.raises(APIError) as error:
        opened.sheet1.update([["х"]], "A1", raw=True)
    assert (error.value.code, error.value.error["status"]) == (403, "PERMISSION_DENIED")


def test_an_api_that_is_off_says_how_to_switch_it_on(client, server, book):
    server.disabled.add("sheets")
    answer = requests.get(f"{server.root}/v4/spreadsheets/{book.id}", headers=_bearer(server), timeout=5)
    assert answer.status_code == 403
    assert answer.json()["error"]["details"][0]["reason"] == "SERVICE_DISABLED"


def _bearer(server, user="netdash@loopback.iam.gserviceaccount.com"):
    server.tokens.issued["t"] = (user, time.time() + 60)
    return {"Authorization": "Bearer t"}


def test_no_token_no_answer(server, book):
    answer = requests.get(f"{server.root}/v4/spreadsheets/{book.id}", timeout=5)
    assert (answer.status_code, answer.json()["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_a_clock_that_is_wrong_gets_no_token(account):
    with SheetsServer(clock=lambda: time.time() + 2 * 3600) as server, pytest.raises(RefreshError, match="invalid_grant"):
        _client(server, account).http_client.login()


def test_an_unknown_account_or_audience_gets_no_token(account):
    with SheetsServer() as server:
        server.tokens.accounts = {"other@example.org"}
        with pytest.raises(RefreshError, match="account not found"):
            _client(server, account).http_client.login()
        form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "не.то.совсем"}
        answer = requests.post(server.token_uri, data=form, timeout=5)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_token_runs_out(account, book, server):
    headers = _bearer(server)
    server.tokens.issued["t"] = (account["client_email"], time.time() - 1)
    assert requests.get(f"{server.root}/v4/spreadsheets/{book.id}", headers=headers, timeout=5).status_code == 401


def test_files_are_found_by_name_copied_shared_and_deleted(client, server, account):
    made = client.create("Наша сеть")
    assert client.open("Наша сеть").id == made.id
    made.sheet1.update([["а"]], "A1", raw=True)
    twin = client.copy(made.id, "Копия")
    assert twin.sheet1.acell("A1").value == "а"
    made.share("teacher@example.org", perm_type="user", role="writer")
    assert {one["emailAddress"] for one in made.list_permissions()} == {account["client_email"], "teacher@example.org"}
    made.remove_permissions("teacher@example.org")
    assert len(made.list_permissions()) == 1
    client.del_spreadsheet(twin.id)
    assert [one["name"] for one in client.list_spreadsheet_files()] == ["Наша сеть"]


def test_drive_may_tell_of_an_edit_later_than_it_was_made(opened, server, book):
    server.lag = 14.0
    url = f"{server.root}/drive/v3/files/{book.id}?fields=version,modifiedTime"
    before = requests.get(url, headers=_bearer(server), timeout=5).json()
    server.editor(book).set_cell("Sheet1", 0, 0, "правка")
    assert requests.get(url, headers=_bearer(server), timeout=5).json() == before
    assert _values(opened, "A1") == [["правка"]]
    real = server.clock
    server.clock = lambda: real() + 15
    assert requests.get(url, headers=_bearer(server), timeout=5).json()["version"] > before["version"]


# Faults, quotas, the editor between requests


def test_a_user_has_sixty_reads_and_sixty_writes_a_minute(opened, sheet, server):
    now = [1000.0]
    server.quota = Quota(lambda: now[0])
    for _ in range(60):
        opened.values_get("A1")
    with pytest.raises(APIError) as error:
        opened.values_get("A1")
    assert (error.value.code, error.value.error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert "Read requests per minute per user" in _message(error)
    sheet.update([["запись"]], "A1", raw=True)
    now[0] += 60
    assert _values(opened, "A1") == [["запись"]]


def test_faults_strike_the_named_calls_as_often_as_asked(opened, server):
    server.fail("status", "values.get", status=503, html=True, skip=1)
    assert _values(opened, "A1") is None
    answer = requests.get(f"{server.root}/v4/spreadsheets/{opened.id}/values/A1", headers=_bearer(server), timeout=5)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=UTF-8")
    assert "<html" in answer.text
    assert _values(opened, "A1") is None


@pytest.mark.parametrize(("action", "landed"), [("drop_before", None), ("drop_after", [["х"]])])
def test_a_cut_connection_may_have_written_or_not(opened, sheet, server, action, landed):
    server.fail(action, "values.update")
    with pytest.raises(requests.ConnectionError):
        sheet.update([["х"]], "A1", raw=True)
    assert _values(opened, "A1") == landed
    assert [entry.status for entry in server.log if entry.call.kind == "values.update"] == [0]


def test_a_hanging_answer_outlasts_the_clients_patience(opened, sheet, client, server):
    client.set_timeout(0.2)
    server.fail("hang", "values.update", seconds=30)
    with pytest.raises(requests.ReadTimeout):
        sheet.update([["х"]], "A1", raw=True)
    client.set_timeout(5)
    assert _values(opened, "A1") == [["х"]]


def test_a_late_answer_is_late(opened, server):
    server.fail("delay", "values.get", seconds=0.3)
    begun = time.monotonic()
    opened.values_get("A1")
    assert time.monotonic() - begun >= 0.3


def test_a_misspelt_fault_is_refused():
    with pytest.raises(ValueError, match="no such fault: slow"):
        Fault("slow")  # type: ignore[arg-type]


def test_a_person_edits_between_any_two_requests(opened, sheet, server, book):
    sheet.update([["Код"], ["а"]], "A1", raw=True)
    seen: list[Call] = []

    def between(call):
        seen.append(call)
        if call.kind == "values.get" and len(seen) == 2:
            server.editor(book).insert_rows("Sheet1", 1)

    server.before = between
    assert [_values(opened, "'Sheet1'") for _ in range(3)] == [[["Код"], ["а"]], [["Код"], [], ["а"]], [["Код"], [], ["а"]]]
    assert [call.kind for call in seen] == ["values.get"] * 3
    assert not any(call.writes for call in seen)


def test_every_act_of_a_person_can_be_undone(server, book, opened, sheet):
    sheet.update([["Код", "Имя"], ["1", "а"], ["2", "б"], ["3", "=A2"]], "A1", raw=False)
    person, chance = server.editor(book), random.Random(5)
    before = person.values("Sheet1")
    for _ in range(60):
        person.anything(chance, "Sheet1", calm=False)
        _values(opened, "'Sheet1'")
    assert person.values("Sheet1") != before
    for _ in range(60):
        person.undo()
    assert person.values("Sheet1") == before


def test_the_admin_address_tells_the_log_and_takes_faults_and_edits(opened, server, book):
    admin = f"{server.root}/admin"
    requests.post(
        f"{admin}/editor", json={"do": "set_cell", "with": {"sheet": "Sheet1", "row": 0, "column": 0, "text": "х"}}, timeout=5
    )
    assert _values(opened, "A1") == [["х"]]
    requests.post(f"{admin}/faults", json={"action": "status", "on": "values", "status": 500}, timeout=5)
    with pytest.raises(APIError):
        opened.values_get("A1")
    log = requests.get(f"{admin}/log", timeout=5).json()
    assert [entry["status"] for entry in log if entry["kind"] == "values.get"] == [200, 500]
    assert requests.post(f"{admin}/faults", json={"action": "нет"}, timeout=5).status_code == 400


# By hand


@pytest.fixture
def xlsx(tmp_path):
    path = tmp_path / "network.xlsx"
    made = openpyxl.Workbook()
    held = made.active
    held.title = "Школы"
    held.append(["Код", "Дата", "Доля"])
    held.append(["007", date(2009, 5, 5), 0.5])
    held["B2"].number_format, held["C2"].number_format = "dd.mm.yyyy", "0%"
    held["A1"].comment = Comment("Пояснение", "автор")
    held.freeze_panes = "A2"
    rule = DataValidation(type="list", formula1='"план,факт"')
    rule.add("D2:D3")
    held.add_data_validation(rule)
    made.save(path)
    made.close()
    return path


def test_an_xlsx_keeps_values_dates_notes_and_drop_downs(server, book, opened, xlsx):
    assert load_xlsx(book, xlsx) == []
    book.answers.clear()
    assert _values(opened, "'Школы'", valueRenderOption="UNFORMATTED_VALUE") == [["Код", "Дата", "Доля"], ["007", 39938, 0.5]]
    assert _values(opened, "'Школы'!A2:C2") == [["007", "05.05.2009", "50%"]]
    held = opened.worksheet("Школы")
    assert (held.get_note("A1"), held.frozen_row_count) == ("Пояснение", 1)
    assert book.sheet("Школы").cell(2, 3).validation["condition"]["values"] == [
        {"userEnteredValue": "план"},
        {"userEnteredValue": "факт"},
    ]


def test_by_hand_it_prints_the_settings_and_serves(xlsx, tmp_path):
    key = tmp_path / "key.json"
    command = [sys.executable, "-m", "tests.sheets_server", "--load", str(xlsx), "--account", str(key)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True) as process:
        lines = [process.stdout.readline().strip() for _ in range(3)]
        assert lines[0] == "[workbook]"
        settings = dict(line.split(" = ") for line in lines[1:])
        client = gspread.Client(auth=credentials(json.loads(key.read_text())))
        client.http_client.login()
        url = f"{json.loads(settings['api'])}/v4/spreadsheets/{json.loads(settings['google'])}"
        answer = client.http_client.request("get", url).json()
        client.http_client.session.close()
        process.terminate()
    assert answer["sheets"][0]["properties"]["title"] == "Школы"
    assert answer["properties"]["locale"] == "ru_RU"


# What hangs on rows


@pytest.mark.parametrize("seed", range(20))
def test_keys_metadata_formulas_and_ranges_stay_together(seed):
    book = new_spreadsheet("Сеть", "owner@example.org", "1", 0.0)
    person, chance, held = Editor(book), random.Random(seed), book.sheets[0]
    for row in range(1, 9):
        held.put(row, {0: Cell(f"П-{row}"), 1: Cell(Formula(f"=A{row + 1}"))})
        held.rows[row].metadata = ({"metadataId": row, "metadataKey": f"П-{row}"},)
    book.named.append({"namedRangeId": "1", "name": "третий", "range": {"startRowIndex": 3, "endRowIndex": 4}})
    for _ in range(25):
        row, other = chance.randrange(1, 8), chance.randrange(1, 9)
        act = chance.choice(["insert_rows", "move_rows", "sort_rows", "delete_rows", "add_column"])
        if act == "insert_rows":
            person.insert_rows("Sheet1", row)
        elif act == "move_rows":
            person.move_rows("Sheet1", row, other)
        elif act == "delete_rows" and chance.random() < 0.3:
            person.delete_rows("Sheet1", row)
        elif act == "sort_rows" and chance.random() < 0.3:
            book.named.clear()
            person.sort_rows("Sheet1", 0, ascending=chance.random() < 0.5)
        elif act == "add_column":
            person.add_column("Sheet1", 2)
    evaluator = Evaluator(book)
    held = book.sheets[0]
    for index, line in enumerate(held.rows):
        if line.cells:
            assert [entry["metadataKey"] for entry in line.metadata] == [line.cell(0).value]
            assert evaluator.value(held, index, 1) == line.cell(0).value
    for one in book.named:
        assert held.cell(one["range"]["startRowIndex"], 0).value == "П-3"


@pytest.mark.parametrize(
    ("formula", "act", "result"),
    [
        ("=SUM(A2:A4)", ("insert", 2, 1), "=SUM(A2:A5)"),
        ("=SUM(A2:A4)", ("insert", 1, 1), "=SUM(A3:A5)"),
        ("=SUM(A2:A4)", ("delete", 3, 4), "=SUM(A2:A3)"),
        ("=SUM(A2:A4)", ("delete", 1, 4), "=SUM(#REF!)"),
        ("=A3*$A$3", ("delete", 2, 3), "=#REF!*#REF!"),
        ('="A3"&A3', ("insert", 0, 2), '="A3"&A5'),
        ("=SUM(A2:A3)", ("move", 1, 2, 3), "=SUM(A2:A3)"),
        ("='Sheet1'!A3+План!A3", ("insert", 0, 1), "='Sheet1'!A4+План!A3"),
    ],
)
def test_references_follow_as_in_the_browser(formula, act, result):
    book = new_spreadsheet("Сеть", "owner@example.org", "1", 0.0)
    held = book.sheets[0]
    held.put(20, {3: Cell(Formula(formula))})
    {"insert": structure.insert, "delete": structure.delete, "move": structure.move}[act[0]](book, held, "ROWS", *act[1:])
    assert [cell.value for row in held.rows for cell in row.cells if cell.value] == [result]


def test_a_field_mask_cuts_every_reply(opened, sheet, server):
    sheet.update([["а", 1]], "A1", raw=True)
    url, headers = f"{server.root}/v4/spreadsheets/{opened.id}", _bearer(server)
    asked = {"ranges": ["A1:B1", "C5"], "fields": "valueRanges.values"}
    got = requests.get(f"{url}/values:batchGet", params=asked, headers=headers, timeout=5).json()
    assert got == {"valueRanges": [{"values": [["а", "1"]]}, {}]}
    body = {"requests": [_cells("б")], "includeSpreadsheetInResponse": True, "responseRanges": ["'Sheet1'!A1:A2"]}
    fields = "updatedSpreadsheet(sheets(properties.sheetId,data(rowData(values(effectiveValue)))))"
    got = requests.post(f"{url}:batchUpdate", params={"fields": fields}, json=body, headers=headers, timeout=5).json()
    cells = [{"values": [{"effectiveValue": {"stringValue": "б"}}]}]
    assert got == {"updatedSpreadsheet": {"sheets": [{"properties": {"sheetId": 0}, "data": [{"rowData": cells}]}]}}
    got = requests.post(f"{url}:batchUpdate", params={"fields": "spreadsheetId"}, json=body, headers=headers, timeout=5).json()
    assert got == {"spreadsheetId": opened.id}


def test_pasting_values_takes_what_formulas_gave_and_no_format(opened, sheet):
    sheet.update([["=2*3", 39938]], "A1", raw=False)
    sheet.format("B1", {"numberFormat": {"type": "DATE", "pattern": "dd.mm.yyyy"}})
    sheet.copy_range("A1:B1", "A3:B3", paste_type="PASTE_VALUES")
    assert _values(opened, "A3:B3", valueRenderOption="FORMULA") == [[6, 39938]]
    assert _values(opened, "A3:B3") == [["6", "39938"]]


def test_cells_pushed_down_in_one_column_come_up_again(opened, sheet, server, book):
    sheet.update([["Код", "Балл"], ["а", 5], ["б", 4], ["в", 3]], "A1", raw=True)
    person = server.editor(book)
    person.push_cells("Sheet1", 2, 1)
    assert person.values("Sheet1") == [["Код", "Балл"], ["а", 5], ["б"], ["в", 4], [None, 3]]
    person.pull_cells("Sheet1", 2, 1)
    assert person.values("Sheet1") == [["Код", "Балл"], ["а", 5], ["б", 4], ["в", 3]]


def test_a_cell_takes_50000_characters(opened, sheet):
    sheet.update([["я" * 50_000]], "A1", raw=True)
    with pytest.raises(APIError) as error:
        opened.batch_update({"requests": [_cells("я" * 50_001)]})
    assert "more than the maximum of 50000 characters in a single cell" in _message(error)


# Fidelity


def _recorded(method, uri, body, answer, code=200):
    response = {"status": {"code": code}, "body": {"string": json.dumps(answer)}}
    return {"request": {"method": method, "uri": f"https://{uri}", "body": body}, "response": response}


def test_a_replay_translates_numbers_and_names_what_differs(server):
    server.tokens.open = "me@example.org"
    player = Replay(server)
    theirs = {"kind": "drive#file", "id": "theirs", "name": "Сеть", "mimeType": MIME}
    made = _recorded("POST", "www.googleapis.com/drive/v3/files", json.dumps({"name": "Сеть", "mimeType": MIME}), theirs)
    assert player.play(made) == ""
    place = "sheets.googleapis.com/v4/spreadsheets/theirs/values/A1"
    assert player.play(_recorded("GET", place, None, {"range": "Sheet1!A1", "majorDimension": "ROWS"})) == ""
    other = {"range": "Sheet1!A2", "majorDimension": "ROWS", "values": [["х"]]}
    assert player.play(_recorded("GET", place, None, other)) == ".range: 'Sheet1!A2', ours 'Sheet1!A1'"
    assert player.play(_recorded("GET", place, None, {}, code=404)).startswith("status 404, ours 200")
    player.session.close()
