"""Texts that must not tell who a child is: codes in place of names, and texts without full names."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

from netdash.kinds.base import Base, Refused, describe, seen
from netdash.kinds.russian import quoted

_LONGEST_CODE = 20
_MOST_DIGITS = 9
"""A telephone number has ten digits, so has a passport."""

_CODE = re.compile(r"[\w №#./‐‑‒–—-]+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_INITIALS = re.compile(r"[^\W\d_]\.\s?[^\W\d_]\.")

_CAPITAL = r"[А-ЯЁ][А-ЯЁа-яё]+(?:-[А-ЯЁ][А-ЯЁа-яё]+)?"
_ANY_CAPITAL = r"[A-ZА-ЯЁ][A-Za-zА-ЯЁа-яё]+(?:-[A-ZА-ЯЁ][A-Za-zА-ЯЁа-яё]+)?"
_TWO_INITIALS = r"[A-ZА-ЯЁ]\.\s?[A-ZА-ЯЁ]\."
_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:(?:ов|ев|ь)ич(?:а|у|ем|е)?|(?:ов|ев|ич)н(?:а|ы|е|у|ой))"
_SURNAME = (
    r"[А-ЯЁ][а-яё]*(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ы|ых)?|[сц]к(?:ий|ая|ого|ому|им|ой|ую)"
    r"|ко|[ую]к(?:а|у|ом|е)?|[ыи]х|дзе|швили|ян)"
)
_GIVEN_NAMES = (
    "Александр Алексей Анатолий Андрей Антон Артём Артемий Арсений Богдан Борис Вадим Валентин Валерий Василий Виктор Виталий "
    "Владимир Владислав Всеволод Вячеслав Геннадий Георгий Герман Глеб Григорий Даниил Данил Денис Дмитрий Евгений Егор Захар "
    "Иван Игорь Илья Кирилл Константин Лев Леонид Макар Максим Марк Матвей Михаил Никита Николай Олег Павел Пётр Платон Роман "
    "Руслан Семён Сергей Станислав Степан Тимофей Тимур Фёдор Эдуард Юрий Ярослав "
    "Александра Алёна Алина Алиса Алла Анастасия Ангелина Анна Валентина Валерия Варвара Вера Вероника Виктория Галина Дарья "
    "Диана Ева Евгения Екатерина Елена Елизавета Жанна Зоя Инна Ирина Карина Кира Кристина Ксения Лариса Лидия Любовь Людмила "
    "Маргарита Марина Мария Милана Надежда Наталья Наталия Нина Оксана Олеся Ольга Полина Раиса Регина Светлана София Софья "
    "Таисия Тамара Татьяна Ульяна Юлия Яна "
    "Аня Валя Ваня Витя Вова Галя Даша Дима Женя Ира Катя Коля Костя Ксюша Лена Лёша Люба Люда Маша Миша Надя Настя Наташа Оля "
    "Паша Петя Рома Саша Света Серёжа Слава Соня Таня Толя Юля Юра"
)


def _forms(name: str) -> list[str]:
    """A given name in the cases of the singular, as far as its ending tells them."""
    stem, last = name[:-1], name[-1]
    endings = {"а": "аыеуо", "я": "яиею", "й": "йяюе", "ь": "ьияюе"}.get(last)
    if endings is None:
        return [name, *(name + end for end in ("а", "у", "е", "ом"))]
    return [stem + end + more for end in endings for more in ({"о": ["й"], "е": ["", "й", "м"]}.get(end, [""]))]


_IRREGULAR = "Павла Павлу Павлом Павле Петра Петру Петром Петре Льва Льву Львом Льве"
_FORMS = {*_IRREGULAR.split(), *(form for name in _GIVEN_NAMES.split() for form in _forms(name))}
_GIVEN = "(?:" + "|".join(sorted(_FORMS | {form.replace("ё", "е") for form in _FORMS}, key=len, reverse=True)) + ")"
_ANYWHERE = re.compile(
    rf"(?<!\w)(?:{_ANY_CAPITAL}\s+{_TWO_INITIALS}|{_TWO_INITIALS}\s?{_ANY_CAPITAL}"
    rf"|{_CAPITAL}\s+{_CAPITAL}\s+{_PATRONYMIC}|{_CAPITAL}\s+{_PATRONYMIC}\s+{_CAPITAL}"
    rf"|{_SURNAME}\s+{_GIVEN})(?!\w)"
)
_WHOLE = re.compile(rf"(?:{_GIVEN}\s+{_CAPITAL}|{_CAPITAL}\s+{_GIVEN}|{_CAPITAL}\s+[А-ЯЁ]\.)")


def find_name(text: str) -> str:
    """The full name that a text holds, empty if it holds none.

    A full name is a surname with two initials in either order, three capitalised words of which one is a patronymic, a
    surname before a given name; and, where the text is nothing else, a given name with another capitalised word or a surname
    with one initial. A lone surname or given name is let through, so is «given name surname» inside a longer text: they name
    books, laws and heroes («Решение задач Иванова», «Евгений Онегин и его время») far more often than pupils.
    """
    found = _ANYWHERE.search(text) or _WHOLE.fullmatch(text)
    return found[0] if found else ""


class Pseudonym(Base):
    """A code in place of a name: letters, digits and dashes, a digit among them and no word. «7-0412», «10А-17», «ГИМ2-5»."""

    def read(self, cell: Any) -> str:
        """The code of one cell."""
        if isinstance(cell, date | time | timedelta):
            raise Refused(f"Здесь {describe(cell)}: книга приняла шифр за дату или время; введите его заново как текст")
        text = seen(cell)
        if _WORD.search(text) or _INITIALS.search(text) or not any(map(str.isdigit, text)):
            raise Refused(
                f"Здесь {quoted(text)}, похоже на имя или слово, а имён детей в книге не бывает: "
                "впишите шифр, который дала школа, в нём есть цифры и нет слов, например 7-0412"
            )
        if sum(map(str.isdigit, text)) > _MOST_DIGITS:
            raise Refused(
                f"Здесь {quoted(text)}, похоже на телефон или номер документа; впишите шифр, который дала школа, например 7-0412"
            )
        if len(text) > _LONGEST_CODE or not _CODE.fullmatch(text):
            raise Refused(f"Здесь {quoted(text)}, а нужен короткий шифр из букв, цифр и дефисов, например 7-0412")
        return text


class Nameless(Base):
    """A text about children, which names none of them in full; :func:`find_name` says what a full name is."""

    def read(self, cell: Any) -> str:
        """The text of one cell."""
        text = seen(cell)
        if name := find_name(text):
            raise Refused(
                f"Здесь {quoted(name)}, похоже на имя, а имён детей в книге не бывает: оставьте шифр; "
                "у писателя или учёного хватит фамилии, например «Лирика Пушкина»"
            )
        return text
