"""The sheets that every workbook has beside the tables of its config."""

HOWTO = "Как заполнять"
"""The first sheet: how people fill the others."""

JOURNAL = "Журнал"
"""The last sheet: who changed what. One line a cell; it only grows."""

JOURNAL_TITLES = ("Когда", "Кто", "Таблица", "Код", "Столбец", "Было", "Стало", "Набор изменений", "Причина")

RESERVED = (HOWTO, JOURNAL, "Списки")
"""Titles that no table may have; the last is the hidden sheet that long drop-downs take their words from."""
