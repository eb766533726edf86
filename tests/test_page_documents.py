"""Документы: who has which agreement, what runs out, what hangs on an agreement that is missing, on a network of libraries."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from counted import network, snapshot_of
from networks import FILES, write_network
from streamlit.testing.v1 import AppTest
from test_app import html, visit
from test_page_rosters import text_of

import netdash
from netdash.agreements import Agreements, build_agreements
from netdash.config import load_config
from netdash.errors import ConfigError
from netdash.specs.pages import DocumentsPage
from netdash.ui import shared

TODAY = date(2009, 3, 12)
CHOICES = """\
paper_kinds:
  contract: {title: договор}
  rule: {title: правила}
paper_states:
  draft: {title: проект, state: not_begun}
  in_force: {title: действует, state: done}
"""
PAPERS = """\
title: Бумаги
group: registries
key: code
label: title
columns:
  code: {title: Код, kind: key, prefix: Б}
  title: {title: Бумага, kind: text, required: true}
  sort: {title: Вид, kind: choice, choices: paper_kinds, required: true}
  parties: {title: Стороны, kind: references, to: schools}
  status: {title: Состояние, kind: choice, choices: paper_states}
  until: {title: Действует до, kind: date}
  keeper: {title: Кто отвечает, kind: reference, to: people}
"""
LOANS = """\
title: Обмен книгами
group: registries
key: code
columns:
  code: {title: Код, kind: key, prefix: О}
  giver: {title: Кто даёт, kind: reference, to: schools}
  taker: {title: Кто берёт, kind: reference, to: schools}
  books: {title: Книг, kind: integer}
  paper: {title: По бумаге, kind: reference, to: papers}
"""
COVERAGE = """\
papers:
  title: Договоры и школы
  rows: {table: schools, where: {role: member}}
  columns: {choices: paper_kinds, only: [contract]}
  cell:
    table: papers
    row: parties
    column: sort
    states:
      in_force: {title: действует, state: done, where: {status: in_force}}
      soon: {title: скоро истекает, state: under_way, where: {status: in_force, until: {within_days: 60}}}
      draft: {title: проект, state: not_begun, where: {status: draft}, covers: false}
      over: {title: срок вышел, state: late, where: {status: in_force, until: {before: today}}, covers: false}
  gap: Нет договора
"""
PAGES = """\
Сеть:
  papers:
    kind: documents
    title: Бумаги
    icon: contract
    about: Что действует
    default: true
    table: papers
    matrix: papers
    sort: sort
    parties: parties
    until: until
    who: keeper
    running_out: soon
    waiting: [draft]
    agreement: {sort: contract}
    hang:
      - {table: loans, between: [giver, taker], show: [giver, books]}
Данные:
  data: {kind: registry, title: Данные, icon: table, about: Все таблицы}
"""
NETWORK: dict[str, str] = {
    "choices": FILES["choices.yaml"] + CHOICES,
    "coverage": COVERAGE,
    "pages": PAGES,
    "tables_papers": PAPERS,
    "tables_loans": LOANS,
}


def paper(code: str, parties: str = "", until: str = "", status: str = "действует", kind: str = "договор") -> dict[str, Any]:
    """One document."""
    return {"code": code, "title": f"Бумага {code}", "sort": kind, "parties": parties, "status": status, "until": until or None}


def loan(code: str, giver: str, taker: str, paper_key: str = "") -> dict[str, Any]:
    """A row that needs an agreement."""
    return {"code": code, "giver": giver, "taker": taker, "books": 12, "paper": paper_key or None}


def build(papers: list[dict[str, Any]], loans: list[dict[str, Any]], pages: str = PAGES) -> Agreements:
    """The documents of these rows."""
    snapshot = snapshot_of(network(**{**NETWORK, "pages": pages}), TODAY, papers=papers, loans=loans)
    return build_agreements(cast("DocumentsPage", snapshot.config.pages["Сеть"]["papers"]), snapshot)


@pytest.mark.parametrize(
    ("until", "status", "state"),
    [
        ("", "действует", "in_force"),
        ("11.05.2009", "действует", "soon"),
        ("12.05.2009", "действует", "in_force"),
        ("12.03.2009", "действует", "soon"),
        ("11.03.2009", "действует", "over"),
        ("01.05.2009", "проект", "draft"),
    ],
)
def test_a_cell_has_the_last_state_that_its_row_meets(until: str, status: str, state: str) -> None:
    matrix = build([paper("Б-1", "Ш-2", until, status)], []).matrix
    assert matrix.state_of("Ш-2", "contract") == state
    assert matrix.state_of("Ш-3", "contract") == ""


def test_of_several_documents_the_best_counts() -> None:
    matrix = build(
        [paper("Б-1", "Ш-2", "11.03.2009"), paper("Б-2", "Ш-2", "01.05.2009"), paper("Б-3", "Ш-2", "", "проект")], []
    ).matrix
    assert matrix.state_of("Ш-2", "contract") == "soon"
    assert matrix.gaps == (("Ш-3", "contract"),)


def test_a_draft_and_a_document_that_ran_out_leave_a_gap() -> None:
    matrix = build([paper("Б-1", "Ш-2", "", "проект"), paper("Б-2", "Ш-3", "01.01.2009")], []).matrix
    assert matrix.gaps == (("Ш-2", "contract"), ("Ш-3", "contract"))


def test_documents_end_in_the_order_of_their_days_and_those_that_ended_are_apart() -> None:
    found = build(
        [paper("Б-1", until="01.06.2010"), paper("Б-2", until="01.04.2009"), paper("Б-3", until="01.02.2009"), paper("Б-4")], []
    )
    assert [each.key for each in found.ending] == ["Б-2", "Б-1"]
    assert [each.key for each in found.ended] == ["Б-3"]


def test_a_row_hangs_where_no_agreement_in_force_has_both_places() -> None:
    papers = [paper("Б-1", "Ш-1; Ш-2"), paper("Б-2", "Ш-1; Ш-3", "01.01.2009"), paper("Б-3", "Ш-2; Ш-3", kind="правила")]
    found = build(
        papers, [loan("О-1", "Ш-1", "Ш-2"), loan("О-2", "Ш-3", "Ш-1"), loan("О-3", "Ш-1", "Ш-3"), loan("О-4", "Ш-2", "Ш-3")]
    )
    assert found.resting == {"Б-1": (("loans", "О-1"),)}
    assert [(each.places, each.documents, [key for _, key in each.rows]) for each in found.hanging] == [
        (("Ш-1", "Ш-3"), ("Б-2",), ["О-2", "О-3"]),
        (("Ш-2", "Ш-3"), (), ["О-4"]),
    ]


def test_a_place_needs_no_agreement_with_itself_and_a_row_without_a_place_is_not_judged() -> None:
    found = build([], [loan("О-1", "Ш-1", "Ш-1"), loan("О-2", "", "Ш-2")])
    assert not found.hanging
    assert not found.resting


def test_a_row_rests_on_the_agreement_that_lasts_longest() -> None:
    papers = [paper("Б-1", "Ш-1; Ш-2", "01.09.2009"), paper("Б-2", "Ш-1; Ш-2"), paper("Б-3", "Ш-1; Ш-2", "01.04.2009")]
    assert list(build(papers, [loan("О-1", "Ш-1", "Ш-2")]).resting) == ["Б-2"]


def test_a_row_that_names_its_agreement_hangs_on_that_one() -> None:
    pages = PAGES.replace("between: [giver, taker],", "between: [giver], by: paper,")
    papers = [paper("Б-1", "Ш-2", "01.01.2009"), paper("Б-2", "Ш-1; Ш-2")]
    found = build(papers, [loan("О-1", "Ш-2", "", "Б-1"), loan("О-2", "Ш-2", "", "Б-2"), loan("О-3", "Ш-1", "")], pages)
    assert [(each.places, [key for _, key in each.rows]) for each in found.hanging] == [(("Ш-2",), ["О-1"]), (("Ш-1",), ["О-3"])]
    assert found.resting == {"Б-2": (("loans", "О-2"),)}


FAULTS = [
    ("matrix: papers", "matrix: paper", "the matrix «paper» is unknown; did you mean «papers»?"),
    ("running_out: soon", "running_out: son", "papers: the state «son» is unknown"),
    ("[giver, taker], show", "[giver], show", "one place needs no agreement with itself"),
    ("[giver, taker]", "[giver, paper]", "«paper» refers to papers; needed here: schools"),
    ("sort: sort", "sort: title", "«title» is a column of kind text; needed here: choice"),
    ("show: [giver, books]", "show: [giver, boks]", "table loans: column «boks» is unknown; did you mean «books»?"),
    ("agreement: {sort: contract}", "agreement: {sort: contrakt}", "did you mean «contract»?"),
]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS)
def test_a_fault_of_the_page_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert PAGES.count(old) == 1
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, **{**NETWORK, "pages": PAGES.replace(old, new)}))
    assert any(message in str(fault) and "pages.yaml:" in str(fault) for fault in caught.value.faults)


def test_a_matrix_without_states_does_not_suit_the_page(tmp_path: Path) -> None:
    bare = COVERAGE.partition("    states:")[0] + "  gap: Нет договора\n"
    with pytest.raises(ConfigError, match="has no states; this page needs them"):
        load_config(write_network(tmp_path, **{**NETWORK, "coverage": bare}))


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A process that shows documents; their days are far from today, whenever that is."""
    start = {
        "people": "Код,ФИО,Школа\nП-1,Иванова А. П.,Школа № 7\n",
        "papers": "Код,Бумага,Вид,Стороны,Состояние,Действует до,Кто отвечает\n"
        "Б-1,О дружбе,договор,Гимназия № 2; Школа № 7,действует,01.09.2090,\n"
        "Б-2,<b onclick=x>,договор,Гимназия № 2; Школа № 29,действует,01.09.2009,\n"
        "Б-3,Правила обмена,правила,,проект,,Иванова А. П.\n",
        "loans": "Код,Кто даёт,Кто берёт,Книг\nО-1,Школа № 29,Гимназия № 2,12\nО-2,Гимназия № 2,Школа № 7,5\n"
        "О-3,Школа № 7,Школа № 29,3\n",
    }
    write_network(tmp_path, **NETWORK)
    for name, rows in start.items():
        (tmp_path / "config" / "start" / f"{name}.csv").write_text(rows, "utf-8")
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(tmp_path / "network.xlsx"))
    netdash.open_workspace(tmp_path / "config", tmp_path / "network.xlsx").create(demonstration=False)
    yield tmp_path
    shared.stop()


def figures(app: AppTest) -> dict[str, str]:
    """The key figures by title."""
    found = re.findall(r'nd-title">(.*?)</div>.*?nd-value">(.*?)</span>', html(app), flags=re.DOTALL)
    return dict(found)


def test_the_page_says_who_has_none_and_the_gap_leads_to_a_form_that_knows_whose(shown: Path) -> None:
    app = visit("documents")
    assert figures(app) == {
        "Договор действует": "1",
        "Скоро истекает": "0",
        "Нет договора": "1",
        "Ещё не приняты": "1",
        "Зависит от недостающего": "2",
    }
    assert re.search(r"Школа № 29 срок вышел Завести новый .* до 1 сентября 2009", text_of(app))
    assert 'href="data?table=papers&amp;add=1&amp;parties=%D0%A8-3&amp;sort=contract"' in html(app)
    form = visit("registry", table="papers", add="1", parties="Ш-3", sort="contract")
    assert [field.value for field in form.multiselect] == [["Ш-3"]]
    assert "contract" in [field.value for field in form.selectbox]


def test_a_state_of_the_address_narrows_the_matrix(shown: Path) -> None:
    assert "Школа № 29" not in text_of(visit("documents", state="in_force"))
    assert "Школа № 7" not in text_of(visit("documents", state="gap"))


def test_terms_tell_what_rests_on_a_document_and_what_ended(shown: Path) -> None:
    text = text_of(visit("documents", view="terms"))
    assert re.search(r"1 сентября 2090 .* О дружбе Гимназия № 2, Школа № 7 1 строка", text)
    assert "Больше не действуют" in text


def test_what_waits_says_who_answers(shown: Path) -> None:
    assert "Правила 1 Правила обмена проект Иванова А. П." in text_of(visit("documents", view="waiting"))


def test_what_hangs_names_the_places_the_agreement_and_the_rows(shown: Path) -> None:
    text = text_of(visit("documents", view="hanging"))
    assert "Гимназия № 2 — Школа № 29 срок вышел" in text
    assert "Обмен книгами 1 Школа № 29 · книг: 12" in text
    assert "Школа № 7 — Школа № 29 нет договора Завести" in text


def test_what_hangs_can_be_seen_of_one_party_alone(shown: Path) -> None:
    text = text_of(visit("documents", view="hanging", place="Ш-1"))
    assert "Показано только: Гимназия № 2" in text
    assert "Гимназия № 2 — Школа № 29" in text
    assert "Школа № 7 — Школа № 29" not in text


@pytest.mark.parametrize("part", ["", "terms", "waiting", "hanging", "<script>"])
def test_text_of_people_is_text_and_wrong_words_fall_back(shown: Path, part: str) -> None:
    app = visit("documents", view=part, state="<b>")
    assert not app.exception
    assert "<b onclick" not in html(app)


@pytest.mark.parametrize("part", ["", "terms", "waiting", "hanging"])
def test_an_empty_workbook_says_what_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    write_network(tmp_path, **NETWORK, start_schools=None, start_people=None)
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(tmp_path / "network.xlsx"))
    netdash.open_workspace(tmp_path / "config", tmp_path / "network.xlsx").create(demonstration=False)
    try:
        app = visit("documents", view=part)
    finally:
        shared.stop()
    assert not app.exception
    assert "nd-empty" in html(app)
