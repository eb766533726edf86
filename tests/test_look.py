"""Colours can be read: every text colour on every ground it stands on, in both themes."""

import re
import tomllib
from pathlib import Path

import pytest

from netdash.specs.tables import State
from netdash.ui.look import STYLES
from netdash.ui.states import WORDS

ROOT = Path(__file__).parents[1]
THEMES = ("light", "dark")
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
COLOURS = dict(re.findall(r"--nd-(\w+): light-dark\((#\w{6}, #\w{6})\)", STYLES.read_text("utf-8")))
READ = ("text", "soft", "accent", *WORDS)


def light(colour: str) -> float:
    """The relative luminance of WCAG."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG."""
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def own(name: str, theme: str) -> str:
    """One of our colours in a theme."""
    return COLOURS[name].split(", ")[THEMES.index(theme)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["page", "panel"])
@pytest.mark.parametrize("name", READ)
def test_words_can_be_read(name: str, ground: str, theme: str) -> None:
    assert contrast(own(name, theme), own(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_our_grounds_are_those_of_the_theme(theme: str) -> None:
    assert own("page", theme) == THEME[theme]["backgroundColor"]
    assert own("panel", theme) == THEME[theme]["secondaryBackgroundColor"]
    assert own("text", theme) == THEME[theme]["textColor"]


@pytest.mark.parametrize("theme", THEMES)
def test_white_words_on_the_main_button_can_be_read(theme: str) -> None:
    assert contrast("#ffffff", THEME[theme]["primaryColor"]) >= 4.5


@pytest.mark.parametrize("state", WORDS)
def test_each_state_has_colour_shape_and_word(state: State) -> None:
    styles = STYLES.read_text("utf-8")
    assert state in COLOURS
    assert f".nd-shape.nd-{state} {{ mask-image:" in styles
    assert WORDS[state]
