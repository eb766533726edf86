"""Clashes: who is in two places, who cannot get there in time, too many for the seats, no agreement between two."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from grids import NOW, book, snapshot
from test_rules import EVENT, PEOPLE, broken, event, ruled

from netdash.grid import Cell
from netdash.snapshot import build_snapshot

DAY = date(2009, 5, 5)
TEAMS = [
    ("Код", "Название", "Вид", "Руководитель"),
    ("К-1", "Математики", "объединение", "П-1"),
    ("К-2", "Физики", "объединение", "П-1"),
]
MEMBERS = ("Код", "Команда", "Педагог", "С", "По")
HELD = "{of: [opens, closes], on: starts, per: responsible, at: host}"


def placed(key: str, opens: time, closes: time, host: str, who: str = "П-1") -> tuple[Cell, ...]:
    return (*event(key, DAY, None, opens, closes, who), None, host)


PLACED = (*EVENT, "Площадка")
SCHOOLS = ("Гимназия № 2", "Школа № 7")


def test_one_who_ends_at_one_place_needs_time_to_begin_at_another() -> None:
    config = ruled("events", f"{{no_overlap: {HELD}, say: Два места, travel: {{minutes: 20, say: Не успеть, do: Сдвиньте}}}}")
    rows = [
        PLACED,
        placed("М-1", time(9), time(10), SCHOOLS[0]),
        placed("М-2", time(10, 5), time(11), SCHOOLS[1]),
        placed("М-3", time(11), time(12), SCHOOLS[1]),
        placed("М-4", time(12, 20), time(13), SCHOOLS[0]),
        placed("М-5", time(12, 30), time(14), SCHOOLS[1]),
        (*event("М-6", DAY, None, time(14), time(15), "П-1"), None, None),
    ]
    (problem,) = broken(config, "Не успеть", events=rows, people=PEOPLE)
    assert (problem.key, problem.cell, problem.others) == ("М-2", "G3", (("events", "М-1"),))
    assert problem.message.endswith("«Событие М-1» 9:00–10:00 — между ними 5\xa0минут, а на дорогу нужно 20. Сдвиньте")
    assert [problem.key for problem in broken(config, "Два места", events=rows, people=PEOPLE)] == ["М-5"]


def test_intervals_of_another_table_compete_with_those_of_this_one() -> None:
    other = "{in: members, of: [since, until], per: person, where: {role: head}}"
    config = ruled("events", f"{{no_overlap: {{of: [starts, ends], per: responsible, also: [{other}]}}, say: Занят}}")
    rows = [
        EVENT,
        event("М-1", date(2009, 5, 1), date(2009, 5, 3), None, None, "П-1"),
        event("М-2", date(2009, 6, 1), date(2009, 6, 3), None, None, "П-1"),
        event("М-3", date(2009, 5, 1), date(2009, 5, 3), None, None, "П-2"),
    ]
    members = [
        (*MEMBERS, "Роль"),
        ("С-1", "Математики", "П-1", date(2009, 5, 2), date(2009, 5, 9), "руководитель"),
        ("С-2", "Физики", "П-1", date(2009, 5, 2), date(2009, 5, 9), "руководитель"),
        ("С-3", "Физики", "П-1", date(2009, 6, 2), date(2009, 6, 9), "участник"),
        ("С-4", "Физики", "П-2", date(2009, 5, 3), date(2009, 5, 9), "руководитель"),
    ]
    found = broken(config, "Занят", events=rows, people=PEOPLE, teams=TEAMS, members=members)
    assert [(problem.key, problem.others) for problem in found] == [("М-1", (("members", "С-1"),))]
    assert "а на листе «Составы» в строке 2 2\xa0мая 2009 — 9\xa0мая 2009" in found[0].message


def test_a_change_in_a_table_beside_is_noticed() -> None:
    other = "{in: members, of: [since, until], per: person}"
    config = ruled("events", f"{{no_overlap: {{of: [starts, ends], per: responsible, also: [{other}]}}, say: Занят}}")
    sheets: Mapping[str, Sequence[Sequence[Cell]]] = {
        "people": PEOPLE,
        "teams": TEAMS,
        "events": [EVENT, event("М-1", date(2009, 5, 1), date(2009, 5, 3), None, None, "П-1")],
        "members": [MEMBERS],
    }
    before = snapshot(config, **sheets)
    busy = [MEMBERS, ("С-1", "Математики", "П-1", date(2009, 5, 2), date(2009, 5, 9))]
    after = build_snapshot(config, book(**{**sheets, "members": busy}), NOW, before)
    assert [[p.key for p in one.problems if p.message.startswith("Занят")] for one in (before, after)] == [[], ["М-1"]]


def test_several_paths_make_one_group_and_rows_that_do_not_count_are_left_out() -> None:
    rule = (
        "{no_overlap: {of: [opens, closes], on: [starts, form], per: [host, responsible], where: {status: planned}}, say: Дважды}"
    )
    rows = [
        PLACED,
        placed("М-1", time(9), time(12), SCHOOLS[0]),
        placed("М-2", time(10), time(11), SCHOOLS[1]),
        placed("М-3", time(10), time(11), SCHOOLS[0], "П-2"),
        ("М-4", "Конкурс", "конкурс", "план", DAY, None, time(9), time(12), "П-1", None, SCHOOLS[0]),
        ("М-5", "Семинар", "семинар", "проведено", DAY, None, time(9), time(12), "П-1", None, SCHOOLS[0]),
        placed("М-6", time(11), time(12), SCHOOLS[0]),
    ]
    assert [problem.key for problem in broken(ruled("events", rule), "Дважды", events=rows, people=PEOPLE)] == ["М-6"]


def test_ends_stand_so_far_apart() -> None:
    config = ruled("events", "{compare: [opens, before, closes], apart: 10, say: Быстро, do: Исправьте время}")
    rows = [EVENT, event("М-1", DAY, None, time(9), time(9, 5)), event("М-2", DAY, None, time(9), time(9, 10)), event("М-3")]
    (problem,) = broken(config, "Быстро", events=rows)
    assert problem.message == (
        "Быстро: «Открытие» 9:00, «Закрытие» 9:05 — между ними 5\xa0минут, а нужно не меньше 10. Исправьте время"
    )
    days = ruled("events", "{compare: [starts, at_most, ends], apart: 2, say: Коротко}")
    rows = [EVENT, event("М-1", DAY, date(2009, 5, 6)), event("М-2", DAY, date(2009, 5, 7)), event("М-3", DAY, DAY)]
    assert [problem.key for problem in broken(days, "Коротко", events=rows)] == ["М-1", "М-3"]


def test_more_rows_than_the_limit_are_told_at_the_one_that_passes_it() -> None:
    config = ruled("results", "{count: [school_year, school], at_most: takers, where: {subject: maths}, say: Тесно}")
    rows = [
        ("Код", "Учебный год", "Школа", "Предмет", "Сдавали"),
        *((f"Р-{n}", "2008/09", "Школа № 7", "математика", 2) for n in range(1, 5)),
        ("Р-5", "2007/08", "Школа № 7", "математика", 1),
        ("Р-6", "2008/09", "Школа № 7", "русский язык", 1),
        ("Р-7", "2008/09", "Гимназия № 2", "математика", None),
    ]
    (problem,) = broken(config, "Тесно", results=rows)
    assert (problem.key, problem.column) == ("Р-3", "school")
    assert problem.message.endswith("всего 4 при пределе 2, строки 2, 3, 4, 5")
    assert problem.others == (("results", "Р-1"), ("results", "Р-2"), ("results", "Р-4"))


JOINT = [
    ("Код", "Название", "Форма", "Состояние", "Начало", "Окончание", "Участвуют"),
    ("М-1", "Договор", "семинар", "проведено", DAY, None, "Гимназия № 2; Школа № 7"),
    ("М-2", "Старый", "семинар", "проведено", DAY, date(2009, 1, 1), "Школа № 7; Школа № 29"),
    ("М-3", "Проект", "семинар", "план", DAY, None, "Школа № 7; Школа № 29; Гимназия № 2"),
]
THREE = [
    ("Код", "Название", "Роль"),
    ("Ш-1", "Гимназия № 2", "опорная школа"),
    ("Ш-2", "Школа № 7", "участник"),
    ("Ш-3", "Школа № 29", "участник"),
]
AGREED = (
    "{exists: {in: events, where: {status: held}, unless: {ends: {before: today}}, "
    "holds: {invited: [person.school, team.head.school]}},"
    " when: {role: head}, say: Нет договора, do: Заключите, level: warning}"
)


def test_a_row_elsewhere_holds_all_that_is_asked_for() -> None:
    people = [
        *PEOPLE,
        ("П-3", "Сидорова В. Г.", "Гимназия № 2"),
        ("П-4", "Ёлкина Г. Д.", "Школа № 29"),
        ("П-5", "Юрьева А. А.", None),
    ]
    members = [
        ("Код", "Команда", "Педагог", "Роль"),
        ("С-1", "Математики", "П-3", "руководитель"),
        ("С-2", "Математики", "П-4", "руководитель"),
        ("С-3", "Математики", "П-2", "руководитель"),
        ("С-4", "Физики", "П-4", "участник"),
        ("С-5", "Математики", "П-5", "руководитель"),
    ]
    config = ruled("members", AGREED)
    sheets: Mapping[str, Sequence[Sequence[Cell]]] = {"people": people, "teams": TEAMS, "members": members, "schools": THREE}
    (problem,) = [p for p in snapshot(config, events=JOINT, **sheets).problems if p.message.startswith("Нет договора")]
    assert (problem.key, problem.column, problem.level) == ("С-2", "person", "warning")
    assert problem.message == (
        "Нет договора: на листе «План мероприятий» нет такой строки, где «Участвуют» — Школа № 29, Школа № 7. Заключите"
    )


def test_without_the_other_sheet_nobody_can_tell() -> None:
    members = [("Код", "Команда", "Педагог", "Роль"), ("С-1", "Математики", "П-1", "руководитель")]
    assert broken(ruled("members", AGREED), "Нет договора", people=PEOPLE, teams=TEAMS, members=members) == []


def test_what_a_reference_must_lead_to_is_told_only_where_it_leads_somewhere() -> None:
    config = ruled("members", "{needs: [team.part_of, person.tutor_since], when: {role: head}, say: Нет}")
    people = [
        ("Код", "ФИО", "Школа", "Тьютор с"),
        ("П-1", "Иванова А. П.", "Школа № 7", date(2008, 9, 1)),
        ("П-2", "Петров Б. В.", "Школа № 7", "осенью"),
    ]
    members = [
        ("Код", "Команда", "Педагог", "Роль"),
        ("С-1", "Математики", "П-1", "руководитель"),
        ("С-2", None, "П-2", "руководитель"),
        ("С-3", "Математики", None, "участник"),
    ]
    (problem,) = broken(config, "Нет", people=people, teams=TEAMS, members=members)
    assert (problem.key, problem.column) == ("С-1", "team")
    assert problem.message == "Нет: «Команда» Математики, а «Входит в» — пусто"
