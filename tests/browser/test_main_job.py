"""The main job in a real browser: open, tick, find it in the workbook; what others type appears by itself."""

from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect
from serving import Site

from netdash.config import load_config
from netdash.ui.current import AUTHOR_COOKIE

ROOT = Path(__file__).parents[2]
CONFIG = load_config(ROOT / "config")
SHEET = CONFIG.tables[CONFIG.stages.table]


def find(sheet: Worksheet, key: str, column: str) -> tuple[int, int]:
    """Row and column of a cell of the points' sheet."""
    titles = [cell.value for cell in sheet[1]]
    keys = [row[0].value for row in sheet.iter_rows()]
    return keys.index(key) + 1, titles.index(SHEET.columns[column].title) + 1


def read(workbook: Path, key: str, column: str) -> object:
    """What the workbook on the disk holds."""
    sheet = openpyxl.load_workbook(workbook)[SHEET.title]
    return sheet.cell(*find(sheet, key, column)).value


def put(workbook: Path, key: str, column: str, value: str) -> None:
    """Change a cell as somebody with a spreadsheet program does."""
    book = openpyxl.load_workbook(workbook)
    row, place = find(book[SHEET.title], key, column)
    book[SHEET.title].cell(row, place).value = value
    book.save(workbook)


def introduce(page: Page, name: str) -> None:
    """Answer the question whose name the journal notes."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Ваше имя").fill(name)
    dialog.get_by_role("button", name="Сохранить", exact=True).click()
    expect(dialog).to_have_count(0)


def open_stage(page: Page, stage: str = "third") -> None:
    page.goto(f"/stages?stage={stage}")
    expect(page.locator(".nd-point").first).to_be_visible()


POINT, TEXT = "Э-402", "Внедрить Интернет-технологии"


def test_a_tick_is_found_in_the_workbook_and_can_be_taken_back(page: Page, site: Site) -> None:
    open_stage(page)
    page.get_by_text(TEXT).click()
    introduce(page, "Иванова А. П.")
    notice = page.locator(".st-key-nd-notice")
    expect(notice).to_contain_text("Сохранено")
    assert read(site.workbook, POINT, "status") == "выполнено"
    notice.get_by_role("button", name="Отменить").click()
    expect(notice).to_contain_text("Изменение отменено")
    assert read(site.workbook, POINT, "status") == "в работе"


def test_the_browser_remembers_the_name(page: Page, site: Site) -> None:
    open_stage(page)
    page.get_by_text(TEXT).click()
    introduce(page, "Иванова А. П.")
    expect(page.locator(".st-key-nd-notice")).to_contain_text("Сохранено")
    page.reload()
    expect(page.get_by_label("Ваше имя для журнала")).to_have_value("Иванова А. П.")


def test_what_somebody_types_into_the_workbook_appears_by_itself(page: Page, site: Site) -> None:
    open_stage(page)
    put(site.workbook, POINT, "task", "Пункт, который изменили в таблице")
    expect(page.get_by_text("Пункт, который изменили в таблице")).to_be_visible()


def test_while_a_dialog_is_open_new_data_are_offered_and_not_forced(page: Page, site: Site) -> None:
    open_stage(page)
    page.locator(".nd-point", has_text="опоздание").first.get_by_role("link", name="Изменить").click()
    note = page.get_by_role("dialog").get_by_label("Примечание")
    note.fill("Ждём подписи")
    put(site.workbook, "Э-408", "task", "Пункт, который изменили в таблице")
    offer = page.get_by_role("button", name="Есть новые данные")
    expect(offer).to_be_attached()
    expect(note).to_have_value("Ждём подписи")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Пункт, который изменили в таблице")).to_be_visible()


def test_a_conflict_is_decided_by_the_person(page: Page, site: Site) -> None:
    page.context.add_cookies([{"name": AUTHOR_COOKIE, "value": "Petrova", "url": site.url}])
    open_stage(page)
    page.locator(".nd-point", has_text="опоздание").first.get_by_role("link", name="Изменить").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Примечание").fill("Моё примечание")
    put(site.workbook, POINT, "note", "Их примечание")
    expect(page.get_by_role("button", name="Есть новые данные")).to_be_attached()
    dialog.get_by_role("button", name="Сохранить", exact=True).click()
    expect(page.get_by_role("cell", name="Их примечание")).to_be_visible()
    assert read(site.workbook, POINT, "note") == "Их примечание"
    page.get_by_text("Записать моё").click()
    page.get_by_role("button", name="Сохранить ещё раз").click()
    expect(page.locator(".st-key-nd-notice")).to_contain_text("Сохранено")
    assert read(site.workbook, POINT, "note") == "Моё примечание"
