"""A network of clubs for tests: clubs with places, pupils under codes who join them, groups that travel there, a folder."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest
from counted import network, snapshot_of
from networks import FILES, write_network

import netdash
from netdash.grid import Cell
from netdash.snapshot import Snapshot
from netdash.specs import Config
from netdash.ui import shared

TODAY = date(2009, 3, 12)
CHOICES = """\
days:
  mon: {title: понедельник}
  tue: {title: вторник}
club_states:
  open: {title: открыт, state: done}
  soon: {title: готовится, state: not_begun}
place_states:
  asked: {title: заявка, state: not_begun}
  in: {title: принят, state: done}
  out: {title: выбыл}
shelves:
  works: {title: работы}
  letters: {title: отзывы}
"""
CLUBS = """\
title: Кружки
group: registries
key: code
label: title
owner: school
columns:
  code: {title: Код, kind: key, prefix: КР}
  title: {title: Кружок, kind: text, required: true}
  school: {title: Где, kind: reference, to: schools}
  leader: {title: Ведёт, kind: reference, to: people}
  places: {title: Мест, kind: integer}
  day: {title: День, kind: choice, choices: days}
  starts: {title: С, kind: time}
  ends: {title: До, kind: time}
  status: {title: Состояние, kind: choice, choices: club_states}
"""
PUPILS = """\
title: Ученики
group: registries
key: code
label: cipher
owner: school
columns:
  code: {title: Код, kind: key, prefix: У}
  cipher: {title: Шифр, kind: pseudonym, required: true}
  school: {title: Школа, kind: reference, to: schools}
  grade: {title: Класс, kind: integer}
"""
JOINED = """\
title: Записи
group: registries
key: code
owner: pupil.school
columns:
  code: {title: Код, kind: key, prefix: З}
  pupil: {title: Ученик, kind: reference, to: pupils, required: true}
  year: {title: Год, kind: school_year, required: true}
  club: {title: Кружок, kind: reference, to: clubs, required: true}
  status: {title: Запись, kind: choice, choices: place_states, required: true}
rules:
  - {unique: [pupil, year, club], say: Уже записан}
  - no_overlap: {of: [club.starts, club.ends], on: [year, club.day], per: pupil, at: club.school}
    say: Ученик в двух местах
    travel: {minutes: 20, say: Ученик не успеет}
"""
RIDES = """\
title: Поездки
group: plans
key: code
owner: origin
columns:
  code: {title: Код, kind: key, prefix: ПЗ}
  club: {title: Кружок, kind: reference, to: clubs}
  origin: {title: Откуда, kind: reference, to: schools}
  target: {title: Куда, kind: reference, to: schools}
  day: {title: День, kind: choice, choices: days}
  leaves: {title: Выход, kind: time}
  arrives: {title: Приход, kind: time}
  size: {title: Едут, kind: integer}
  guide: {title: Везёт, kind: reference, to: people}
rules:
  - {compare: [arrives, at_most, club.starts], say: Опоздают, do: Выйдите раньше}
  - {no_overlap: {of: [leaves, arrives], on: day, per: guide}, say: Двое групп сразу}
  - {compare: [target, equal, club.school], say: Не туда, level: warning}
"""
FOLDER = """\
title: Папка
group: registries
key: code
owner: pupil.school
columns:
  code: {title: Код, kind: key, prefix: ПП}
  pupil: {title: Ученик, kind: reference, to: pupils, required: true}
  day: {title: День, kind: date}
  shelf: {title: Полка, kind: choice, choices: shelves}
  title: {title: Что, kind: nameless, required: true}
"""
PAGES = """\
Сеть:
  summary:
    kind: summary
    title: Сводка
    icon: dashboard
    about: Где мы сейчас
    default: true
    show: [stages]
    events: events
    starts: starts
  data: {kind: registry, title: Данные, icon: table, about: Все таблицы}
  clubs:
    kind: courses
    title: Кружки
    icon: school
    about: Куда записаться
    courses: clubs
    plans: joined
    course: club
    student: pupil
    year: year
    takes: {status: in}
    open: {status: open}
    seats: places
    place: school
    status: status
    when: [day, starts, ends]
    show: [leader]
    filters: [school]
    home: school
    details: [grade]
  week:
    kind: timetable
    title: Неделя
    icon: calendar_month
    about: Когда и где
    layers:
      - {table: rides, day: day, starts: leaves, ends: arrives, what: club, at: [origin, target], size: size, person: guide}
      - {table: clubs, day: day, starts: starts, ends: ends, what: code, at: school, person: leader, where: {status: open}}
    members: {table: joined, student: pupil, what: club, home: pupil.school, year: year}
  folders:
    kind: portfolio
    title: Папки
    icon: folder
    about: Что собрано
    table: pupils
    details: [school, grade]
    filters: [school]
    parts:
      - {table: folder, of: pupil, show: [day, title], by: shelf, newest: day}
      - {title: Кружки ученика, table: joined, of: pupil, show: [year, club.title], newest: year}
    footer: Подпись
"""
OVERRIDES = {
    "choices": FILES["choices.yaml"] + CHOICES,
    "tables_clubs": CLUBS,
    "tables_pupils": PUPILS,
    "tables_joined": JOINED,
    "tables_rides": RIDES,
    "tables_folder": FOLDER,
    "pages": PAGES,
}
Row = dict[str, Cell]
SCHOOLS = ("Гимназия № 2", "Школа № 7", "Школа № 29")
ROWS: dict[str, list[Row]] = {
    "people": [
        {"code": "П-1", "name": "Иванова А. П.", "school": SCHOOLS[0]},
        {"code": "П-2", "name": "Петров Б. В.", "school": SCHOOLS[1]},
    ],
    "clubs": [
        {
            "code": "КР-1",
            "title": "Шахматы",
            "school": SCHOOLS[0],
            "leader": "Иванова А. П.",
            "places": 2,
            "day": "понедельник",
            "starts": time(15),
            "ends": time(16),
            "status": "открыт",
        },
        {
            "code": "КР-2",
            "title": "Хор",
            "school": SCHOOLS[1],
            "leader": "Петров Б. В.",
            "places": 1,
            "day": "понедельник",
            "starts": time(15, 30),
            "ends": time(16, 30),
            "status": "открыт",
        },
        {
            "code": "КР-3",
            "title": "Театр",
            "school": SCHOOLS[0],
            "day": "вторник",
            "starts": time(16),
            "ends": time(17),
            "status": "открыт",
        },
        {"code": "КР-4", "title": "Лепка", "school": SCHOOLS[2], "status": "готовится", "places": 5},
        {"code": "КР-5", "title": "Музей", "school": SCHOOLS[1], "status": "открыт", "places": 3},
    ],
    "pupils": [
        {"code": "У-1", "cipher": "2-01", "school": SCHOOLS[0], "grade": 5},
        {"code": "У-2", "cipher": "7-02", "school": SCHOOLS[1], "grade": 6},
        {"code": "У-3", "cipher": "7-03", "school": SCHOOLS[1], "grade": 6},
    ],
    "joined": [
        {"code": "З-1", "pupil": "2-01", "year": "2008/09", "club": "Шахматы", "status": "принят"},
        {"code": "З-2", "pupil": "7-02", "year": "2008/09", "club": "Шахматы", "status": "принят"},
        {"code": "З-3", "pupil": "7-02", "year": "2008/09", "club": "Хор", "status": "заявка"},
        {"code": "З-4", "pupil": "7-03", "year": "2008/09", "club": "Хор", "status": "принят"},
        {"code": "З-5", "pupil": "7-03", "year": "2007/08", "club": "Шахматы", "status": "принят"},
    ],
    "rides": [
        {
            "code": "ПЗ-1",
            "club": "Шахматы",
            "origin": SCHOOLS[1],
            "target": SCHOOLS[0],
            "day": "понедельник",
            "leaves": time(14, 30),
            "arrives": time(14, 50),
            "size": 4,
            "guide": "Петров Б. В.",
        },
        {
            "code": "ПЗ-2",
            "club": "Шахматы",
            "origin": SCHOOLS[2],
            "target": SCHOOLS[0],
            "day": "понедельник",
            "leaves": time(14, 40),
            "arrives": time(15, 5),
            "size": 3,
            "guide": "Петров Б. В.",
        },
        {
            "code": "ПЗ-3",
            "club": "Театр",
            "origin": SCHOOLS[1],
            "target": SCHOOLS[2],
            "day": "вторник",
            "leaves": time(15),
            "arrives": time(15, 30),
        },
        {"code": "ПЗ-4", "club": "Театр", "origin": SCHOOLS[2], "target": SCHOOLS[0], "size": 2},
    ],
    "folder": [
        {"code": "ПП-1", "pupil": "7-02", "day": date(2009, 1, 5), "shelf": "отзывы", "title": "Отзыв <b>о</b> проекте"},
        {"code": "ПП-2", "pupil": "7-02", "day": date(2009, 2, 5), "shelf": "работы", "title": "Карта двора"},
        {"code": "демо-ПП-3", "pupil": "7-02", "day": None, "shelf": "работы", "title": "Рисунок"},
    ],
}


def clubs() -> Config:
    """The config of the clubs."""
    return network(**OVERRIDES)


def snapshot(**rows: list[Row]) -> Snapshot:
    """The clubs with some tables replaced."""
    return snapshot_of(clubs(), TODAY, **{**ROWS, **rows})


def page(kind: str) -> object:
    """The declaration of one of their pages."""
    return next(each for each in clubs().pages["Сеть"].values() if each.kind == kind)


def open_clubs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A new workbook of the clubs, and a process that shows it."""
    path = folder / "clubs.xlsx"
    write_network(folder, **OVERRIDES)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(folder / "config"))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(folder / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def fill(path: Path) -> None:
    """Type the rows into the workbook, as somebody with a spreadsheet program does; schools and people are there already."""
    book = openpyxl.load_workbook(path)
    for name, spec in clubs().tables.items():
        for row in ROWS.get(name, []) if name != "people" else []:
            book[spec.title].append([row.get(column) for column in spec.columns])
    book.save(path)
