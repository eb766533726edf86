"""Groups as people look them up: the key figures, all rosters by kind, the matrix, those who sit in none, the scheme."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

import streamlit as st

from netdash.kinds.russian import counted, number, quoted
from netdash.snapshot import Snapshot
from netdash.specs.pages import RosterPage
from netdash.ui import links, more
from netdash.ui.empties import show_empty
from netdash.ui.figures import Figure, show_figures
from netdash.ui.groups import Group, Person, Roster, take_roster
from netdash.ui.matrix import SCREEN as ROWS_SCREEN
from netdash.ui.matrix import draw_matrix
from netdash.ui.registry.address import parameter
from netdash.ui.registry.rows import EMPTY
from netdash.ui.scheme import Node, build_scheme, draw_scheme
from netdash.ui.states import badge
from netdash.ui.text import escape

LEFT_OUT_SHOWN = 10
SCREEN, PEOPLE_SCREEN = 40, 120
GAPS_SHOWN, PARTS_SHOWN = 6, 24
"""How many groups stand at a time, and people; how many gaps of a group are named, and parts of one drawn."""


@dataclass(frozen=True)
class View:
    """What the address asks for: one of the lists (``part``) or one group, perhaps only those of one place."""

    roster: Roster
    snapshot: Snapshot
    part: str
    group: Group | None
    place: str

    def to(self, **parameters: str) -> str:
        """The address of this page with these parameters."""
        return links.to(links.address(self.roster.page), **parameters)

    def to_group(self, key: str, place: str = "") -> str:
        """Where a group opens, perhaps only those of one place."""
        return self.to(group=key, place=place)


def take_view(page: RosterPage, snapshot: Snapshot) -> View:
    """The view that the address asks for."""
    roster = take_roster(page, snapshot)
    part = links.asked("view") if links.asked("view") in list_parts(roster, snapshot) else ""
    place = links.asked("place") if links.asked("place") in roster.places else ""
    return View(roster, snapshot, part, roster.groups.get(links.asked("group")), place)


def list_parts(roster: Roster, snapshot: Snapshot) -> dict[str, str]:
    """The lists that this network has, with what people call them."""
    parts = {"": snapshot.tables[roster.page.members].spec.title}
    if roster.coverage:
        parts["matrix"] = roster.coverage.title
    parts["outside"] = roster.page.outside
    if roster.page.part_of:
        parts["scheme"] = "Схема"
    return parts


def show_parts(view: View) -> None:
    """The lists as links; none is marked while one group is open."""
    pieces = []
    for name, title in list_parts(view.roster, view.snapshot).items():
        here = ' aria-current="true"' if name == view.part and not links.asked("group") else ""
        href = escape(view.to(view=name))
        pieces.append(f'<a class="nd-link nd-choice" href="{href}" target="_self"{here}>{escape(title)}</a>')
    st.html(f'<nav class="nd-choices" aria-label="Что показать">{"".join(pieces)}</nav>')


def show_totals(view: View) -> None:
    """The answers that people come for."""
    show_figures(list_totals(view))


def list_totals(view: View) -> list[Figure]:
    """How much there is, and what is missing; nothing that cannot be judged yet."""
    roster, groups = view.roster, view.roster.groups.values()
    bare = sum(not group.members for group in groups)
    kinds = counted(len({group.kind for group in groups}), "вид", "вида", "видов")
    figures = [
        Figure(
            title_of(view, roster.page.groups),
            number(len(groups)),
            note=f"без участников: {bare}" if bare else kinds,
            href=links.to_row(roster.page.groups) if groups else "",
        ),
        Figure(
            "Люди в составах",
            number(roster.inside),
            note=f"всего в таблице: {number(len(roster.people))}",
            href=links.to_row(roster.page.members) if roster.inside else "",
        ),
    ]
    if roster.page.head and groups:
        headless = sum(not group.head for group in groups)
        href = links.to(links.find_page("registry"), table=roster.page.groups, **{parameter(roster.page.head): EMPTY})
        figures.append(verdict("Без руководителя", headless, "", href))
    if roster.coverage and len(roster.coverage.counts):
        gaps, rows = len(roster.coverage.gaps), sum(bool(group.gaps) for group in groups)
        note = f"в {rows} из {len(roster.coverage.counts)}"
        figures.append(verdict(roster.coverage.gap, gaps, note, view.to(view="matrix")))
    if roster.people:
        outside = len(roster.outside)
        figures.append(verdict(roster.page.outside, outside, f"из {number(len(roster.people))}", view.to(view="outside")))
    return figures


def verdict(title: str, count: int, note: str, href: str) -> Figure:
    """A figure that is best at zero."""
    return Figure(title, number(count), note=note if count else "", href=href if count else "", state=None if count else "done",
                  state_word="" if count else "таких нет")  # fmt: skip


def title_of(view: View, table: str) -> str:
    """What people call a table."""
    return view.snapshot.tables[table].spec.title


def show_part(view: View) -> None:
    """The list that the address asks for."""
    if not view.part:
        show_totals(view)
    {"matrix": show_gaps, "outside": show_outside, "scheme": show_whole}.get(view.part, show_rosters)(view)


def tell_size(group: Group, roster: Roster) -> str:
    """«20 человек, 5 учреждений»."""
    if not group.members:
        return "никого"
    people = counted(len(group.members), "человек", "человека", "человек")
    where = counted(len(group.places), "учреждение", "учреждения", "учреждений")
    return f"{people}, {where}" if roster.page.place and group.places else people


def tell_gaps(group: Group, roster: Roster) -> str:
    """HTML: which of the expected places nobody comes from; nothing where the matrix expects none."""
    if not group.expected:
        return ""
    if not group.gaps:
        return badge("done", "от всех")
    if len(group.gaps) == len(group.expected):
        return badge("late", "ни от кого")
    named = [roster.name_place(place) for place in group.gaps]
    most = len(named) if len(named) <= GAPS_SHOWN + 1 else GAPS_SHOWN
    names = ", ".join(named[:most]) + (f" и ещё {len(named) - most}" if named[most:] else "")
    gap = roster.coverage.gap.lower() if roster.coverage else ""
    return f'<span class="nd-wraps">{badge("late", f"{gap}: {names}")}</span>'


def tell_head(group: Group) -> str:
    """HTML of who leads a group."""
    if group.head_odd:
        return f'<span class="nd-error">{escape(group.head_text)} (не найден)</span>'
    return escape(group.head_text) or '<i class="nd-none">не назначен</i>'


def show_rosters(view: View) -> None:
    """All groups by kind, a screen at a time."""
    roster, title = view.roster, title_of(view, view.roster.page.groups)
    if not roster.groups:
        show_empty(f"В таблице «{title}» ещё нет ни одной строки.", links.anchor(links.to_row(roster.page.groups), "Добавить"))
        return
    kinds = list(roster.kinds)
    groups = sorted(roster.groups.values(), key=lambda one: kinds.index(one.kind) if one.kind in kinds else len(kinds))
    shown = more.cut(groups, SCREEN)
    st.html(draw_rosters(view, shown))
    more.show_more(len(groups), len(shown), SCREEN, ("строка", "строки", "строк"))
    add = links.anchor(links.to_row(roster.page.groups), f"Открыть таблицу «{title}»")
    st.html(f'<p class="nd-under">Чтобы завести новую строку или переименовать: {add}</p>{draw_left_out(view)}')


def draw_rosters(view: View, groups: Sequence[Group]) -> str:
    """HTML of groups by kind: head, base, members, who is missing."""
    roster, specs = view.roster, view.snapshot.tables[view.roster.page.groups].spec.columns
    heads = [specs[view.snapshot.tables[roster.page.groups].spec.label_column].title]
    heads += [specs[path].title for path in (roster.page.head, roster.page.base) if path] + ["В составе"]
    heads += ["Представители"] if roster.coverage else []
    where = specs[roster.page.base].title if roster.page.base else ""
    head = "".join(f'<th class="{"nd-where" if title == where else ""}">{escape(title)}</th>' for title in heads)
    kinds = Counter(group.kind for group in roster.groups.values())
    body = "".join(kind_rows(view, list(those), kinds[kind], heads) for kind, those in groupby(groups, lambda one: one.kind))
    return f'<table class="nd-table nd-stack nd-roster"><thead><tr>{head}</tr></thead>{body}</table>'


def kind_rows(view: View, groups: Sequence[Group], count: int, heads: list[str]) -> str:
    """HTML of groups of one kind, of which there are so many in all."""
    rows, title = (
        "".join(group_row(view, group, heads) for group in groups),
        view.roster.kinds.get(groups[0].kind, "вид не указан"),
    )
    name = f"{escape(title[:1].upper() + title[1:])} <small>{count}</small>"
    return f'<tbody><tr><th colspan="{len(heads)}" scope="rowgroup">{name}</th></tr>{rows}</tbody>'


def group_row(view: View, group: Group, heads: list[str]) -> str:
    """HTML of one group."""
    page = view.roster.page
    cells = [("", links.anchor(view.to_group(group.key), group.title))]
    cells += [("", tell_head(group))] if page.head else []
    cells += [("nd-where", escape(group.base))] if page.base else []
    cells += [("", escape(tell_size(group, view.roster)))]
    cells += [("", tell_gaps(group, view.roster))] if view.roster.coverage else []
    pairs = zip(heads, cells, strict=True)
    return (
        "<tr>" + "".join(f'<td class="{kind}" data-label="{escape(head)}">{cell}</td>' for head, (kind, cell) in pairs) + "</tr>"
    )


def draw_left_out(view: View) -> str:
    """HTML of the rows that stand in no roster because a cell cannot be read."""
    faults = view.roster.left_out
    if not faults:
        return ""
    lines = "".join(
        f"<li>{links.anchor(links.to_problem(fault), f'{fault.sheet}, {fault.cell}')}: {escape(fault.message)}</li>"
        for fault in faults[:LEFT_OUT_SHOWN]
    )
    more = len(faults) - LEFT_OUT_SHOWN
    rest = f"<li>и ещё {counted(more, 'ячейка', 'ячейки', 'ячеек')}</li>" if more > 0 else ""
    title = title_of(view, view.roster.page.members)
    return f'<h2 class="nd-section">Не прочитано в таблице «{escape(title)}»</h2><ul class="nd-faults">{lines}{rest}</ul>'


def show_gaps(view: View) -> None:
    """The matrix, a screen of its rows at a time."""
    matrix = view.roster.coverage
    if matrix is None or not len(matrix.counts):
        table = view.roster.page.groups
        title = quoted(title_of(view, table))
        show_empty(
            "Пока нет ни одной строки, которая вошла бы в эту таблицу.",
            links.anchor(links.to_row(table), f"Завести в таблице {title}"),
        )
        return
    shown = more.cut(list(matrix.row_labels), ROWS_SCREEN)
    under = '<p class="nd-under">Сколько человек входит. Число открывает список, пробел — список, в который можно добавить.</p>'
    st.html(f"{under}{draw_matrix(matrix, view.to_group, shown)}")
    more.show_more(len(matrix.row_labels), len(shown), ROWS_SCREEN, ("строка", "строки", "строк"))
    if left_out := draw_left_out(view):
        st.html(left_out)


def show_outside(view: View) -> None:
    """Those who sit in none, by place, a screen at a time, each with the way in."""
    roster = view.roster
    if not roster.people:
        title = title_of(view, roster.page.people)
        show_empty(f"В таблице «{title}» ещё никого нет.", links.anchor(links.to_row(roster.page.people), "Заполнить таблицу"))
        return
    if not roster.outside:
        show_empty("Таких нет: каждый где-нибудь состоит.")
        return
    places = roster.by_place(roster.outside)
    shown = more.cut([person for people in places.values() for person in people], PEOPLE_SCREEN)
    pieces = (draw_place(view, list(those), places) for _, those in groupby(shown, roster.known_place))
    st.html(f'<div class="nd-places">{"".join(pieces)}</div>')
    more.show_more(len(roster.outside), len(shown), PEOPLE_SCREEN, ("человек", "человека", "человек"))


def draw_place(view: View, people: Sequence[Person], places: Mapping[str, Sequence[Person]]) -> str:
    """HTML of people of one place, with how many of ``places`` they are in all."""
    place = view.roster.known_place(people[0])
    lines = "".join(f"<li>{draw_person(view, one)}</li>" for one in people)
    name = escape(view.roster.name_place(place))
    return f'<section><h3>{name} <small>{len(places[place])}</small></h3><ul class="nd-names">{lines}</ul></section>'


def draw_person(view: View, person: Person) -> str:
    """HTML of somebody with the way into a group."""
    name = links.anchor(links.to_row(view.roster.page.people, person.key), person.name, "nd-quiet")
    add = links.anchor(view.to(view="outside", person=person.key, do="join"), "Добавить", "nd-do")
    return f"<span>{name} <small>{escape(person.detail)}</small></span> {add}"


def show_whole(view: View) -> None:
    """The scheme."""
    if not view.roster.groups:
        show_rosters(view)
        return
    trees = build_scheme({key: group.part_of for key, group in view.roster.groups.items()})
    st.html(draw_scheme(trees, partial(draw_node, view), PARTS_SHOWN, partial(draw_rest, view)))


def draw_rest(view: View, count: int) -> str:
    """HTML of what stands for the parts that are too many to be drawn."""
    return links.anchor(view.to(), f"и ещё {count} — в списке", "nd-node")


def draw_node(view: View, node: Node) -> str:
    """HTML of one group in the scheme."""
    group, roster = view.roster.groups[node.key], view.roster
    odd = badge("late", "входит само в себя") if node.looped else ""
    gaps = badge("late", f"пробелов: {len(group.gaps)}") if group.gaps else ""
    return (
        f'<a class="nd-link nd-node" href="{escape(view.to_group(group.key))}" target="_self"><b>{escape(group.title)}</b>'
        f"<small>{escape(tell_size(group, roster))}</small>{gaps}{odd}</a>"
    )
