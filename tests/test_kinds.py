"""Kinds read what people type, write one form, refuse the rest with a message and a hint."""

import math
from datetime import date, datetime, time, timedelta
from time import process_time
from typing import Any, get_args

import pandas as pd
import pytest
from kinds_of_columns import TEXTS, kind_of, read

from netdash.kinds import KINDS, Bad
from netdash.kinds.base import LIMIT
from netdash.specs import KindName

NAN = math.nan
NUMBERS = ("integer", "decimal", "percent")

READ = [
    # Texts keep every character that was typed.
    *[(kind, "007", "007") for kind in TEXTS],
    *[(kind, 5.0, "5") for kind in TEXTS],
    ("text", 1e22, "10000000000000000000000"),
    ("text", 0.00001, "0,00001"),
    ("text", 1.5, "1,5"),
    ("text", True, "ИСТИНА"),
    ("text", date(2008, 9, 1), "01.09.2008"),
    ("text", datetime(2008, 9, 1), "01.09.2008"),
    ("text", datetime(2008, 9, 1, 10, 30), "01.09.2008 10:30"),
    ("text", time(8, 30), "8:30"),
    ("text", timedelta(hours=26, minutes=30), "26:30"),
    ("text", "\u00a0 Иванова  А.\u00a0П. \n", "Иванова  А.\u00a0П."),
    ("text", "=1+1", "=1+1"),
    ("text", "<b>жирно</b>", "<b>жирно</b>"),
    ("text", "👩‍🏫 שלום", "👩‍🏫 שלום"),
    ("long_text", "строка\r\nещё\tодна", "строка\r\nещё\tодна"),
    # Numbers.
    ("integer", 5.0, 5),
    ("integer", 5, 5),
    ("integer", "5", 5),
    ("integer", "5,0", 5),
    ("integer", "1\u00a0234", 1234),
    ("integer", "1 234 567", 1234567),
    ("integer", "1.234.567", 1234567),
    ("integer", "1,234,567", 1234567),
    ("integer", "\u22125", -5),
    ("integer", "\u20135", -5),
    ("integer", "- 5", -5),
    ("integer", "+5", 5),
    ("integer", "-0", 0),
    ("integer", "007", 7),
    ("integer", 10**15 - 1, 10**15 - 1),
    ("decimal", "1 234,5", 1234.5),
    ("decimal", "1\u00a0234,5", 1234.5),
    ("decimal", "1\u2009234,5", 1234.5),
    ("decimal", "1\u202f234.5", 1234.5),
    ("decimal", "1.234,5", 1234.5),
    ("decimal", "1,234.5", 1234.5),
    ("decimal", "1,5", 1.5),
    ("decimal", "1.5", 1.5),
    ("decimal", "1,234", 1.234),
    ("decimal", "0.234", 0.234),
    ("decimal", 67.25, 67.25),
    ("percent", "85 %", 0.85),
    ("percent", "85,3\u00a0%", 0.853),
    ("percent", "85%", 0.85),
    ("percent", "\u22125 %", -0.05),
    ("percent", 0.85, 0.85),
    ("percent", 1, 1.0),
    # Days.
    *[
        ("date", typed, date(2008, 9, 1))
        for typed in (
            "01.09.2008", "1.9.08", "1.9.2008", "01/09/2008", "01-09-2008", "01\u201309\u20132008", " 01. 09. 2008 ",
            "01.09.2008 г.", "01.09.08г.",
            "2008-09-01", "2008.09.01", "2008/9/1", "2008-09-01 00:00:00", "2008-09-01T00:00:00Z", "01.09.2008 0:00",
            "1 сентября 2008 г.", "1 сентября 2008 года", "01 Сентября 2008", "1 сен. 2008", "1\u00a0сентябрь\u00a02008",
            "«1» сентября 2008 г.",
            39692, 39692.0, date(2008, 9, 1), datetime(2008, 9, 1),
        )
    ],
    ("date", "5 мая 2009", date(2009, 5, 5)),
    ("date", "1.5.08", date(2008, 5, 1)),
    ("date", "29.02.2008", date(2008, 2, 29)),
    ("date", "1.1.00", date(2000, 1, 1)),
    ("date", "1.1.49", date(2049, 1, 1)),
    ("date", "1.1.50", date(1950, 1, 1)),
    ("date", "31.12.99", date(1999, 12, 31)),
    ("date", 18264, date(1950, 1, 1)),
    ("date", 73050, date(2099, 12, 31)),
    # Times.
    *[
        ("time", typed, time(8, 30))
        for typed in (
            "8:30", "08:30", "8.30", "8-30", "8\u201330", "08:30:00", "8 : 30", "8 ч 30 мин", "8ч30", "8 часов 30 минут",
            time(8, 30), timedelta(hours=8, minutes=30), 0.354166666666667, 8.5 / 24, datetime(1899, 12, 31, 8, 30),
            time(8, 29, 59, 999_900),
        )
    ],
    ("time", "8:30:15", time(8, 30, 15)),
    ("time", 0.0, time(0, 0)),
    ("time", "23:59", time(23, 59)),
    ("time", time(23, 59, 59, 999_999), time(23, 59, 59)),
    # School years.
    *[
        ("school_year", typed, "2008/09")
        for typed in (
            "2008/09", "2008/2009", "2008-2009", "2008\u20132009", "2008 / 09", "2008\u20132009 уч. год", "2008-09 уч.г.",
            "2008/2009 учебный год", "2008/2009\u00a0г.", " 2008/09 ",
        )
    ],
    ("school_year", "1999/00", "1999/00"),
    ("school_year", "1999-2000", "1999/00"),
    # Yes and no.
    *[("yes_no", typed, True) for typed in ("да", "Да ", "+", "✓", "✔", "✔\ufe0f", "true", "TRUE", "ИСТИНА", "1", True, 1, 1.0)],
    *[("yes_no", typed, False) for typed in ("нет", "Нет", "-", "\u2212", "\u2013", "false", "ЛОЖЬ", "0", False, 0, 0.0)],
    # Choices and references.
    *[("choice", typed, "seminar") for typed in ("семинар", "СЕМИНАР", " Семинар\u00a0")],
    ("choice", "Соревнование", "contest"),
    *[("choice", typed, "none") for typed in ("без отчёта", "Без  отчета", "без\u00a0отчёта", "нет")],
    ("choice", "другое, свое", "other"),
    ("choices", "семинар; конкурс", ("seminar", "contest")),
    ("choices", "конкурс;семинар;", ("contest", "seminar")),
    ("choices", "семинар\nконкурс", ("seminar", "contest")),
    ("choices", "Семинар, конкурс", ("seminar", "contest")),
    ("choices", "другое, своё", ("other",)),
    ("choices", "другое, своё; семинар", ("other", "seminar")),
    ("choices", "семинар; СЕМИНАР; соревнование; конкурс", ("seminar", "contest")),
    ("reference", " Гимназия № 2\u00a0", "Гимназия № 2"),
    ("references", "Гимназия № 2; Школа № 7\nШкола № 29;", ("Гимназия № 2", "Школа № 7", "Школа № 29")),
    ("references", "Иванова, Петрова", ("Иванова, Петрова",)),
    ("references", 7.0, ("7",)),
    # Links, e-mail, phones.
    ("link", "https://example.ru/а?б=1#в", "https://example.ru/а?б=1#в"),
    ("link", "HTTP://Example.ru", "http://Example.ru"),
    ("link", "www.example.ru/x", "https://www.example.ru/x"),
    ("link", "http://localhost:8501/data", "http://localhost:8501/data"),
    ("email", "School-7.bel@edu.example.ru", "School-7.bel@edu.example.ru"),
    ("email", "почта@школа.рф", "почта@школа.рф"),
    *[
        ("phone", typed, typed)
        for typed in (
            "8 (4722) 12-34-56", "+7 4722 12-34-56", "84722123456", "(4722) 12-34-56", "12-34-56", "+380 44 123 45 67",
            "8 (4722) 12-34-56 доб. 12", "8 (4722) 12-34-56, доб. 12", "8 (4722) 12-34-56, 12-34-57",
            "8\u20134722\u201312\u201334\u201356",
        )
    ],
    ("phone", 84722123456.0, "84722123456"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "cell", "value"), READ)
def test_reads_what_people_type(name: str, cell: Any, value: Any) -> None:
    found = read(kind_of(name), cell)
    assert found == value
    assert type(found) is type(value)


REFUSED = [
    # kind, cell, a piece of the message, hint
    ("text", "а\x0bб", "невидимые служебные символы", "аб"),
    ("text", "а\ud800б", "невидимые служебные символы", "аб"),
    ("text", "ж" * (LIMIT + 1), "Текст длиннее 32\u00a0767 знаков", ""),
    ("text", "😀" * (LIMIT // 2 + 1), "Текст длиннее 32\u00a0767 знаков", ""),
    ("key", NAN, "Числа в ячейке нет", ""),
    ("integer", "1,5", "Здесь 1,5, а нужно целое число", ""),
    ("integer", 1.5, "Здесь 1,5, а нужно целое число", ""),
    ("integer", "1.234", "можно понять и как 1234, и как 1,234", "1234"),
    ("decimal", "1.234", "можно понять и как 1234, и как 1,234", "1234"),
    ("integer", "85 чел.", "Здесь «85 чел.», а нужно целое число", "85"),
    ("integer", "10-12", "а нужно целое число", ""),
    ("integer", "1 2", "а нужно целое число", ""),
    ("integer", "12 34", "а нужно целое число", ""),
    ("integer", "1e5", "а нужно целое число", ""),
    ("integer", "1_000", "а нужно целое число", ""),
    ("integer", "٣", "а нужно целое число", ""),
    ("integer", True, "Здесь логическое значение ИСТИНА, а нужно целое число", ""),
    ("integer", 1e15, "больше 15 цифр", ""),
    ("integer", 10**400, "слишком велико", ""),
    ("decimal", "9" * 400, "слишком велико", ""),
    ("decimal", NAN, "Числа в ячейке нет", ""),
    ("decimal", math.inf, "Числа в ячейке нет", ""),
    ("decimal", "nan", "а нужно число", ""),
    ("decimal", "inf", "а нужно число", ""),
    ("decimal", ",5", "а нужно число", "0,5"),
    ("decimal", "≈ 67,5 балла", "а нужно число", "67,5"),
    ("decimal", "85 %", "а нужно число", "85"),
    ("decimal", date(2008, 5, 1), "у ячейки формат даты", ""),
    ("decimal", date(1900, 3, 25), "у ячейки формат даты", "85"),
    ("decimal", time(8, 30), "Здесь время 8:30, а нужно число", ""),
    ("percent", "85", "нет знака %", "85\u00a0%"),
    ("percent", "0,85", "нет знака %", "85\u00a0%"),
    ("percent", "1", "нет знака %", ""),
    ("percent", "много", "нужны проценты, например 85 %", ""),
    ("date", "31.02.2008", "Дня 31 февраля 2008 не бывает: в этом месяце 29\u00a0дней", "29.02.2008"),
    ("date", "00.01.2008", "не бывает", ""),
    ("date", "09/15/2008", "Месяца 15 не бывает", "15.09.2008"),
    ("date", "01.09.0208", "Год 0208 слишком далёк", ""),
    ("date", "01.09", "нужна дата: день, месяц и год", ""),
    ("date", "сентябрь 2008", "нужна дата", ""),
    ("date", "1 мартобря 2008", "нужна дата", ""),
    ("date", "1.9.208", "нужна дата", ""),
    ("date", "01.09/2008", "нужна дата", ""),
    ("date", "01.09.2008?", "нужна дата", ""),
    ("date", 2008, "Здесь число 2008, а нужна дата", ""),
    ("date", 1.09, "Здесь число 1,09, а нужна дата", ""),
    ("date", 18263, "а нужна дата", ""),
    ("date", 73051, "а нужна дата", ""),
    ("date", 39692.5, "нужен только день", "01.09.2008"),
    ("date", datetime(2008, 9, 1, 10), "нужен только день", "01.09.2008"),
    ("date", "01.09.2008 10:30", "нужен только день", "01.09.2008"),
    ("date", True, "нужна дата", ""),
    ("date", time(8, 30), "Здесь время 8:30, а нужна дата", ""),
    ("time", "25:00", "Времени «25:00» не бывает", ""),
    ("time", "8:60", "не бывает", ""),
    ("time", "24:00", "не бывает", ""),
    ("time", "8", "а нужно время суток, например 8:30", "8:00"),
    ("time", 8.0, "Здесь число 8, а нужно время суток", "8:00"),
    ("time", 8.3, "Здесь число 8,3, а нужно время суток", "8:30"),
    ("time", "8,30", "а нужно время суток", "8:30"),
    ("time", "0830", "а нужно время суток", "8:30"),
    ("time", "8:5", "а нужно время суток", ""),
    ("time", "8:30\u20139:15", "а нужно время суток", "8:30"),
    ("time", "после уроков", "а нужно время суток", ""),
    ("time", timedelta(hours=25), "Здесь время 25:00", ""),
    ("time", datetime(2008, 9, 1, 8, 30), "Здесь дата 01.09.2008 8:30", "8:30"),
    ("time", False, "а нужно время суток", ""),
    ("school_year", 2008, "Здесь число 2008, а нужен учебный год, например 2008/09", "2008/09"),
    ("school_year", 2008.0, "Здесь число 2008, а нужен учебный год", "2008/09"),
    ("school_year", "2008", "а нужен учебный год", "2008/09"),
    ("school_year", "08/09", "а нужен учебный год", "2008/09"),
    ("school_year", "2008/10", "годы идут не подряд", "2008/09"),
    ("school_year", "2009-2008", "годы идут не подряд", "2009/10"),
    ("school_year", date(2008, 9, 1), "задайте ячейке текстовый формат", "2008/09"),
    ("school_year", date(2007, 8, 1), "задайте ячейке текстовый формат", "2007/08"),
    ("school_year", date(2009, 3, 12), "задайте ячейке текстовый формат", "2008/09"),
    ("school_year", "весна 2009", "а нужен учебный год", ""),
    ("yes_no", "д", "нужно «да» или «нет»", "да"),
    ("yes_no", "не знаю", "нужно «да» или «нет»", "нет"),
    ("yes_no", "возможно", "нужно «да» или «нет»", ""),
    ("yes_no", 2, "Здесь число 2", ""),
    ("choice", "семинр", "Значения «семинр» нет в списке; можно: семинар, конкурс, без отчёта, другое, своё", "семинар"),
    ("choice", "соревнования", "нет в списке", "конкурс"),
    ("choice", "хор", "нет в списке", ""),
    ("choice", "seminar", "нет в списке", ""),
    ("choice", 5.0, "Значения «5» нет в списке", ""),
    ("choice", True, "Значения «ИСТИНА» нет в списке", ""),
    ("choices", "семинр; конкурс", "Значения «семинр» нет в списке", "семинар; конкурс"),
    ("choices", "семинар, хор", "Значения «хор» нет в списке", ""),
    ("link", "example.ru", "нужна ссылка", "https://example.ru"),
    ("link", "javascript:alert(1)", "нужна ссылка", ""),
    ("link", "JavaScript://example.ru/%0aalert(1)", "нужна ссылка", ""),
    ("link", "data:text/html,x", "нужна ссылка", ""),
    ("link", "ftp://example.ru", "нужна ссылка", ""),
    ("link", "//example.ru", "нужна ссылка", ""),
    ("link", "https://", "нужна ссылка", ""),
    ("link", "http://[x", "нужна ссылка", ""),
    ("link", "http://example.ru:99999/", "нужна ссылка", ""),
    ("link", 'https://example.ru" onclick="x', "нужна ссылка", "https://example.ru"),
    ("link", '=HYPERLINK("https://example.ru/x";"т")', "нужна ссылка", "https://example.ru/x"),
    ("email", "school", "нужен адрес почты", ""),
    ("email", "a@b", "нужен адрес почты", ""),
    ("email", "a@b..ru", "нужен адрес почты", ""),
    ("email", "a b@example.ru", "нужен адрес почты", ""),
    ("email", "mailto:a@example.ru", "нужен адрес почты", "a@example.ru"),
    ("email", "a@example.ru, b@example.ru", "несколько адресов, а нужен один", "a@example.ru"),
    ("email", "sсhооl@example.ru", "русские буквы, похожие на латинские", "school@example.ru"),
    ("phone", "12345678", "нужен телефон", ""),
    ("phone", "+7 4722 1234", "нужен телефон", ""),
    ("phone", "94722123456", "нужен телефон", ""),
    ("phone", "спросить у секретаря", "нужен телефон", ""),
    ("phone", "((4722) 12-34-56", "нужен телефон", ""),
]


@pytest.mark.parametrize(("name", "cell", "message", "hint"), REFUSED)
def test_refuses_and_says_what_would_be_right(name: str, cell: Any, message: str, hint: str) -> None:
    bad = read(kind_of(name), cell)
    assert isinstance(bad, Bad)
    assert message in bad.message
    assert bad.hint == hint
    assert bad.found
    bad.found.encode()  # what was found can be shown, whatever it was


@pytest.mark.parametrize(
    ("name", "bounds", "cell", "message", "hint"),
    [
        ("integer", {"min": 0, "max": 100}, 120, "Здесь 120, а должно быть от 0 до 100", ""),
        ("integer", {"min": 1}, "0", "Здесь 0, а должно быть не меньше 1", ""),
        ("decimal", {"max": 5}, 5.001, "Здесь 5,001, а должно быть не больше 5", ""),
        ("decimal", {"max": 100}, "67.333", "можно понять и как 67333, и как 67,333", "67,333"),
        ("percent", {"min": 0, "max": 1}, 85.0, "Здесь 8500\u00a0%, а должно быть от 0\u00a0% до 100\u00a0%", "85\u00a0%"),
        ("percent", {"min": 0, "max": 1}, "101 %", "Здесь 101\u00a0%, а должно быть от 0\u00a0% до 100\u00a0%", ""),
        ("percent", {"min": 0, "max": 1}, 1.5, "Здесь 150\u00a0%", ""),
        ("percent", {"min": 0, "max": 1}, "-5", "нет знака %", ""),
    ],
)
def test_a_range_is_named(name: str, bounds: dict[str, float], cell: Any, message: str, hint: str) -> None:
    bad = read(kind_of(name, **bounds), cell)
    assert isinstance(bad, Bad)
    assert message in bad.message
    assert bad.hint == hint


@pytest.mark.parametrize("cell", [0, 100, "0", "100"])
def test_the_ends_of_a_range_belong_to_it(cell: Any) -> None:
    assert read(kind_of("integer", min=0, max=100), cell) == int(cell)


@pytest.mark.parametrize("name", ["date", "time", "school_year", *NUMBERS, "link", "email", "phone"])
def test_long_texts_are_refused_at_once(name: str) -> None:
    blanks = " " * 30_000
    cells = [
        f"1{blanks}г",
        f"01.09.{blanks}2008",
        "1 " * 15_000,
        "1." * 15_000,
        "1 000" * 6_000 + "x",
        "http://" + "a." * 15_000,
        "(" * 30_000,
    ]
    start = process_time()
    assert len(kind_of(name).parse(cells)[1]) >= 6
    assert process_time() - start < 2


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0", "\t\n", "\u200b\ufeff"])
def test_blank_cells_are_empty(name: str, cell: Any) -> None:
    assert read(kind_of(name), cell) is None


def test_the_config_and_the_registry_know_the_same_kinds() -> None:
    assert set(KINDS) == set(get_args(KindName))


@pytest.mark.parametrize("name", KINDS)
def test_a_column_without_rows_is_a_series_of_its_dtype(name: str) -> None:
    kind = kind_of(name)
    series, bad = kind.parse([])
    assert len(series) == 0
    assert series.dtype == pd.Series([], dtype=kind.dtype).dtype
    assert bad == []


def test_bad_cells_know_their_place_among_good_ones() -> None:
    for name, good in (("integer", 1.0), ("decimal", 1.0), ("date", date(2008, 9, 1)), ("email", "a@example.ru")):
        series, bad = kind_of(name).parse([good, None, "вот", good, "вот", "тут"])
        assert [(one.position, one.found) for one in bad] == [(2, "вот"), (4, "вот"), (5, "тут")]
        assert series.isna().tolist() == [False, True, True, False, True, True]
    series, bad = kind_of("text").parse(["а", NAN, 5.0, None, "б"])
    assert [one.position for one in bad] == [1]
    assert series.fillna("").tolist() == ["а", "", "5", "", "б"]


def test_true_one_and_one_point_nought_are_three_cells() -> None:
    series, bad = kind_of("text").parse([True, 1, 1.0, 0.0, False, -0.0])
    assert series.tolist() == ["ИСТИНА", "1", "1", "0", "ЛОЖЬ", "0"]
    series, bad = kind_of("decimal").parse([1.0, True, 1])
    assert series.isna().tolist() == [False, True, False]
    assert [one.position for one in bad] == [1]


@pytest.mark.parametrize(
    ("name", "value", "cell", "text", "shown"),
    [
        ("text", "=1+1", "=1+1", "=1+1", "=1+1"),
        ("integer", 1234567, 1234567, "1234567", "1\u00a0234\u00a0567"),
        ("integer", -5, -5, "-5", "\u22125"),
        ("decimal", 1234.5, 1234.5, "1234,5", "1\u00a0234,5"),
        ("decimal", 2 / 3, 2 / 3, "0,6666666666666666", "0,67"),
        ("decimal", 0.00123, 0.00123, "0,00123", "0,0012"),
        ("percent", 0.8534, 0.8534, "85,34\u00a0%", "85,3\u00a0%"),
        ("date", date(2009, 5, 5), date(2009, 5, 5), "05.05.2009", "5\u00a0мая 2009"),
        ("time", time(8, 30), time(8, 30), "8:30", "8:30"),
        ("time", time(8, 30, 15), time(8, 30, 15), "8:30:15", "8:30:15"),
        ("school_year", "2008/09", "2008/09", "2008/09", "2008/09"),
        ("yes_no", True, "да", "да", "да"),
        ("yes_no", False, "нет", "нет", "нет"),
        ("choice", "none", "без отчёта", "без отчёта", "без отчёта"),
        ("choices", ("seminar", "other"), "семинар; другое, своё", "семинар; другое, своё", "семинар; другое, своё"),
        ("references", ("Гимназия № 2", "Школа № 7"), *["Гимназия № 2; Школа № 7"] * 3),
        ("link", "https://example.ru", *["https://example.ru"] * 3),
    ],
)
def test_writes_one_form_and_shows_russian(name: str, value: Any, cell: Any, text: str, shown: str) -> None:
    kind = kind_of(name)
    assert (kind.write(value), kind.text(value), kind.show(value)) == (cell, text, shown)
    assert type(kind.write(value)) is type(cell)


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("value", [None, pd.NA, pd.NaT, NAN, "", ()])
def test_missing_values_leave_the_cell_empty(name: str, value: Any) -> None:
    kind = kind_of(name)
    assert (kind.write(value), kind.text(value), kind.show(value)) == (None, "", "")


@pytest.mark.parametrize(
    ("name", "cell"), [("integer", 5.0), ("decimal", "1,5"), ("percent", 0.5), ("date", 39692), ("yes_no", "+")]
)
def test_values_of_a_frame_are_written_as_plain_python(name: str, cell: Any) -> None:
    kind = kind_of(name)
    written = kind.write(kind.parse([cell])[0].iloc[0])
    assert type(written) in (int, float, date, str)
    assert read(kind, written) == read(kind, cell)


@pytest.mark.parametrize("text", ["7-0412", "10А-17", "ГИМ2-5", "7 0412", "УЧ-104", "7/12", "№ 14", 70412])
def test_a_code_stands_for_a_child(text: Any) -> None:
    assert read(kind_of("pseudonym"), text) == str(text)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("Иванов", "похоже на имя"),
        ("Иванова Мария", "похоже на имя"),
        ("Иванов А. П.", "похоже на имя"),
        ("Иванов-7", "похоже на имя"),
        ("ivanov7", "похоже на имя"),
        ("Ли А. П. 7", "похоже на имя"),
        ("Ли", "похоже на имя"),
        ("8 910 123-45-67", "телефон"),
        ("7-12; 7-13", "короткий шифр"),
        (datetime(2026, 4, 7), "за дату"),
        (time(7, 4), "за дату или время"),
    ],
)
def test_what_tells_who_a_child_is_is_no_code(cell: Any, why: str) -> None:
    assert why in read(kind_of("pseudonym"), cell).message


@pytest.mark.parametrize(
    "text",
    [
        "Решение задач Иванова", "Евгений Онегин и его время", "Нижний Новгород", "Великая Отечественная война", "Витамин А",
        "Поэты нашего города", "Лирика Пушкина", "Сергей Есенин: жизнь", "Город Старый Оскол", "Шаг в науку", "Мария", "№ 7",
    ],
)  # fmt: skip
def test_a_text_about_children_may_name_books_and_heroes(text: str) -> None:
    assert read(kind_of("nameless"), text) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Реферат, Иванов А. П.", "Иванов А. П."),
        ("А.П. Иванова: реферат", "А.П. Иванова"),
        ("Грамота Иванову Ивану Петровичу", "Иванову Ивану Петровичу"),
        ("Грамота Иванову Павлу", "Иванову Павлу"),
        ("Ковалева Настя, 10 класс", "Ковалева Настя"),
        ("КОВАЛЕВА А. С.", "КОВАЛЕВА А. С."),
        ("Семенко Петр", "Семенко Петр"),
        ("Иван Сыч", "Иван Сыч"),
        ("Сыч И.", "Сыч И."),
        ("Сыч Иван Ильич", "Сыч Иван Ильич"),
    ],
)
def test_a_text_about_children_names_none_of_them_in_full(text: str, name: str) -> None:
    assert f"«{name}»" in read(kind_of("nameless"), text).message
