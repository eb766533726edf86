"""Text of people is text wherever it is shown, and small drawings say what the numbers say."""

from collections.abc import Sequence

import pytest

from netdash.ui.figures import Figure, row, sparkline
from netdash.ui.menus import MOST, draw_menu
from netdash.ui.text import escape, plain

JOIN = "\N{WORD JOINER}"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Семинар", "Семинар"),
        ("8:30", "8:30"),
        ("**жирный**", r"\*\*жирный\*\*"),
        (":material/home:", f":{JOIN}material/home:"),
        (":red[x]", rf":{JOIN}red\[x\]"),
        (":smile:", f":{JOIN}smile:"),
        ("a->b", rf"a\-{JOIN}\>b"),
        ("http://a.ru", rf"http:{JOIN}//a\.ru"),
        ("a@b.ru", rf"a@{JOIN}b\.ru"),
        ("$x$", r"\$x\$"),
        ("<b>&", r"\<b\>\&"),
        ("две\nстроки", "две строки"),
    ],
)
def test_markdown_shows_what_was_typed(typed: str, shown: str) -> None:
    assert plain(typed) == shown


def test_html_shows_what_was_typed() -> None:
    assert escape("<a href='x' onclick=\"y\">&") == "&lt;a href=&#x27;x&#x27; onclick=&quot;y&quot;&gt;&amp;"


@pytest.mark.parametrize("values", [(), (1.0,), (None, 2.0, None)])
def test_one_value_makes_no_line(values: Sequence[float | None]) -> None:
    assert sparkline(values) == ""


def test_a_year_without_data_is_a_gap_in_the_line() -> None:
    assert sparkline((1.0, 2.0, None, 3.0, 4.0)).count("M") == 2
    assert sparkline((1.0, 2.0, 3.0, 4.0)).count("M") == 1


def test_figures_carry_markup_of_nobody() -> None:
    shown = row([Figure("<b>", "<i>", change="<u>", note="<s>", href='"><p>')])
    assert not any(tag in shown for tag in ("<b>", "<i>", "<u>", "<s>", "<p>"))


def test_more_figures_than_people_read_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 5"):
        row([Figure("x", "1")] * 6)


def test_a_menu_offers_what_people_read_and_counts_the_rest() -> None:
    options = {f"У-{n}": f"Учащийся {n}" for n in range(MOST + 1)}
    text = draw_menu("Учащийся", options, f"У-{MOST}", lambda value: f"?student={value}")
    assert text.count("<a ") == 1 + MOST
    assert f"<b>Учащийся {MOST}</b>" in text
    assert "и ещё 1 — найдите словом" in text
    assert "найдите" not in draw_menu("Учащийся", dict(list(options.items())[:MOST]), "", lambda value: f"?student={value}")
