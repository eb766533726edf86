"""Comparisons in words: what moved, over how many people, and what to think of it."""

from netdash.comparison import Comparison
from netdash.indicators import Reading
from netdash.kinds.russian import MINUS, NBSP, number
from netdash.ui.figures import Verdict, change
from netdash.ui.results.view import ResultsView
from netdash.ui.text import escape


def tell_sizes(view: ResultsView, comparison: Comparison) -> str:
    """«168 и 181 сдававших»."""
    return f"{number(comparison.before.size)} и {number(comparison.after.size)}{NBSP}{view.part.people}"


def tell_thought(view: ResultsView, comparison: Comparison) -> str:
    """Is that a fact, or could it be chance or a handful of people?"""
    few, people = number(view.page.handful), view.part.people
    if comparison.verdict == "missing":
        return "Сравнить не с чем: за один из этих лет данных нет."
    if comparison.verdict == "few":
        return "Людей слишком мало, чтобы сравнивать: каждый из них заметно сдвигает цифру."
    moved = f"{name_move(comparison)}: {comparison.after.show_change(comparison.change)}"
    if comparison.interval:
        clear = comparison.verdict == "clear"
        held = "случайностью это объяснить трудно" if clear else "ноль в него входит, так что это может быть и случайность"
        return f"{moved}; 95-процентный интервал разницы — {tell_interval(comparison)}, {held}."
    if comparison.of_few is None:
        return f"{moved}."
    least = number(min(comparison.before.size, comparison.after.size))
    bound = f"{few} {people} из {least} могли сдвинуть среднее самое большее на {number(comparison.of_few, 1)}"
    held = "так что дело не в них" if comparison.verdict == "beyond_few" else "так что дело может быть и в них"
    return f"{moved}; {bound}, {held}."


def name_move(comparison: Comparison) -> str:
    """Which way it went."""
    if not comparison.change:
        return "Цифра та же"
    return "Рост" if comparison.change > 0 else "Снижение"


def tell_interval(comparison: Comparison) -> str:
    """«от −1,2 до +5,3 п. п.»."""
    if comparison.interval is None:
        return ""
    low, high = comparison.interval.low, comparison.interval.high
    points = f"{NBSP}п.{NBSP}п." if comparison.after.fraction else ""
    scale = 100 if comparison.after.fraction else 1
    return f"от {signed(low * scale)} до {signed(high * scale)}{points}"


def signed(value: float) -> str:
    """A number with its sign and one decimal."""
    size = number(abs(value), 1, fixed=True)
    return size if not size.strip("0,") else (MINUS if value < 0 else "+") + size


WORDS = {
    "missing": "сравнить не с чем",
    "few": "мало людей, не сравниваем",
    "clear": "больше случайного",
    "chance": "могло выйти случайно",
}


def tell_verdict(view: ResultsView, comparison: Comparison) -> str:
    """The same in three words, for a table."""
    few = f"{number(view.page.handful)}{NBSP}человек"
    others = {"beyond_few": f"{few} столько не дали бы", "within_few": f"{few} могли дать столько же"}
    if not comparison.change and comparison.verdict in ("chance", "within_few"):
        return "без изменений"
    return WORDS.get(comparison.verdict) or others[comparison.verdict]


def judge(comparison: Comparison) -> Verdict:
    """Better or worse, where the difference is more than chance or a handful could make; else no judgement."""
    if comparison.verdict not in ("clear", "beyond_few") or not comparison.change:
        return ""
    return "better" if (comparison.change > 0) == (comparison.after.better == "up") else "worse"


def draw_change(comparison: Comparison, judged: Comparison) -> str:
    """HTML of a difference: arrow, amount, and the colour of what is ``judged``, unless that went the other way."""
    if comparison.change is None or judged.verdict == "few":
        return '<span class="nd-none">—</span>'
    shown = comparison.after.show_change(comparison.change)
    same_way = comparison.change * (judged.change or 0) > 0
    return change(shown, judge(judged) if same_way else "", None if not comparison.change else comparison.change > 0)


def tell_size(reading: Reading, mark: bool = True) -> str:
    """HTML: how many people stand under a figure, marked where they are too few."""
    if reading.value is None:
        return ""
    return f"<small>{escape(number(reading.size) + (' — мало' if reading.small and mark else ''))}</small>"
