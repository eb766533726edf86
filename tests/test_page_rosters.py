"""Объединения: who sits where, who is missing, and what a change of a roster writes."""

import html as markup
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from counted import network, snapshot_of
from networks import replaced, write_network
from streamlit.testing.v1 import AppTest
from test_app import html, put, read, visit

import netdash
from netdash.edits import Edit, Insert, Removal
from netdash.grid import Cell
from netdash.snapshot import Snapshot
from netdash.specs.pages import RosterPage
from netdash.ui import enrolment, shared
from netdash.ui import roster as roster_page
from netdash.ui.groups import Roster, build_roster
from netdash.ui.matrix import draw_matrix
from netdash.ui.scheme import Node, build_scheme, draw_scheme

Row = dict[str, Cell]

TODAY = date(2009, 3, 12)
PEOPLE: list[Row] = [
    {"code": "П-1", "name": "Иванова А. П.", "school": "Гимназия № 2"},
    {"code": "П-2", "name": "Петров Б. В.", "school": "Школа № 7"},
    {"code": "П-3", "name": "Сидорова В. Г.", "school": "Школа № 29"},
    {"code": "П-4", "name": "Акимов Г. Д."},
]
TEAMS: list[Row] = [
    {"code": "К-1", "title": "Математики", "kind": "объединение", "head": "Иванова А. П."},
    {"code": "К-2", "title": "Олимпиада", "kind": "творческая группа", "part_of": "Математики", "head": "Никто Н. Н."},
]
MEMBERS: list[Row] = [
    {"code": "С-1", "team": "Математики", "person": "Петров Б. В.", "role": "участник", "since": "01.09.2007"},
    {"code": "С-2", "team": "Математики", "person": "Иванова А. П.", "role": "руководитель"},
    {"code": "С-3", "team": "Математики", "person": "Сидорова В. Г.", "role": "участник", "until": "31.08.2008"},
    {"code": "С-4", "team": "Олимпиада", "person": "Сидорова В. Г.", "role": "участник"},
    {"code": "С-5", "team": "Олимпиада", "person": "Кто-то К. К.", "role": "участник"},
]


def build(members: list[Row] = MEMBERS, teams: list[Row] = TEAMS) -> tuple[Roster, Snapshot]:
    """The roster of these rows and the snapshot it was made from."""
    now = replaced("coverage.yaml", "column: person.school}", "column: person.school, where: {until: empty}}")
    snapshot = snapshot_of(network(coverage=now), TODAY, people=PEOPLE, teams=teams, members=members)
    return build_roster(cast("RosterPage", snapshot.config.pages["Сеть"]["rosters"]), snapshot), snapshot


def test_a_group_has_its_members_by_role_and_name_and_those_who_left_apart() -> None:
    group = build()[0].groups["К-1"]
    assert [member.person.name for member in group.members] == ["Иванова А. П.", "Петров Б. В."]
    assert group.members[1].since == date(2007, 9, 1)
    assert [(member.person.name, member.until) for member in group.former] == [("Сидорова В. Г.", date(2008, 8, 31))]


def test_only_groups_of_the_matrix_miss_places() -> None:
    roster, _ = build()
    assert roster.groups["К-1"].gaps == ("Ш-3",)
    assert roster.groups["К-2"].gaps == roster.groups["К-2"].expected == ()


def test_those_who_sit_in_no_group_of_the_matrix_are_outside_by_place_with_nowhere_last() -> None:
    roster, _ = build()
    assert {place: [one.key for one in people] for place, people in roster.by_place(roster.outside).items()} == {
        "Ш-3": ["П-3"],
        "": ["П-4"],
    }


def test_a_cell_that_names_nobody_is_told_and_counted_nowhere() -> None:
    roster, _ = build()
    assert [problem.key for problem in roster.left_out] == ["С-5"]
    assert [member.key for member in roster.groups["К-2"].members] == ["С-4"]
    assert (roster.groups["К-2"].head, roster.groups["К-2"].head_odd) == ("", True)


def test_a_last_day_that_cannot_be_read_leaves_somebody_in_and_is_told() -> None:
    roster, _ = build([{**MEMBERS[0], "until": "вчера"}])
    assert [member.key for member in roster.groups["К-1"].members] == ["С-1"]
    assert [(problem.key, problem.column) for problem in roster.left_out] == [("С-1", "until")]


def test_joining_writes_a_row_from_today_on() -> None:
    roster, snapshot = build()
    values = {"team": "К-1", "person": "П-3", "role": "member", "since": TODAY}
    assert enrolment.join(roster, snapshot, roster.groups["К-1"], "П-3", "member") == [Insert("members", values)]


def test_joining_as_head_hands_the_lead_over() -> None:
    roster, snapshot = build()
    changes = enrolment.join(roster, snapshot, roster.groups["К-1"], "П-3", "head")
    assert changes[1:] == [Edit("teams", "К-1", "head", "П-1", "П-3"), Edit("members", "С-2", "role", "head", "member")]


def test_leaving_keeps_the_row_with_its_last_day() -> None:
    roster, snapshot = build()
    group = roster.groups["К-1"]
    assert enrolment.leave(roster, snapshot, group, group.members[1], TODAY) == [Edit("members", "С-1", "until", None, TODAY)]


def test_a_head_who_leaves_leaves_the_group_without_one() -> None:
    roster, snapshot = build()
    group = roster.groups["К-1"]
    assert enrolment.leave(roster, snapshot, group, group.members[0], TODAY)[1:] == [Edit("teams", "К-1", "head", "П-1", None)]


def test_a_row_written_by_mistake_goes_as_it_stood() -> None:
    roster, snapshot = build()
    (removal,) = enrolment.leave(roster, snapshot, roster.groups["К-1"], roster.groups["К-1"].members[1], None)
    assert isinstance(removal, Removal)
    assert (removal.key, removal.before["person"], removal.before["since"]) == ("С-1", "П-2", date(2007, 9, 1))


def test_a_role_that_leads_changes_the_head_and_the_former_head_stays_a_member() -> None:
    roster, snapshot = build()
    group = roster.groups["К-1"]
    assert enrolment.change_role(roster, snapshot, group, group.members[1], "head") == [
        Edit("members", "С-1", "role", "member", "head"),
        Edit("teams", "К-1", "head", "П-1", "П-2"),
        Edit("members", "С-2", "role", "head", "member"),
    ]
    assert enrolment.change_role(roster, snapshot, group, group.members[0], "member")[1:] == [
        Edit("teams", "К-1", "head", "П-1", None)
    ]
    assert enrolment.change_role(roster, snapshot, group, group.members[0], "head") == []


def test_a_head_from_outside_becomes_a_member() -> None:
    roster, snapshot = build()
    *others, insert = enrolment.name_head(roster, snapshot, roster.groups["К-1"], "П-4")
    assert others == [Edit("teams", "К-1", "head", "П-1", "П-4"), Edit("members", "С-2", "role", "head", "member")]
    assert isinstance(insert, Insert)
    assert (insert.values["person"], insert.values["role"]) == ("П-4", "head")


def test_naming_the_same_head_changes_nothing() -> None:
    roster, snapshot = build()
    assert enrolment.name_head(roster, snapshot, roster.groups["К-1"], "П-1") == []


def test_nobody_takes_the_place_of_a_head_who_is_no_known_person() -> None:
    roster, snapshot = build()
    (edit,) = enrolment.name_head(roster, snapshot, roster.groups["К-2"], "")
    assert isinstance(edit, Edit)
    assert (edit.column, edit.after) == ("head", None)


def keys(trees: tuple[Node, ...]) -> list[list[str]]:
    """What stands in each tree."""
    return [list(tree.walk()) for tree in trees]


def test_a_scheme_stands_whole_above_its_parts() -> None:
    trees = build_scheme({"child": "top", "top": "", "grandchild": "child", "lost": "unknown"})
    assert keys(trees) == [["top", "child", "grandchild"], ["lost"]]


def test_parts_stand_abreast_where_there_is_room_and_below_where_something_stands_beside() -> None:
    text = draw_scheme(build_scheme({"top": "", "left": "top", "right": "top", "leaf": "left"}), lambda node: node.key, 24, str)
    assert text == (
        '<ul class="nd-tree"><li>top<ul class="nd-abreast"><li>left<ul class="nd-below"><li>leaf</li></ul></li>'
        "<li>right</li></ul></li></ul>"
    )


@pytest.mark.parametrize("part_of", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b", "d": "a"}])
def test_groups_that_belong_to_themselves_stand_once_and_are_marked(part_of: dict[str, str]) -> None:
    trees = build_scheme(part_of)
    assert sorted(key for tree in keys(trees) for key in tree) == sorted(part_of)
    assert any(tree.looped for tree in trees)


def test_many_parts_stand_in_two_columns_of_equal_length() -> None:
    text = draw_scheme(build_scheme({"top": "", **{str(n): "top" for n in range(9)}}), lambda node: node.key, 24, str)
    assert 'class="nd-below nd-two"' in text
    assert text.split('<li class="nd-turn">')[0].count("<li>") == 1 + 4


def test_parts_too_many_to_be_drawn_are_counted() -> None:
    text = draw_scheme(build_scheme({"top": "", **{f"п{n}": "top" for n in range(9)}}), lambda node: node.key, 6, str)
    assert "п5" in text
    assert "п6" not in text
    assert text.endswith("<li>3</li></ul></li></ul>")


def test_a_gap_of_the_matrix_is_told_by_shape_word_and_link() -> None:
    roster, _ = build()
    assert roster.coverage is not None
    text = draw_matrix(roster.coverage, lambda row, column: f"?{row}&{column}")
    (gap,) = re.findall(r'<td class="nd-gap">(.*?)</td>', text)
    assert 'href="?К-1&amp;Ш-3"' in gap
    assert "Школа № 29: нет представителя" in gap
    assert ">нет</a>" in gap
    assert "1 из 1" in text


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workbook of the small network with people and teams, and a process that shows it."""
    start = {
        "people": "Код,ФИО,Школа\nП-1,Иванова А. П.,Гимназия № 2\nП-2,Петров Б. В.,Школа № 7\nП-3,Сидорова В. Г.,Школа № 29\n",
        "teams": "Код,Название,Вид,Входит в,Руководитель\n"
        "К-1,Математики,объединение,,Иванова А. П.\nК-2,Олимпиада,творческая группа,Математики,\n",
        "members": "Код,Команда,Педагог,Роль\nС-1,Математики,Иванова А. П.,руководитель\nС-2,Математики,Петров Б. В.,участник\n",
    }
    write_network(tmp_path)
    for name, rows in start.items():
        (tmp_path / "config" / "start" / f"{name}.csv").write_text(rows, "utf-8")
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with this label."""
    app = next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    """What the page says, without tags."""
    return " ".join(markup.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html(app), flags=re.DOTALL)).split())


def test_the_list_answers_who_is_missing_and_who_leads(workbook: Path) -> None:
    text = text_of(visit("roster"))
    assert "нет представителя: Школа № 29" in text
    assert "2 человека, 2 учреждения" in text
    assert "Иванова А. П." in text
    assert re.search(r"Без руководителя\s+1", text)
    assert re.search(r"Не входят ни в одно объединение\s+1\s+из 3", text)


def test_a_person_joins_the_group_of_the_address_and_it_can_be_undone(workbook: Path) -> None:
    app = visit("roster", author="Методист М. М.", group="К-1", do="join", at="Ш-3")
    assert app.selectbox(key="nd-join-person").options[0].startswith("Сидорова В. Г. · Школа")
    app.selectbox(key="nd-join-person").set_value("П-3")
    app = press(app, "Добавить")
    assert "do" not in app.query_params
    assert "нет представителя" not in text_of(app)
    members = shared.workspace().snapshot().tables["members"].frame
    assert [(row.team, row.role) for row in members[members["person"] == "П-3"].itertuples()] == [("К-1", "member")]
    app.button(key="nd-undo").click().run()
    assert "нет представителя" in text_of(app)


def test_nobody_joins_before_somebody_is_chosen(workbook: Path) -> None:
    app = press(visit("roster", author="Методист М. М.", group="К-1", do="join"), "Добавить")
    assert "Выберите, кого и куда добавить" in app.error[0].value
    assert len(shared.workspace().snapshot().tables["members"].rows) == 2


def test_somebody_who_sits_in_none_is_added_from_the_list(workbook: Path) -> None:
    app = visit("roster", author="Методист М. М.", view="outside")
    assert "Сидорова В. Г." in text_of(app)
    app = visit("roster", author="Методист М. М.", view="outside", person="П-3", do="join")
    app.selectbox(key="nd-join-group").set_value("К-1")
    app = press(app, "Добавить")
    assert "Таких нет: каждый где-нибудь состоит." in text_of(app)


def test_a_member_takes_the_lead_in_both_sheets(workbook: Path) -> None:
    app = visit("roster", author="Методист М. М.", group="К-1", member="С-2")
    app.radio[0].set_value("head")
    press(app, "Сохранить роль")
    assert read(workbook, "Команды", "К-1", "Руководитель") == "Петров Б. В."
    assert read(workbook, "Составы", "С-2", "Роль") == "руководитель"
    assert read(workbook, "Составы", "С-1", "Роль") == "участник"


def test_a_member_who_leaves_is_remembered(workbook: Path) -> None:
    app = press(visit("roster", author="Методист М. М.", group="К-1", member="С-2"), "Вывести из состава")
    assert read(workbook, "Составы", "С-2", "По") is not None
    assert "Были в составе раньше: 1 человек" in text_of(app)
    assert "Петров Б. В." in text_of(visit("roster", view="outside"))


def test_a_row_by_mistake_is_taken_away(workbook: Path) -> None:
    app = visit("roster", author="Методист М. М.", group="К-1", member="С-2")
    app.checkbox(key="nd-mistake-С-2").check()
    app = press(app, "Вывести из состава")
    assert list(shared.workspace().snapshot().tables["members"].rows) == ["С-1"]
    assert "Были в составе раньше" not in text_of(app)


def test_a_head_is_named_and_taken_away(workbook: Path) -> None:
    app = visit("roster", author="Методист М. М.", group="К-2", do="head")
    app.selectbox(key="nd-head-К-2").set_value("П-3")
    press(app, "Сохранить")
    assert read(workbook, "Команды", "К-2", "Руководитель") == "Сидорова В. Г."
    app = visit("roster", author="Методист М. М.", group="К-2", do="head")
    app.selectbox(key="nd-head-К-2").set_value("")
    press(app, "Сохранить")
    assert read(workbook, "Команды", "К-2", "Руководитель") is None


def test_the_card_can_show_those_of_one_place_only(workbook: Path) -> None:
    text = text_of(visit("roster", group="К-1", place="Ш-2"))
    assert "Показаны только: Школа № 7" in text
    assert "Петров Б. В." in text
    assert "руководитель" not in text.partition("Показать весь состав")[2]


def test_the_scheme_links_every_group(workbook: Path) -> None:
    text = html(visit("roster", view="scheme"))
    assert re.search(r"Математики.*<ul.*Олимпиада", text, re.DOTALL)
    assert text.count('class="nd-link nd-node"') == 2


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"group": "К-99"}, "Строки с кодом «К-99» в книге нет."),
        ({"view": "<script>"}, "Математики"),
        ({"group": "К-1", "member": "С-99"}, "Петров Б. В."),
        ({"group": "К-1", "place": "<b>"}, "Петров Б. В."),
        ({"do": "join"}, "Математики"),
    ],
)
def test_a_wrong_word_in_the_address_falls_back(workbook: Path, parameters: dict[str, str], said: str) -> None:
    app = visit("roster", **parameters)
    assert not app.exception
    assert said in text_of(app)


def test_text_of_people_is_text(workbook: Path) -> None:
    put(workbook, "Педагоги", "П-2", "ФИО", "<b onclick=x>**П**</b> :red[x]")
    put(workbook, "Составы", "С-2", "Педагог", "П-2")
    put(workbook, "Команды", "К-2", "Название", "<i onclick=x>")
    for parameters in ({}, {"group": "К-1"}, {"group": "К-2"}, {"view": "scheme"}, {"group": "К-1", "member": "С-2"}):
        app = visit("roster", **parameters)
        assert not app.exception
        assert "<b onclick" not in html(app)
        assert "<i onclick" not in html(app)
        assert not any("**П**" in element.value for element in app.markdown)


@pytest.mark.parametrize("view", ["", "matrix", "outside", "scheme"])
def test_an_empty_workbook_says_what_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str) -> None:
    write_network(tmp_path, start_people=None)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(tmp_path / "network.xlsx"))
    netdash.open_workspace(tmp_path / "config", tmp_path / "network.xlsx").create(demonstration=False)
    try:
        app = visit("roster", view=view)
    finally:
        shared.stop()
    assert not app.exception
    assert re.search(r"ещё нет ни одной строки|ещё никого|нет ни одной строки, которая", text_of(app))


def test_a_network_with_the_bare_parts_has_the_page_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ("part_of: part_of", "head: head", "place: school", "since: since", "until: until", "leads: head", "joins: member")
    pages = replaced("pages.yaml", "    matrix: teams\n", "")
    for part in parts:
        pages = pages.replace(f"    {part}\n", "", 1)
    write_network(tmp_path, pages=pages)
    (tmp_path / "config" / "start" / "teams.csv").write_text("Код,Название,Вид\nК-1,Математики,объединение\n", "utf-8")
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(tmp_path / "network.xlsx"))
    netdash.open_workspace(tmp_path / "config", tmp_path / "network.xlsx").create(demonstration=False)
    try:
        for parameters in ({}, {"group": "К-1"}, {"view": "outside"}, {"group": "К-1", "do": "join"}):
            assert not visit("roster", **parameters).exception
    finally:
        shared.stop()


def test_a_role_that_somebody_changed_meanwhile_is_asked_about(workbook: Path) -> None:
    app = visit("roster", author="Методист М. М.", group="К-1", member="С-2")
    put(workbook, "Составы", "С-2", "Роль", None)
    app.radio[0].set_value("head")
    app = press(app, "Сохранить роль")
    assert "У вас" in text_of(app)
    assert read(workbook, "Составы", "С-2", "Роль") is None


def test_many_groups_stand_a_screen_at_a_time(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_page, "SCREEN", 1)
    app = visit("roster")
    assert "Олимпиада" not in text_of(app)
    app = next(button for button in app.button if button.label.startswith("Показать ещё 1")).click().run()
    assert "Олимпиада" in text_of(app)
