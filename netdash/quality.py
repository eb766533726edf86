"""The problems of a snapshot, gathered for those who can put them right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from netdash.errors import Problem
from netdash.kinds.russian import counted, day, quoted
from netdash.snapshot import Snapshot


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


def group_by_sheet(snapshot: Snapshot) -> list[Group]:
    """Problems of each sheet that has any, in the order of the tables."""
    return _group(snapshot.problems, lambda problem: problem.table, lambda name: snapshot.tables[name].spec.title)


def group_by_owner(snapshot: Snapshot) -> list[Group]:
    """Problems of each owner that has any, most errors first; those without an owner come last."""
    groups = _group(snapshot.problems, lambda problem: problem.owner, lambda owner: name_owner(snapshot, owner))
    return sorted(groups, key=lambda group: (not group.name, -group.errors, -group.warnings, group.title))


def name_owner(snapshot: Snapshot, owner: str) -> str:
    """What an owner is called."""
    return snapshot.label(snapshot.owner_table, owner) if owner and snapshot.owner_table else "Общее"


def compose_message(snapshot: Snapshot, owner: str, address: str = "") -> str:
    """A letter in plain text that asks an owner to put right its cells, sheet by sheet and cell by cell.

    ``address`` is the dashboard's own, ending in ``/``; with it each cell has a link. ``owner`` may be empty: then the letter is
    about what belongs to nobody in particular.
    """
    problems = [problem for problem in snapshot.problems if problem.owner == owner]
    network, name = quoted(snapshot.config.network.name), name_owner(snapshot, owner)
    about = f"Мы проверили таблицы сети {network} {day(snapshot.taken_at.date())}"
    whose = f" в строках, за которые отвечает {name}," if owner else ""
    if not problems:
        return f"Здравствуйте!\n\n{about}:{whose} замечаний нет. Спасибо!\n"
    count = counted(len(problems), "замечание", "замечания", "замечаний")
    lines = ["Здравствуйте!", "", f"{about}:{whose} {count}. Пожалуйста, исправьте прямо в таблице."]
    number = 0
    for group in _group(problems, lambda problem: problem.sheet, str):
        lines += ["", f"Лист {quoted(group.title)}"]
        for problem in group.problems:
            number += 1
            lines += _describe(snapshot, problem, number, address)
    return "\n".join([*lines, "", "Если значение верно, а замечание кажется ошибкой, напишите нам. Спасибо!", ""])


def _describe(snapshot: Snapshot, problem: Problem, number: int, address: str) -> list[str]:
    """The lines of a letter about one problem."""
    spec = snapshot.tables[problem.table].spec
    parts = [f"Ячейка {problem.cell}" if problem.cell else "Весь лист"]
    if problem.column:
        parts.append(f"столбец {quoted(spec.columns[problem.column].title)}")
    if problem.key and (label := snapshot.resolvers[problem.table].names[problem.key]) and not label.startswith("?"):
        parts.append(f"строка {quoted(label)}")
    hint = f" Возможно, {quoted(problem.hint) if problem.key else problem.hint}." if problem.hint else ""
    wish = " (желательно)" if problem.level == "warning" else ""
    lines = [f"{number}. {', '.join(parts)}{wish}.", f"   {problem.message}.{hint}"]
    return [*lines, f"   {address}{problem.link}"] if address else lines


def _group(problems: Iterable[Problem], key: Callable[[Problem], str], title: Callable[[str], str]) -> list[Group]:
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(key(problem), []).append(problem)
    return [Group(name, title(name), tuple(items)) for name, items in groups.items()]
