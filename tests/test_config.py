"""A config folder is read whole or refused whole, with every fault at once and each at its file and line."""
# ruff: noqa: E501 (messages stand whole, as people search for them)

import json
import re
import shutil
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from networks import FILES, replaced, write_network
from ruamel.yaml import YAML

from netdash.config import json_schema, load_config
from netdash.errors import ConfigError
from netdash.specs import Config
from netdash.specs.rules import Compare, NoOverlap

ROOT = Path(__file__).parent.parent
COMPARE = "  - {compare: [starts, at_most, ends], say: Окончание раньше начала}"
HOST = "host: {title: Площадка, kind: reference, to: schools}"


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults name files by the path that was given, so it is a short one here."""
    monkeypatch.chdir(tmp_path)


def faults(**overrides: str | None) -> list[str]:
    """Every fault of the small network with these files in place of its own."""
    write_network(Path(), **overrides)
    with pytest.raises(ConfigError) as caught:
        load_config("config")
    assert str(caught.value) == "\n".join(map(str, caught.value.faults))
    return [str(fault) for fault in caught.value.faults]


def word_of(name: str) -> str:
    """The word of ``write_network`` that stands for a file."""
    return name.rpartition(".")[0].replace("/", "_")


def faults_of(name: str, old: str, new: str) -> list[str]:
    """The faults after one change in one file."""
    return faults(**{word_of(name): replaced(name, old, new)})


def test_a_sound_folder_becomes_a_config(tmp_path: Path) -> None:
    config = load_config(write_network(tmp_path))
    assert list(config.tables) == ["members", "people", "schools", "teams", "events", "tasks", "results"]
    assert config.network.demonstration_today == date(2009, 3, 12)
    assert config.stages.stages["first"].start == date(2008, 9, 1)
    assert config.coverage["teams"].gap == "Нет представителя"
    assert [type(rule) for rule in config.tables["events"].rules[::2]] == [Compare, NoOverlap]


def test_pieces_learn_their_names_from_the_words_before_them(tmp_path: Path) -> None:
    config = load_config(write_network(tmp_path))
    assert config.tables["events"].name == "events"
    assert config.indicators.indicators["exam_mean"].name == "exam_mean"
    assert config.coverage["forms"].name == "forms"
    assert config.pages["Данные"]["quality"].name == "quality"


def test_lists_of_stages_and_criteria_are_made_from_their_files(tmp_path: Path) -> None:
    config = load_config(write_network(tmp_path))
    assert {word: choice.title for word, choice in config.choice_list("stages").items()} == {
        "preliminary": "Предварительный этап",
        "first": "Первый этап",
    }
    assert config.choice_list("criteria")["people"].title == "Профессионализм кадров"


def test_the_network_says_the_order_of_tables(tmp_path: Path) -> None:
    network = FILES["network.yaml"] + "tables: [schools, results]\n"
    config = load_config(write_network(tmp_path, network=network))
    assert list(config.tables) == ["schools", "results", "members", "people", "teams", "events", "tasks"]


def test_starting_rows_are_text_by_column_and_know_their_lines(tmp_path: Path) -> None:
    config = load_config(
        write_network(Path(), start_people='\ufeffКод,фио,Школа\n\nП-1,"Иванова\nА. П.",Школа № 7\n,,\nП-2,Петров,\n')
    )
    assert config.start["people"] == (
        {"code": "П-1", "name": "Иванова\nА. П.", "school": "Школа № 7"},
        {"code": "П-2", "name": "Петров"},
    )
    assert config.start_places["people"] == ("config/start/people.csv:3", "config/start/people.csv:6")


def test_the_shipped_config_is_sound() -> None:
    config = load_config(ROOT / "config")
    assert len(config.tables) >= 22
    assert config.start


def test_all_faults_come_at_once_in_the_order_of_files_and_lines() -> None:
    found = faults(
        tables_events=replaced("tables/events.yaml", "kind: time}\n  closes", "kind: tiem}\n  closes").replace(
            "label: title", "label: titel"
        ),
        choices=FILES["choices.yaml"].replace("state: done", "state: doen"),
        stages=replaced("stages.yaml", "due: due", "due: deu"),
        start_people=replaced("start/people.csv", "П-2", "П-1"),
    )
    assert found == [
        "config/choices.yaml:22: state «doen» is unknown; did you mean «done»?",
        "config/choices.yaml:26: state «doen» is unknown; did you mean «done»?",
        "config/stages.yaml:6: table tasks: column «deu» is unknown; did you mean «due»?",
        "config/start/people.csv:3: the key «П-1» is repeated; it stands in line 2 already",
        "config/tables/events.yaml:4: table events: column «titel» is unknown; did you mean «title»?",
        "config/tables/events.yaml:14: kind «tiem» is unknown; did you mean «time»?",
    ]


def test_a_time_zone_is_one_that_there_is() -> None:
    network = FILES["network.yaml"]
    assert faults(network=network + "zone: Europe/Moskow\n") == [
        "config/network.yaml:10: the time zone «Europe/Moskow» is unknown; did you mean «Europe/Moscow»?"
    ]
    assert faults(network=network + "zone: 3\n") == [
        "config/network.yaml:10: zone: expected a text, found the number 3; put it in quotes"
    ]


def test_what_rests_on_a_faulty_column_is_not_complained_of_again() -> None:
    found = faults_of("tables/events.yaml", "starts: {title: Начало, kind: date", "starts: {title: Начало, kind: dat")
    assert found == ["config/tables/events.yaml:12: kind «dat» is unknown; did you mean «date»?"]


FILE_FAULTS = [
    ({"network": None}, ["config/network.yaml: the file is missing"]),
    ({"network": ""}, ["config/network.yaml:1: the file is empty"]),
    ({"network": "# только заметка\n"}, ["config/network.yaml:1: the file is empty"]),
    ({"network": "- a\n- b"}, ["config/network.yaml:1: expected words with values, found a list"]),
    ({"network": "\nсеть"}, ["config/network.yaml:2: expected words with values, found «сеть»"]),
    ({"network": "a:\n\tb: 1"}, ["config/network.yaml:2: a tab stands where spaces belong; indent with spaces"]),
    ({"network": "a: b: c"}, ["config/network.yaml:1: a second «:» in one value; put the text in quotes"]),
    ({"network": "a: [1\n\n"}, ["config/network.yaml:3: the file ends inside a list or map; a bracket is not closed"]),
    ({"network": "a: 'b"}, ["config/network.yaml:1: the file ends inside a text; a quote is not closed"]),
    ({"network": "a: b\n c: d"}, ["config/network.yaml:2: a second «:» in one value; put the text in quotes"]),
    ({"network": "a: 1\n---\nb: 2"}, ["config/network.yaml:2: a second document begins; one file holds one"]),
    (
        {"network": "a: 1\nb: \x00"},
        ["config/network.yaml:2: not YAML: unacceptable character #x0000: special characters are not allowed"],
    ),
    ({"network": "? [a]\n: b"}, ["config/network.yaml:1: a list or map stands where a word belongs (before «:»)"]),
    ({"network": "a: " + "[" * 50}, ["config/network.yaml:1: nested more than 30 levels deep"]),
    (
        {"network": "a: &x [1, 2]\nb: [*x, *x]"},
        ["config/network.yaml:2: the alias «*x» is not known here; write the value again"],
    ),
]


@pytest.mark.parametrize(("overrides", "expected"), FILE_FAULTS)
def test_a_file_that_is_no_map_in_yaml_is_told(overrides: dict[str, str | None], expected: list[str]) -> None:
    assert faults(**overrides) == expected


def test_words_that_are_no_words_or_stand_twice_are_told() -> None:
    found = faults(network=FILES["network.yaml"] + "2008: a\ntrue: b\ngoal: другая\nplace: !!str c\n")
    assert found == [
        "config/network.yaml:10: the number 2008 stands where a word belongs; put it in quotes if it is meant",
        "config/network.yaml:11: the yes/no value true stands where a word belongs; put it in quotes if it is meant",
        "config/network.yaml:12: «goal» is repeated; it stands in line 5 already",
        "config/network.yaml:13: «place» is repeated; it stands in line 3 already",
        "config/network.yaml:13: the tag «tag:yaml.org,2002:str» is not known here; take it out and put text in quotes",
    ]


def test_a_billion_laughs_is_refused_at_the_first_alias() -> None:
    bomb = "a: &a [x, x, x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert faults(network=bomb) == ["config/network.yaml:2: the alias «*a» is not known here; write the value again"]


def test_bytes_that_are_no_utf8_are_told_with_their_line() -> None:
    folder = write_network(Path())
    (folder / "network.yaml").write_bytes(b"name: a\nshort: " + "сеть".encode("cp1251"))
    with pytest.raises(ConfigError) as caught:
        load_config(folder)
    assert str(caught.value) == "config/network.yaml:2: byte 0xf1 is not UTF-8; save the file as UTF-8"


def test_a_byte_order_mark_is_accepted() -> None:
    folder = write_network(Path(), network="\ufeff" + FILES["network.yaml"])
    assert load_config(folder).network.short == "Заречье"


def test_a_folder_in_the_place_of_a_file_is_told() -> None:
    folder = write_network(Path(), network=None)
    (folder / "network.yaml").mkdir()
    with pytest.raises(ConfigError, match=r"^config/network\.yaml: cannot be read: Is a directory$"):
        load_config(folder)


def test_files_of_unknown_names_are_told_and_passing_copies_are_not() -> None:
    folder = write_network(Path())
    for name in (
        "notes.txt",
        "indicator.yaml",
        "tables/events.yml",
        "start/event.csv",
        ".hidden",
        "~$x.csv",
        "tables/events.yaml~",
    ):
        (folder / name).touch()
    with pytest.raises(ConfigError) as caught:
        load_config(folder)
    assert [str(fault) for fault in caught.value.faults] == [
        "config/indicator.yaml: the config knows no such file; did you mean «indicators.yaml»?",
        "config/notes.txt: the config knows no such file",
        "config/start/event.csv: the config knows no such file; did you mean «events.csv»?",
        "config/tables/events.yml: the config knows no such file; did you mean «events.yaml»?",
    ]


def test_a_file_in_the_place_of_a_folder_is_told() -> None:
    folder = write_network(Path())
    shutil.rmtree(folder / "start")
    (folder / "start").touch()
    with pytest.raises(ConfigError, match=r"^config/start: cannot be read as a folder: Not a directory$"):
        load_config(folder)


def test_a_table_is_named_as_conditions_and_addresses_can_use_it() -> None:
    table = FILES["tables/teams.yaml"].replace("title: Команды", "title: Лицеи")
    assert faults(tables_2b=table) == ["config/tables/2b.yaml: a table's file is named with small Latin letters, digits and _"]


def test_a_missing_folder_is_told() -> None:
    with pytest.raises(ConfigError, match=r"^nowhere: there is no such folder$"):
        load_config("nowhere")


EVENTS, PEOPLE, INDICATORS, PAGES = "tables/events.yaml", "start/people.csv", "indicators.yaml", "pages.yaml"
COVERAGE, STAGES, CHOICES, NETWORK = "coverage.yaml", "stages.yaml", "choices.yaml", "network.yaml"

CASES = [
    (
        EVENTS,
        "starts: {title: Начало,",
        "starts: {titel: Начало,",
        [
            "config/tables/events.yaml:12: the word «titel» is unknown; did you mean «title»?",
        ],
    ),
    (
        EVENTS,
        HOST,
        "host: {title: Площадка, kind: reference, to: school, min: 3, choices: event_forms}",
        [
            "config/tables/events.yaml:10: choices belongs to columns of kind choice, choices, not reference",
            "config/tables/events.yaml:10: min belongs to columns of kind decimal, integer, percent, not reference",
            "config/tables/events.yaml:10: table «school» is unknown; did you mean «schools»?",
        ],
    ),
    (
        EVENTS,
        HOST,
        "host: {title: Площадка, kind: reference}",
        [
            "config/tables/events.yaml:10: to is missing in host: a column of kind reference needs it",
        ],
    ),
    (
        EVENTS,
        HOST,
        "host: {title: 5, kind: 7, to: schools, required: yes}",
        [
            "config/tables/events.yaml:10: title: expected a text, found the number 5; put it in quotes",
            "config/tables/events.yaml:10: kind: expected one of key, text, long_text, integer, decimal, percent, date, time, school_year, yes_no, choice, choices, reference, references, link, email, phone, pseudonym, nameless, found the number 7",
            "config/tables/events.yaml:10: required: expected true or false, found «yes»",
        ],
    ),
    (
        EVENTS,
        HOST,
        "host: {title: true, kind: text, prefix: А, also: а}",
        [
            "config/tables/events.yaml:10: title: expected a text, found the yes/no value true; put it in quotes",
            "config/tables/events.yaml:10: also: expected a list, found «а»",
        ],
    ),
    (
        EVENTS,
        HOST,
        'host: {title: " ", kind: text}',
        [
            "config/tables/events.yaml:5: «host» is a column of kind text; needed here: key, reference",
            "config/tables/events.yaml:10: the title of «host» is empty",
        ],
    ),
    (
        EVENTS,
        HOST,
        "host: {title: Название, kind: reference, to: schools}",
        [
            "config/tables/events.yaml:10: the title «Название» is taken by «title»",
        ],
    ),
    (
        EVENTS,
        HOST,
        "host: [Площадка, reference]",
        [
            "config/tables/events.yaml:10: host: expected words with values, found a list",
        ],
    ),
    (
        EVENTS,
        "participants: {title: Участников, kind: integer, min: 0, unit: чел.}",
        "participants: {title: Участников, kind: integer, min: 5, max: 3}",
        [
            "config/tables/events.yaml:19: min 5 is more than max 3",
        ],
    ),
    (
        EVENTS,
        "code: {title: Код, kind: key, prefix: М}",
        "code: {title: Код, kind: key, prefix: Демо}",
        [
            "config/tables/events.yaml:7: the prefix «Демо» is kept for demonstration rows; choose another",
        ],
    ),
    (
        EVENTS,
        "  joint: {title: Совместное, kind: yes_no}",
        "  Joint: {title: Совместное, kind: key}",
        [
            "config/tables/events.yaml:18: the column «Joint» is no name: small Latin letters, digits and _, a letter first",
            "config/tables/events.yaml:18: a table has one column of kind key, and it is code",
        ],
    ),
    (
        EVENTS,
        "owner: host",
        "owner: invited",
        [
            "config/tables/events.yaml:5: «invited» is a column of kind references; needed here: key, reference",
        ],
    ),
    (
        EVENTS,
        "owner: host",
        "owner: responsible",
        [
            "config/tables/events.yaml:5: owner leads to people, but to schools in other tables",
        ],
    ),
    (
        EVENTS,
        "owner: host",
        "owner: responsible.schol",
        [
            "config/tables/events.yaml:5: table people: column «schol» is unknown; did you mean «school»?",
        ],
    ),
    (
        EVENTS,
        "label: title",
        "label: host",
        [
            "config/tables/events.yaml:4: «host» is a column of kind reference; needed here: date, decimal, email, integer, key, link, long_text, nameless, percent, phone, pseudonym, school_year, text, time",
        ],
    ),
    (
        EVENTS,
        "key: code",
        "key: title",
        [
            "config/tables/events.yaml:3: the column title is of kind text, not key; did you mean «code»?",
        ],
    ),
    (
        EVENTS,
        "key: code",
        "key: cod",
        [
            "config/tables/events.yaml:3: the column «cod» is unknown; did you mean «code»?",
        ],
    ),
    (
        EVENTS,
        "title: План мероприятий",
        'title: "План: мероприятий"',
        [
            "config/tables/events.yaml:1: the sheet title «План: мероприятий» contains :, which spreadsheets do not allow",
        ],
    ),
    (
        EVENTS,
        "title: План мероприятий",
        "title: План мероприятий на все годы сети школ",
        [
            "config/tables/events.yaml:1: the sheet title «План мероприятий на все годы сети школ» has 38 characters, more than 31",
        ],
    ),
    (
        EVENTS,
        "title: План мероприятий",
        "title: Списки",
        [
            "config/tables/events.yaml:1: the sheet «Списки» is made by the program; choose another title",
        ],
    ),
    (
        EVENTS,
        "title: План мероприятий",
        "title: журнал",
        [
            "config/tables/events.yaml:1: the sheet «Журнал» is made by the program; choose another title",
        ],
    ),
    (
        EVENTS,
        "title: План мероприятий",
        "title: План\nalso: [КАК  ЗАПОЛНЯТЬ]\nname: events",
        [
            "config/tables/events.yaml:1: the sheet «Как заполнять» is made by the program; choose another title",
            "config/tables/events.yaml:3: the word «name» is unknown; the name is the word before it (of a table, the file's)",
        ],
    ),
    (
        EVENTS,
        "title: План мероприятий",
        "title: Составы",
        [
            "config/tables/members.yaml:1: the title «Составы» is taken by tables/events.yaml",
        ],
    ),
    (
        EVENTS,
        "group: plans",
        "group: plan",
        [
            "config/tables/events.yaml:2: group «plan» is unknown; did you mean «plans»?",
        ],
    ),
    (
        EVENTS,
        "group: plans",
        "group: [plans]",
        [
            "config/tables/events.yaml:2: group: expected one of registries, plans, results, found a list",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [starts, at_least, ends], say: a}",
        [
            "config/tables/events.yaml:22: item 2 of compare «at_least» is unknown; did you mean «at_most»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [starts, at_most], say: a}",
        [
            "config/tables/events.yaml:22: compare: an item is missing",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [starts, at_most, opens], say: a}",
        [
            "config/tables/events.yaml:22: starts (date) cannot be compared with opens (time)",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [starts, at_most, title], say: a}",
        [
            "config/tables/events.yaml:22: «title» is a column of kind text; needed here: date, decimal, integer, percent, school_year, time",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {comprae: [starts, at_most, ends], say: a}",
        [
            "config/tables/events.yaml:22: a rule needs one of the words compare, together, needs, unique, no_overlap, total, count, exists; did you mean «compare» by «comprae»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [starts, equal, ends], apart: 2, say: a}",
        ["config/tables/events.yaml:22: apart needs an order: before or at_most, not equal"],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {no_overlap: {of: [starts, ends], per: host, also: [{in: members, of: [since, until], per: person, on: team}]}, say: a}",
        ["config/tables/events.yaml:22: per and on name 2 columns here, 1 in the rule's own table"],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {no_overlap: {of: [starts, ends], per: host, also: [{in: members, of: [since, until], per: person}]}, say: a}",
        ["config/tables/events.yaml:22: person (row of people) cannot be compared with host (row of schools)"],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {no_overlap: {of: [starts, ends], per: host}, say: a, travel: {minutes: 5, say: b}}",
        [
            "config/tables/events.yaml:22: travel needs to know where intervals take place; give them at:",
            "config/tables/events.yaml:22: travel counts minutes, but «starts» is no time",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {exists: {in: membrs, holds: {person: host}}, say: a}",
        ["config/tables/events.yaml:22: table «membrs» is unknown; did you mean «members»?"],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {exists: {in: members, where: {role: boss}, holds: {person: host}}, say: a}",
        [
            "config/tables/events.yaml:22: role: the word «boss» is unknown; known here: head, member, filled, empty",
            "config/tables/events.yaml:22: person (row of people) cannot hold host (row of schools)",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {count: [host, forn], at_most: title, say: a}",
        [
            "config/tables/events.yaml:22: table events: column «forn» is unknown; did you mean «form»?",
            "config/tables/events.yaml:22: «title» is a column of kind text; needed here: decimal, integer, percent",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [starts, at_most, edns], sya: a}",
        [
            "config/tables/events.yaml:22: the word «sya» is unknown; did you mean «say»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [starts, at_most, responsible.tutor_snce], say: a}",
        [
            "config/tables/events.yaml:22: table people: column «tutor_snce» is unknown; did you mean «tutor_since»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [title.x, equal, Form], say: a}",
        [
            "config/tables/events.yaml:22: item 3 of compare: «Form» is no name: small Latin letters, digits and _, joined by dots",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {compare: [title.x, equal, form], say: a}",
        [
            "config/tables/events.yaml:22: «title.x» cannot be followed: events.title is of kind text, not a reference",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {unique: [], say: a}",
        [
            "config/tables/events.yaml:22: unique: at least 1 needed, found 0",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {together: [opens], say: a}",
        [
            "config/tables/events.yaml:22: together: at least 2 needed, found 1",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - starts",
        [
            "config/tables/events.yaml:22: item 1 of rules: expected words with values, found «starts»",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {total: participants, per: hots, at_most: host.name, say: a, level: eror}",
        [
            "config/tables/events.yaml:22: level «eror» is unknown; did you mean «error»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {total: participants, per: hots, at_most: host.name, say: a}",
        [
            "config/tables/events.yaml:22: «host.name» is a column of kind text; needed here: decimal, integer, percent",
            "config/tables/events.yaml:22: table events: column «hots» is unknown; did you mean «host»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {form: seminr}, say: a}",
        [
            "config/tables/events.yaml:22: form: the word «seminr» is unknown; did you mean «seminar»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {form: [seminar, contset]}, say: a}",
        [
            "config/tables/events.yaml:22: form: the word «contset» is unknown; did you mean «contest»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {form: 5}, say: a}",
        [
            "config/tables/events.yaml:22: form: expected words of the list event_forms, found the number 5",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {form: []}, say: a}",
        [
            "config/tables/events.yaml:22: form: the list is empty, so no row can meet it",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {form: null}, say: a}",
        [
            "config/tables/events.yaml:22: form: expected true or false, a whole number, a number, a text, a list or words with values, found nothing",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {form: [seminar, 5]}, say: a}",
        [
            "config/tables/events.yaml:22: item 2 of form: expected a text, found the number 5; put it in quotes",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        '  - {needs: [ends], when: {joint: "yes"}, say: a}',
        [
            "config/tables/events.yaml:22: joint: a column of kind yes_no takes true or false (or filled, empty), found «yes»",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {starts: 2008-09-01}, say: a}",
        [
            "config/tables/events.yaml:22: starts: expected true or false, a whole number, a number, a text, a list or words with values, found the date 2008-09-01",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {starts: {min: 3}}, say: a}",
        [
            "config/tables/events.yaml:22: starts: a column of kind date takes the bounds after, before, within_days, found min",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {starts: {}}, say: a}",
        [
            "config/tables/events.yaml:22: starts: bounds need a word: min, max, before, after or within_days",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {starts: {before: tomorow}}, say: a}",
        [
            "config/tables/events.yaml:22: before: expected a date such as 2008-09-01 or «today», found «tomorow»",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {starts: {befor: today}}, say: a}",
        [
            "config/tables/events.yaml:22: the word «befor» is unknown; did you mean «before»?",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {starts: {after: 2009-01-01, before: 2008-01-01}}, say: a}",
        [
            "config/tables/events.yaml:22: starts: no day is after 2009-01-01 and before 2008-01-01",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {participants: {min: 3, max: 1}}, say: a}",
        [
            "config/tables/events.yaml:22: participants: min 3 is more than max 1",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {participants: true}, say: a}",
        [
            "config/tables/events.yaml:22: participants: a column of kind integer takes a number or {min, max} (or filled, empty), found the yes/no value true",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {title: 5}, say: a}",
        [
            "config/tables/events.yaml:22: title: a column of kind text takes a text (or filled, empty), found the number 5",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {opens: {min: 5}}, say: a}",
        [
            "config/tables/events.yaml:22: opens: a column of kind time has no bounds",
        ],
    ),
    (
        EVENTS,
        COMPARE,
        "  - {needs: [ends], when: {invited: {before: today}}, say: a}",
        [
            "config/tables/events.yaml:22: invited: a column of kind references has no bounds",
        ],
    ),
    (
        CHOICES,
        "contest: {title: конкурс}",
        "contest: {title: Семинар}",
        [
            "config/choices.yaml:19: the title «Семинар» is taken by «seminar»",
        ],
    ),
    (
        CHOICES,
        "contest: {title: конкурс}",
        'Contest: {title: "конкурс; смотр"}',
        [
            "config/choices.yaml:19: the choice «Contest» is no name: small Latin letters, digits and _, a letter first",
            "config/choices.yaml:19: «конкурс; смотр»: «;» separates several choices in a cell, so none may contain it",
        ],
    ),
    (
        CHOICES,
        "contest: {title: конкурс}",
        "empty: {title: конкурс}",
        [
            "config/choices.yaml:19: «empty» has a meaning of its own in conditions; choose another name",
        ],
    ),
    (
        CHOICES,
        "contest: {title: конкурс}",
        "contest: конкурс",
        [
            "config/choices.yaml:19: contest: expected words with values, found «конкурс»",
        ],
    ),
    (
        CHOICES,
        "subjects:",
        "stages: {a: {title: а}}\nsubjects:",
        [
            "config/choices.yaml:27: the list «stages» is made from stages.yaml; take it out here",
        ],
    ),
    (
        INDICATORS,
        "measure: mean",
        "measure: meen",
        [
            "config/indicators.yaml:9: measure «meen» is unknown; did you mean «mean»?",
        ],
    ),
    (
        INDICATORS,
        "    of: mean\n",
        "",
        [
            "config/indicators.yaml:5: of is missing in exam_mean: the measure mean needs it",
        ],
    ),
    (
        INDICATORS,
        "of: mean",
        "of: subject",
        [
            "config/indicators.yaml:10: «subject» is a column of kind choice; needed here: decimal, integer, percent",
        ],
    ),
    (
        INDICATORS,
        "criterion: learning",
        "criterion: lerning",
        [
            "config/indicators.yaml:7: the criterion «lerning» is unknown; did you mean «learning»?",
        ],
    ),
    (
        INDICATORS,
        "by: [school, subject]",
        "by: [school.phone, takes]",
        [
            "config/indicators.yaml:13: «school.phone» is a column of kind phone; needed here: choice, choices, key, reference, references, school_year, text, yes_no",
            "config/indicators.yaml:13: table results: column «takes» is unknown; did you mean «takers»?",
        ],
    ),
    (
        INDICATORS,
        "    having: {category: [highest, first]}",
        "    of: category\n    having: {category: [highest, frist]}",
        [
            "config/indicators.yaml:21: of belongs to the measure count, sum, mean, ratio, reach, not share",
            "config/indicators.yaml:22: category: the word «frist» is unknown; did you mean «first»?",
        ],
    ),
    (
        INDICATORS,
        "    measure: share\n    having: {category: [highest, first]}",
        "    measure: ratio\n    of: tutor_since",
        [
            "config/indicators.yaml:16: over is missing in top_category: the measure ratio needs it",
            "config/indicators.yaml:21: «tutor_since» is a column of kind date; needed here: decimal, integer, percent",
        ],
    ),
    (
        INDICATORS,
        "small: {below: 10, of: takers}",
        "small: {below: 0, of: subject}",
        [
            "config/indicators.yaml:14: below is 0; it is at least 1",
            "config/indicators.yaml:14: «subject» is a column of kind choice; needed here: decimal, integer, percent",
        ],
    ),
    (
        INDICATORS,
        "    having: {category: [highest, first]}",
        "    having: {}\n    cumulative: true",
        [
            "config/indicators.yaml:16: having is missing in top_category: the measure share needs it",
            "config/indicators.yaml:22: cumulative needs year: the column that places a row in a school year",
        ],
    ),
    (
        INDICATORS,
        "    measure: count\n",
        "    measure: reach\n    of: host\n    among: {table: teams}\n",
        [
            "config/indicators.yaml:30: «host» refers to schools, but among names the table teams",
        ],
    ),
    (
        INDICATORS,
        "year: starts",
        "year: host",
        [
            "config/indicators.yaml:30: «host» is a column of kind reference; needed here: date, school_year",
        ],
    ),
    (
        INDICATORS,
        "table: people",
        "table: peple",
        [
            "config/indicators.yaml:19: table «peple» is unknown; did you mean «people»?",
        ],
    ),
    (
        COVERAGE,
        "columns: {table: schools}",
        "columns: {table: schools, choices: event_forms}",
        [
            "config/coverage.yaml:4: columns need one of the words table and choices",
        ],
    ),
    (
        COVERAGE,
        "columns: {table: schools}",
        "columns: {table: schools, only: [a]}",
        [
            "config/coverage.yaml:4: only goes with choices; rows of a table are chosen with where",
        ],
    ),
    (
        COVERAGE,
        "column: person.school",
        "column: person",
        [
            "config/coverage.yaml:5: «person» leads to people, the columns of the matrix are schools",
        ],
    ),
    (
        COVERAGE,
        "column: person.school",
        "column: role",
        [
            "config/coverage.yaml:5: «role» is a column of kind choice; needed here: key, reference, references",
        ],
    ),
    (
        COVERAGE,
        "columns: {choices: event_forms}",
        "columns: {choices: event_form}",
        [
            "config/coverage.yaml:10: the list «event_form» is unknown; did you mean «event_forms»?",
        ],
    ),
    (
        COVERAGE,
        "columns: {choices: event_forms}",
        "columns: {choices: event_forms, only: [semiar], where: {a: b}}",
        [
            "config/coverage.yaml:10: where goes with table; words of a list are chosen with only",
            "config/coverage.yaml:10: event_forms: the word «semiar» is unknown; did you mean «seminar»?",
        ],
    ),
    (
        STAGES,
        "stage: stage",
        "stage: status",
        [
            "config/stages.yaml:3: «status» takes the list task_states; the list of a stage is stages",
        ],
    ),
    (
        STAGES,
        "who: responsible",
        "who: responsible.school",
        [
            "config/stages.yaml:7: «responsible.school» follows a reference; a column of tasks itself is needed here",
        ],
    ),
    (
        STAGES,
        "done: {status: done}",
        "done: {status: don}",
        [
            "config/stages.yaml:5: status: the word «don» is unknown; did you mean «done»?",
        ],
    ),
    (
        STAGES,
        "from: 2007-09-01",
        "from: 2009-09-01",
        [
            "config/stages.yaml:13: the stage preliminary ends (2008-08-31) before it begins (2009-09-01)",
        ],
    ),
    (
        STAGES,
        "from: 2007-09-01",
        "form: 2007-09-01",
        [
            "config/stages.yaml:13: the word «form» is unknown; did you mean «from»?",
        ],
    ),
    (
        STAGES,
        "from: 2007-09-01",
        "from: 2007-02-30",
        [
            "config/stages.yaml:13: from: expected a date such as 2008-09-01, found «2007-02-30»",
        ],
    ),
    (
        STAGES,
        "table: tasks",
        "table: task",
        [
            "config/stages.yaml:1: table «task» is unknown; did you mean «tasks»?",
        ],
    ),
    (
        PAGES,
        "kind: roster",
        "kind: rosters",
        [
            "config/pages.yaml:12: kind «rosters» is unknown; did you mean «roster»?",
        ],
    ),
    (
        PAGES,
        "    kind: summary\n",
        "",
        [
            "config/pages.yaml:2: kind is missing in summary",
        ],
    ),
    (
        PAGES,
        "default: true",
        "default: 1",
        [
            "config/pages.yaml:7: default: expected true or false, found the number 1",
        ],
    ),
    (
        PAGES,
        "    default: true\n",
        "",
        [
            "config/pages.yaml:1: no page is the default; give one of them default: true",
        ],
    ),
    (
        PAGES,
        "leads: head",
        "leads: heads",
        [
            "config/pages.yaml:29: members.role: the choice «heads» is unknown; did you mean «head»?",
        ],
    ),
    (
        PAGES,
        "until: until",
        "until: role",
        [
            "config/pages.yaml:28: «role» is a column of kind choice; needed here: date",
        ],
    ),
    (
        PAGES,
        "matrix: teams",
        "matrix: forms",
        [
            "config/pages.yaml:31: the matrix «forms» has rows: schools; this page needs teams",
            "config/pages.yaml:31: the matrix «forms» has cell.table: events; this page needs members",
            "config/pages.yaml:31: the matrix «forms» has cell.row: invited; this page needs team",
        ],
    ),
    (
        PAGES,
        "{kind: stages,",
        "{default: true, kind: stages,",
        [
            "config/pages.yaml:33: one page is the default, and it is summary",
        ],
    ),
    (
        PAGES,
        "events: events",
        "events: event",
        [
            "config/pages.yaml:9: table «event» is unknown; did you mean «events»?",
        ],
    ),
    (
        PAGES,
        "starts: starts",
        "starts: host",
        [
            "config/pages.yaml:10: «host» is a column of kind reference; needed here: date",
        ],
    ),
    (
        PAGES,
        "group: team\n",
        "group: person\n",
        [
            "config/pages.yaml:20: «person» refers to people; needed here: teams",
        ],
    ),
    (
        PAGES,
        "matrix: teams",
        "matrix: tems",
        [
            "config/pages.yaml:31: the matrix «tems» is unknown; did you mean «teams»?",
        ],
    ),
    (
        PAGES,
        "icon: checklist",
        "icon: Check-list",
        [
            "config/pages.yaml:33: «Check-list» is no name of a Material icon (small letters, digits, _)",
        ],
    ),
    (
        PAGES,
        "[stages, criteria, late, problems, events]",
        "[stages, latte]",
        [
            "config/pages.yaml:8: item 2 of show «latte» is unknown; did you mean «late»?",
        ],
    ),
    (
        PAGES,
        "  data:",
        "  stages:",
        [
            "config/pages.yaml:38: the page «stages» stands under «Сеть» already",
        ],
    ),
    (
        NETWORK,
        "first: 2006/07",
        "first: 2006/08",
        [
            "config/network.yaml:8: first: the school year «2006/08» does not end in the year after; did you mean «2006/07»?",
        ],
    ),
    (
        NETWORK,
        "first: 2006/07",
        "first: 2006",
        [
            "config/network.yaml:8: first: expected a text, found the number 2006; put it in quotes",
        ],
    ),
    (
        NETWORK,
        "baseline: 2007/08",
        "baseline: 2017/18",
        [
            "config/network.yaml:8: the school years are not in order: first, baseline, last",
        ],
    ),
    (
        NETWORK,
        "tasks: [Создать команды, Провести семинары]",
        "tasks: Создать команды",
        [
            "config/network.yaml:6: tasks: expected a list, found «Создать команды»",
        ],
    ),
    (
        NETWORK,
        "place: Заречье",
        "place: Заречье\ntables: [events, evens, events]",
        [
            "config/network.yaml:4: table «evens» is unknown; did you mean «events»?",
            "config/network.yaml:4: the table «events» is named twice",
        ],
    ),
    (
        PEOPLE,
        "ФИО",
        "ФОИ",
        [
            "config/start/people.csv:1: the title «ФОИ» is unknown; did you mean «ФИО»?",
        ],
    ),
    (
        PEOPLE,
        "Код,",
        "Шифр,",
        [
            "config/start/people.csv:1: the title «Шифр» is unknown; known here: Код, ФИО, Школа, Категория, Роли, Тьютор с",
            "config/start/people.csv:1: the column «Код» is missing; starting rows have their keys",
        ],
    ),
    (
        PEOPLE,
        "Категория",
        "фио",
        [
            "config/start/people.csv:1: the title «фио» is repeated",
        ],
    ),
    (
        PEOPLE,
        "П-2",
        "п-1",
        [
            "config/start/people.csv:3: the key «п-1» is repeated; it stands in line 2 already",
        ],
    ),
    (
        PEOPLE,
        "П-2",
        "",
        [
            "config/start/people.csv:3: the row has no key («Петров Б. В. Школа № 7 первая»)",
        ],
    ),
    (
        PEOPLE,
        "П-2",
        "Демо-П-2",
        [
            "config/start/people.csv:3: the key «Демо-П-2» begins like those of demonstration rows",
        ],
    ),
    (
        PEOPLE,
        "первая,",
        "первая,,5",
        [
            "config/start/people.csv:3: 6 cells, but the header has 5; put a cell with a comma in quotes",
        ],
    ),
    (
        PEOPLE,
        "Код,ФИО,Школа,Категория,Роли",
        "Код;ФИО;Школа;Категория;Роли",
        [
            "config/start/people.csv:1: the columns are separated by «;»; separate them by commas",
        ],
    ),
    (
        PEOPLE,
        "Петров",
        '"Петров',
        [
            "config/start/people.csv:3: not CSV: unexpected end of data",
        ],
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "expected"), CASES)
def test_a_fault_reads_place_finding_and_repair(name: str, old: str, new: str, expected: list[str]) -> None:
    assert faults_of(name, old, new) == expected


DEMONSTRATION = """\
seed: 1
steps:
  - make: people
    set:
      code: {text: "{#}"}
      name: WAY
"""


@pytest.mark.parametrize(
    ("way", "message"),
    [
        ("{text: Иванов, chanse: 0.5}", "the word «chanse» is unknown; did you mean «chance»?"),
        ("{text: Иванов, chance: 5}", "chance: input should be less than or equal to 1"),
        ("{text: Иванов, chance: часто}", "chance: expected a number, found «часто»"),
        ("{text: Иванов, when: {category: 2009-01-01}}", "category: expected true or false, a whole number, a number, a text, a list or words with values, found the date 2009-01-01"),
        ("{text: Иванов, when: {category: frist}}", "category: the word «frist» is unknown; did you mean «first»?"),
    ],
)  # fmt: skip
def test_one_mistake_deep_in_a_recipe_is_one_fault(way: str, message: str) -> None:
    assert faults(demonstration=DEMONSTRATION.replace("WAY", way)) == [f"config/demonstration.yaml:6: {message}"]


def test_counts_of_several_values_can_be_bounded(tmp_path: Path) -> None:
    indicators = replaced(
        "indicators.yaml", "where: {form: seminar,", "where: {invited: {min: 2}, invited.role: member, form: seminar,"
    )
    config = load_config(write_network(tmp_path, indicators=indicators))
    assert config.indicators.indicators["seminars"].where["invited.role"] == "member"


def test_words_that_look_like_numbers_stay_what_they_are(tmp_path: Path) -> None:
    """YAML 1.2: ``yes`` and ``1:30`` are text; a number too large for a computer too."""
    network = replaced("network.yaml", "place: Заречье", "place: yes").replace("short: Заречье", "short: 1:30")
    network = network.replace("goal: Школы учатся друг у друга", "goal: 1e999")
    config = load_config(write_network(tmp_path, network=network))
    assert (config.network.place, config.network.short, config.network.goal) == ("yes", "1:30", "1e999")


NASTY = [
    "null", "true", "5", "-1", "1e999", ".inf", "[]", "{}", "[[]]", "{a: {b: c}}", "a.b", "a.b.c.d", "*x", "&a b", "&a [*a]", "!!int 3",
    "!!python/object:os.system x", "\t", "2008-02-30", "2008-09-01", "\x00", "\ud7ff", "{{", "]", "'", '"', "#", ": ", "- ", "? ", "<<", "%",
    "@", "`", "|", ">", "\r", "\n", "\n\n  ", "демо-1", "filled", "name", "key", "choices", "references", "code", "where", "1" * 5000, "é" * 300,
    "\u2028", "\u202e", "😀", "---", "...", "%YAML 1.1", "=1+1",
]  # fmt: skip


@st.composite
def mutations(draw: st.DrawFn, folder: Path) -> tuple[Path, bytes]:
    """One file of the folder with a few pieces replaced, repeated, moved or cut."""
    path = draw(st.sampled_from(sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".csv"))))
    text = path.read_text("utf-8")
    for _ in range(draw(st.integers(1, 3))):
        tokens = re.split(r"(\W)", text)
        place = draw(st.integers(0, len(tokens) - 1))
        other = draw(st.integers(0, len(tokens) - 1))
        piece = draw(st.sampled_from(["", tokens[other], tokens[place] * 2, *NASTY]) | st.text(max_size=5))
        text = "".join([*tokens[:place], piece, *tokens[place + 1 :]])
    data = text.encode("utf-8", "surrogatepass")
    return path, data[: draw(st.integers(0, len(data)))] if draw(st.integers(0, 9)) == 0 else data


def outcome(folder: Path) -> Config | ConfigError:
    """What becomes of a folder."""
    try:
        return load_config(folder)
    except ConfigError as error:
        return error


def check_outcome(folder: Path, path: Path, data: bytes) -> None:
    """The folder with one file changed is a config, or faults that each name a file in it."""
    before = path.read_bytes()
    path.write_bytes(data)
    found = outcome(folder)
    path.write_bytes(before)
    if isinstance(found, ConfigError):
        assert found.faults
        for fault in found.faults:
            assert fault.place.startswith(folder.as_posix())
            assert fault.message
            assert "\n" not in str(fault)


@given(data=st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_change_of_a_small_config_ends_in_a_traceback(data: st.DataObject, tmp_path: Path) -> None:
    folder = write_network(tmp_path)
    check_outcome(folder, *data.draw(mutations(folder)))


@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_change_of_the_shipped_config_ends_in_a_traceback(data: st.DataObject, tmp_path: Path) -> None:
    folder = tmp_path / "shipped"
    if not folder.exists():
        shutil.copytree(ROOT / "config", folder)
    check_outcome(folder, *data.draw(mutations(folder)))


@given(data=st.binary(max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_the_place_of_a_file_are_told(data: bytes, tmp_path: Path) -> None:
    folder = write_network(tmp_path)
    check_outcome(folder, folder / "pages.yaml", data)
    check_outcome(folder, folder / "start" / "people.csv", data)


def test_the_committed_schema_is_current() -> None:
    committed = (ROOT / "config" / "schema.json").read_text("utf-8")
    assert committed == json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", "run: python -m netdash schema"


def plain(value: object) -> object:
    """YAML's days as JSON has them."""
    if isinstance(value, dict):
        return {word: plain(inner) for word, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


@pytest.mark.parametrize("path", sorted((ROOT / "config").rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_file_meets_the_schema_it_points_to(path: Path) -> None:
    kind = "table" if path.parent.name == "tables" else path.stem
    pointer = f"{'../' if kind == 'table' else ''}schema.json#/$defs/{kind}"
    assert path.read_text("utf-8").splitlines()[0] == f"# yaml-language-server: $schema={pointer}"
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    data = plain(YAML(typ="safe").load(path.read_text("utf-8")))
    jsonschema.validate(data, {**schema, "$ref": f"#/$defs/{kind}"}, cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    schema = {**json_schema(), "$ref": "#/$defs/table"}
    table = plain(YAML(typ="safe").load(FILES["tables/events.yaml"].replace("kind: time", "kind: tiem")))
    with pytest.raises(jsonschema.ValidationError, match="tiem"):
        jsonschema.validate(table, schema, cls=jsonschema.Draft202012Validator)
