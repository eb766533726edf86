"""How long all kinds take to parse a sheet of 50,000 × 12, against python-calamine's reading of the same sheet.

Run it: ``.venv/bin/python tests/benchmarks/bench_kinds.py``. Ratios below 1 mean that parsing is faster than reading.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash.kinds import bind
from netdash.specs import ChoiceSpec, ColumnSpec

ROWS = 50_000
WORDS = {name: ChoiceSpec(title=title) for name, title in (("one", "семинар"), ("two", "мастер-класс"), ("three", "конкурс"))}
TITLES = [choice.title for choice in WORDS.values()]


def columns(draw: random.Random) -> dict[str, tuple[ColumnSpec, Callable[[int], object]]]:
    """Twelve columns as people fill them: most cells typed, some as text, some empty, a few wrong."""

    def often(cell: object, text: object) -> object:
        """Nine of ten cells are what they should be, one is empty or a text."""
        chance = draw.random()
        return cell if chance > 0.1 else text if chance > 0.05 else None

    def day() -> date:
        return date(2006, 9, 1) + timedelta(draw.randrange(1400))

    def spec(kind: str, **words: object) -> ColumnSpec:
        return ColumnSpec.model_validate({"title": kind, "kind": kind, **words})

    return {
        "key": (spec("key"), lambda row: f"Р-{row:05}"),
        "text": (spec("text"), lambda row: f" Проект о реке {row}, часть {draw.randrange(9)}"),
        "long_text": (spec("long_text"), lambda _: often("Подготовлен доклад и стенд. " * 4 + str(draw.random()), None)),
        "integer": (spec("integer", min=0), lambda _: often(draw.randrange(400), f"{draw.randrange(400)} чел.")),
        "decimal": (spec("decimal", min=0, max=100), lambda _: often(draw.random() * 100, f"{draw.random() * 100:.4f}")),
        "date": (spec("date"), lambda _: often(day(), f"{day():%d.%m.%Y}")),
        "date_text": (spec("date"), lambda _: often(f"{day():%d.%m.%Y}", "весной")),
        "school_year": (spec("school_year"), lambda _: often("2008/09", "2008–2009 уч. год")),
        "choice": (spec("choice"), lambda _: often(draw.choice(TITLES), "семинр")),
        "choices": (spec("choices"), lambda _: often("; ".join(draw.sample(TITLES, 2)), "конкурс, семинар")),
        "reference": (spec("reference"), lambda _: often(f"Учащийся {draw.randrange(3000)}", None)),
        "yes_no": (spec("yes_no"), lambda _: often(draw.choice(("да", "нет")), "+")),
    }


def write_sheet(path: Path, made: dict[str, tuple[ColumnSpec, Callable[[int], object]]]) -> None:
    """The columns as a workbook of one sheet."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet()
        for row in range(ROWS):
            for place, (_, cell) in enumerate(made.values()):
                sheet.write(row, place, cell(row))


def best(work: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of several runs."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    """Print the seconds and ratios of each kind and of all together."""
    made = columns(random.Random(1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        write_sheet(path, made)

        def read() -> list[list[object]]:
            return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

        reading = best(read)
        cells = list(zip(*read(), strict=True))
    print(f"python-calamine reads {ROWS} × {len(made)}: {reading:.3f} s")
    total = 0.0
    for (name, (spec, _)), column in zip(made.items(), cells, strict=True):
        kind = bind(spec, WORDS)
        seconds = best(lambda kind=kind, column=column: kind.parse(column))
        bad = len(kind.parse(column)[1])
        total += seconds
        print(f"{name:12} {seconds * 1000:6.1f} ms  {seconds / reading:5.3f} of reading  {bad} bad cells")
    print(f"{'all':12} {total * 1000:6.1f} ms  {total / reading:5.3f} of reading")


if __name__ == "__main__":
    main()
