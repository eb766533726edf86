"""A school's file through a real browser: uploaded, corrected, written, taken back; the words around it are Russian."""

import io
from contextlib import closing

import openpyxl
import xlsxwriter
from playwright.sync_api import Page, expect
from serving import ROOT, Site

from netdash.config import load_config
from netdash.ui.current import AUTHOR_COOKIE

CONFIG = load_config(ROOT / "config")
SPEC = CONFIG.tables["people"]


def school_file() -> bytes:
    """Sixty teachers of a school under headers of its own, one with a wrong word."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Кадры")
        sheet.write_row(0, 0, ["Кадры школы на 1 июня"])
        sheet.write_row(2, 0, ["№", "Категория", "Фамилия, имя, отчество", "Где работает", "Стаж"])
        for number in range(60):
            category = "высшеая" if number == 7 else "высшая"
            sheet.write_row(
                number + 3, 0, [number + 1, category, f"Проверкина А. {chr(1040 + number % 32)}. {number}", "МОУ № 29", 7]
            )
    return out.getvalue()


def names(site: Site) -> list[str]:
    """What the workbook on the disk holds."""
    with closing(openpyxl.load_workbook(site.workbook, read_only=True)) as book:
        rows = list(book[SPEC.title].iter_rows(values_only=True))
    place = rows[0].index(SPEC.columns["name"].title)
    return [row[place] for row in rows[1:] if row[place]]


def test_a_file_is_taken_in_and_taken_back(page: Page, site: Site) -> None:
    page.context.add_cookies([{"name": AUTHOR_COOKIE, "value": "Petrova", "url": site.url}])
    before = names(site)
    page.goto("/data?table=people")
    page.get_by_role("link", name="Загрузить").click()
    upload = page.locator(".st-key-nd-upload")
    expect(upload).to_be_visible()
    shown = upload.locator("section button p").evaluate("each => getComputedStyle(each, '::after').content")
    assert shown == '"Выбрать файл"'
    page.locator("input[type=file]").set_input_files({"name": "Кадры.xlsx", "mimeType": "", "buffer": school_file()})
    write = page.get_by_role("button", name="Записать 60 новых строк")
    expect(write).to_be_visible()
    page.get_by_role("button", name="Взять подсказки: 1").click()
    expect(page.get_by_text("Исправлено: 1")).to_be_visible()
    write.click()
    notice = page.locator(".st-key-nd-notice")
    expect(notice).to_contain_text("Сохранено: Педагоги, 60 новых строк")
    assert len(names(site)) == len(before) + 60
    notice.get_by_role("button", name="Отменить").click()
    expect(notice).to_contain_text("Изменение отменено")
    assert names(site) == before


def test_a_file_that_the_browser_does_not_send_is_told_in_our_words(page: Page) -> None:
    page.goto("/data?table=people&take=1")
    upload = page.locator(".st-key-nd-upload")
    expect(upload).to_be_visible()
    large = {"name": "Фото.xlsx", "mimeType": "", "buffer": b"a" * (21 * 1024 * 1024)}
    page.locator("input[type=file]").set_input_files(large)
    expect(upload.locator("[aria-invalid=true]")).to_be_visible()
    said = upload.get_by_test_id("stFileUploader").evaluate("each => getComputedStyle(each, '::after').content")
    assert "больше 20 МБ" in said


def test_words_typed_beside_the_navigation_lead_to_rows(page: Page) -> None:
    page.goto("/stages")
    field = page.get_by_role("searchbox", name="Найти во всех таблицах").or_(page.get_by_label("Найти во всех таблицах")).first
    field.fill("олимпиаде математика")
    field.press("Enter")
    expect(page.locator(".nd-found mark").first).to_be_visible()
    assert "find=" in page.url
    page.locator(".nd-found a").first.click()
    expect(page.locator(".nd-fields")).to_be_visible()
