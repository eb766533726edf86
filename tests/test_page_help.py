"""Справка: what people ask for, in five lines with the links that open the right place; every page leads to its topic."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from networks import FILES, write_network
from test_app import MARKUP, html, visit

import netdash
from netdash.config import load_config
from netdash.errors import ConfigError
from netdash.layout import RULES
from netdash.ui import shared

HELP = """\
topics:
  late:
    title: Что просрочено?
    for: [stages]
    coordinator: [Откройте «Этапы», "Смотрите лист «Педагоги» и слово «нет»"]
    school: [Поставьте галочку]
    open:
      - {page: stages, say: Просроченное, with: {only: late}}
  odd:
    title: TITLE
    for: [stages, journal]
    coordinator: [LINE]
    school: [Спросите]
"""
SHIPPED = load_config(Path(__file__).parents[1] / "config")
assert SHIPPED.help
TOPICS = SHIPPED.help.topics


@pytest.fixture
def workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "network.xlsx"
    text = HELP.replace("TITLE", f"'{MARKUP}'").replace("LINE", f"'{MARKUP}'")
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path, help=text)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    yield path
    shared.stop()


def test_a_topic_has_lines_for_both_and_links_that_open_the_place(workbook: Path) -> None:
    text = html(visit("help", topic="late"))
    assert 'Откройте «<a class="nd-link " href="stages"' in text
    assert 'href="data?table=people"' in text
    assert "слово «нет»" in text
    assert 'href="stages?only=late" target="_self">Просроченное</a>' in text
    assert "Поставьте галочку" not in text
    assert "Поставьте галочку" in html(visit("help", topic="late", who="school"))


def test_a_page_leads_to_the_first_topic_of_its_kind_and_one_without_a_topic_to_all_of_them(workbook: Path) -> None:
    assert 'href="help?topic=late" target="_self">Как это сделать</a>' in html(visit("stages"))
    assert 'href="help?topic=odd" target="_self">Как это сделать</a>' in html(visit("journal"))
    assert 'href="help" target="_self">Как это сделать</a>' in html(visit("quality"))
    assert "Как это сделать</a>" not in html(visit("help"))


def test_the_rules_of_the_first_sheet_are_the_last_topic(workbook: Path) -> None:
    text = html(visit("help", topic="sheets"))
    assert "Код строки" not in text
    assert RULES[0] in text


def test_an_unknown_topic_is_the_first_and_what_the_config_says_is_text(workbook: Path) -> None:
    assert "Откройте" in html(visit("help", topic="<b>", who="<b>"))
    text = html(visit("help", topic="odd"))
    assert MARKUP not in text
    assert "&lt;b onclick=x&gt;" in text


def test_without_topics_there_are_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "network.xlsx"
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(write_network(tmp_path)))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(path))
    netdash.open_workspace(tmp_path / "config", path).create(demonstration=False)
    try:
        text = html(visit("help"))
        assert RULES[0] in text
        assert 'href="help" target="_self">Как это сделать</a>' in html(visit("stages"))
    finally:
        shared.stop()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("page: stages", "page: stage", "config/help.yaml:8: the page «stage» is unknown; did you mean «stages»?"),
        ("for: [stages]", "for: [stage]", "config/help.yaml:4: the kind of page «stage» is unknown; did you mean «stages»?"),
        ("  late:", "  Late:", "config/help.yaml:2: the topic «Late» is no name: small Latin letters, digits and _, a letter first"),  # noqa: E501
        ("say: Прос", "sey: Прос", "config/help.yaml:8: the word «sey» is unknown; did you mean «say»?"),
        ("[Поставьте галочку]", "[а, б, в, г, д, е]", "config/help.yaml:6: school: at most 5 needed, found 6"),
        ("[Поставьте галочку]", "[]", "config/help.yaml:6: school: at least 1 needed, found 0"),
    ],
)  # fmt: skip
def test_a_wrong_topic_is_told_at_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str) -> None:  # fmt: skip  # noqa: E501
    monkeypatch.chdir(tmp_path)
    write_network(Path(), help=HELP.replace(old, new, 1))
    with pytest.raises(ConfigError) as caught:
        load_config("config")
    assert [str(fault) for fault in caught.value.faults] == [message]


def test_the_network_answers_the_ten_questions_of_a_week() -> None:
    assert len(TOPICS) >= 10
    for topic in TOPICS.values():
        assert topic.title.endswith("?")
        assert topic.open
        for lines in (topic.coordinator, topic.school):
            assert 3 <= len(lines) <= 5
            assert all(line.endswith(".") and len(line) <= 120 for line in lines)


def test_every_kind_of_page_of_the_network_has_a_topic() -> None:
    served = {kind for topic in TOPICS.values() for kind in topic.kinds}
    assert {page.kind for section in SHIPPED.pages.values() for page in section.values()} - served == {"help"}


def test_links_of_topics_name_tables_and_words_that_there_are() -> None:
    for topic in TOPICS.values():
        for opening in topic.open:
            table = opening.parameters.get("table") or opening.parameters.get("sheet")
            assert table is None or table in SHIPPED.tables
    assert "help.yaml" not in FILES
