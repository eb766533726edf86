"""Another network, quite different, is another config folder: the same pages show it without a line of Python."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_app import html, visit

import netdash
from netdash.config import load_config
from netdash.ui import shared

MUSIC = Path(__file__).parent / "networks" / "music"
CONFIG = load_config(MUSIC)
PAGES = {name: page for section in CONFIG.pages.values() for name, page in section.items()}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("music") / "music.xlsx"
    netdash.open_workspace(MUSIC, path).create(demonstration=True)
    return path


@pytest.fixture
def music(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(shared.CONFIG_VARIABLE, str(MUSIC))
    monkeypatch.setenv(shared.SOURCE_VARIABLE, str(workbook))
    yield
    shared.stop()


def test_it_shares_no_table_with_the_network_of_schools_but_its_pages_are_of_the_same_kinds() -> None:
    schools = load_config(Path(__file__).parents[1] / "config")
    shipped = {page.kind for section in schools.pages.values() for page in section.values()}
    assert len(CONFIG.tables) >= 8
    assert {page.kind for page in PAGES.values()} == shipped
    assert not {spec.title for spec in CONFIG.tables.values()} & {spec.title for spec in schools.tables.values()} - {"Соглашения"}


@pytest.mark.parametrize("kind", sorted({page.kind for page in PAGES.values()}))
def test_every_kind_of_page_shows_it(music: None, kind: str) -> None:
    app = visit(kind)
    assert not app.exception
    assert any(f"<h1>{page.title}</h1>" in html(app) for page in PAGES.values() if page.kind == kind)


def test_a_card_tells_which_agreement_a_school_lacks_and_what_hangs_on_it(music: None) -> None:
    text = html(visit("scheme", place="ДМШ-5"))
    assert re.search(r'href="pacts\?view=hanging&amp;place=[^"]+" target="_self">нет соглашения</a>, от этого зависит', text)
