"""The problems of a snapshot, gathered for those who can put them right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from netdash.errors import Problem
from netdash.kinds.russian import counted, day, quoted
from netdash.reminders import Locate, Reminder, list_doubts, list_missing
from netdash.snapshot import Snapshot

MOST = 60


@dataclass(frozen=True)
class Group:
    """Problems that share a sheet or an owner; ``name`` is the table's name or the owner's key, empty for no owner."""

    name: str
    title: str
    problems: tuple[Problem, ...]

    @cached_property
    def errors(self) -> int:
        """How many of them are errors."""
        return sum(problem.level == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many of them are only warnings."""
        return len(self.problems) - self.errors


def group_by_sheet(snapshot: Snapshot, more: Sequence[Problem] = ()) -> list[Group]:
    """Problems of each sheet that has any, in the order of the tables; ``more`` are those of sheets that are no table."""
    tables = _group(snapshot.problems, lambda problem: problem.table, lambda name: snapshot.tables[name].spec.title)
    return [*tables, *_group(more, lambda problem: problem.sheet, str)]


def group_by_owner(snapshot: Snapshot, more: Sequence[Problem] = ()) -> list[Group]:
    """Problems of each owner that has any, most errors first; those without an owner come last, ``more`` among them."""
    groups = _group((*snapshot.problems, *more), lambda problem: problem.owner, lambda owner: name_owner(snapshot, owner))
    return sorted(groups, key=lambda group: (not group.name, -group.errors, -group.warnings, group.title))


def name_owner(snapshot: Snapshot, owner: str) -> str:
    """What an owner is called."""
    return snapshot.label(snapshot.owner_table, owner) if owner and snapshot.owner_table else "Общее"


def tell_counts(group: Group) -> str:
    """How many of each: ``3 ошибки, 12 замечаний``."""
    errors = counted(group.errors, "ошибка", "ошибки", "ошибок") if group.errors else ""
    warnings = counted(group.warnings, "замечание", "замечания", "замечаний") if group.warnings else ""
    return ", ".join(filter(None, (errors, warnings)))


def compose_message(snapshot: Snapshot, owner: str, address: str = "", locate: Locate | None = None) -> str:
    """A letter in plain text that asks an owner for the rows that are missing and to put right its cells, one by one.

    ``address`` is the dashboard's own, ending in ``/``; with it each cell has a link, ``locate`` gives those of missing rows.
    ``owner`` may be empty: then the letter is about what belongs to nobody in particular.
    """
    group = Group(owner, name_owner(snapshot, owner), tuple(each for each in snapshot.problems if each.owner == owner))
    missing = list_missing(snapshot, owner, locate) if owner else []
    doubts = list_doubts(snapshot, owner) if owner else []
    lines = [f"Кому: {group.title}", ""] if owner else []
    lines += ["Здравствуйте!", "", *_open_letter(snapshot, group, len(missing), len(doubts))]
    numbers = count(1)
    parts = [part for part in (missing, doubts) if part]
    lines += _list_reminders("Чего не хватает", missing, numbers)
    if group.problems and parts:
        lines += ["", "ЧТО ИСПРАВИТЬ"]
    for sheet in _group(group.problems, lambda problem: problem.sheet, str):
        lines += ["", f"Лист {quoted(sheet.title)}"]
        for problem in sheet.problems:
            lines += ["", *_describe(snapshot, problem, next(numbers), address)]
    lines += _list_reminders("Всё ли верно", doubts, numbers)
    if group.problems or parts:
        lines += ["", "Если что-то не так или у вас таких данных нет, ответьте на это письмо, разберёмся вместе."]
    return "\n".join([*lines, "", "Спасибо!", f"Координатор сети {quoted(snapshot.config.network.short)}", ""])


def _list_reminders(title: str, reminders: Sequence[Reminder], numbers: Iterator[int]) -> list[str]:
    """The lines of one part of a letter; of a long one the beginning, and how many more there are."""
    lines = ["", title.upper()] if reminders else []
    heading = ""
    for reminder in reminders[:MOST]:
        if reminder.heading != heading:
            lines += ["", reminder.heading]
            heading = reminder.heading
        first, *rest = reminder.lines
        lines += ["", f"{next(numbers)}. {first}", *rest]
    if len(reminders) > MOST:
        lines += ["", f"и ещё {counted(len(reminders) - MOST, 'строка', 'строки', 'строк')} того же рода."]
    return lines


def _open_letter(snapshot: Snapshot, group: Group, missing: int, doubts: int) -> list[str]:
    """What was looked at, what was found, and what to begin with."""
    whose = "строки вашего учреждения" if group.name else "строки, которые не относятся ни к одному учреждению,"
    looked = f"{day(snapshot.today)} года мы проверили {whose} в общих таблицах."
    if not group.problems and not missing and not doubts:
        return [f"{looked} Замечаний нет."]
    found = [tell_counts(group)] if group.problems else []
    found += [counted(doubts, "вопрос", "вопроса", "вопросов")] if doubts else []
    said = [f"Не введено в срок: {counted(missing, 'строка', 'строки', 'строк')}."] if missing else []
    said += [f"Нашлось: {', '.join(found)}."] if found else []
    asks = [" ".join((looked, *said, "Исправьте, пожалуйста, прямо в таблице."))]
    if missing:
        asks.append("Начните со строк, которых не хватает: без них сеть не сложит общий результат.")
    if group.errors:
        asks.append("Ошибки исправьте обязательно: такие ячейки не входят в показатели сети.")
    if group.warnings:
        asks.append("Замечания — это пожелания: проверьте, всё ли верно, и дополните, если есть чем.")
    if doubts:
        asks.append("Вопросы — о числах, которые сильно отличаются от прежних: они могут быть и верны.")
    return asks


def _describe(snapshot: Snapshot, problem: Problem, number: int, address: str) -> list[str]:
    """The lines of a letter about one problem."""
    spec = snapshot.tables[problem.table].spec
    parts = [f"ячейка {problem.cell}" if problem.cell else "весь лист"]
    if problem.column:
        parts.append(f"столбец {quoted(spec.columns[problem.column].title)}")
    if problem.key and (label := snapshot.resolvers[problem.table].names[problem.key]) and not label.startswith("?"):
        parts.append(f"строка {quoted(label)}")
    found = "" if not problem.found or problem.found in problem.message else f" Сейчас в ячейке: {quoted(problem.found)}."
    weight = "Ошибка" if problem.level == "error" else "Замечание"
    lines = [f"{number}. {weight}: {', '.join(parts)}.", f"   {problem.message}.{found}{_suggest(problem)}"]
    return [*lines, f"   {address}{problem.link}"] if address else lines


def _suggest(problem: Problem) -> str:
    """What would be right, as a sentence that follows the message."""
    if not problem.hint:
        return ""
    return f" Возможно, {quoted(problem.hint)}." if problem.key else f" {tell_likeness(problem)}"


def tell_likeness(problem: Problem) -> str:
    """The proposal for a header or a sheet that is missing, as a sentence."""
    return f"{problem.hint[0].upper()}{problem.hint[1:]}: если это он, верните прежнее название."


def _group(problems: Iterable[Problem], key: Callable[[Problem], str], title: Callable[[str], str]) -> list[Group]:
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(key(problem), []).append(problem)
    return [Group(name, title(name), tuple(items)) for name, items in groups.items()]
