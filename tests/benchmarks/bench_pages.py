"""How soon pages stand in a warm browser: against an empty Streamlit page, and of a large network against the shipped one.

``python tests/benchmarks/bench_pages.py [ROUNDS]`` starts both servers itself and prints, for each page of the config, the
median time until heading and key figures are visible and until everything is, with the ratios to the empty page.
Wanted: 1.4 and 2.

``python tests/benchmarks/bench_pages.py large [ROUNDS] [PAGE…]`` does the same for every view of ``views.py`` on the shipped
network and on that of ``big_network.py``, which take turns: the first visit after a cell changed, and one after it; beside
the ratios stand the work of the server and of the browser, in milliseconds of their processors' time, and what was sent.
Wanted: 2 until everything is visible. On a busy machine the work tells more than the times.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash.config import load_config
from netdash.snapshot import build_snapshot
from netdash.stores import SetCell
from netdash.stores.excel import ExcelStore
from tests.benchmarks.bench_sessions import find_server
from tests.benchmarks.big_network import write_big_network
from tests.benchmarks.views import VIEWS, fill
from tests.browser.serving import ROOT, launch_chromium, serve, serve_dashboard

EMPTY = "import streamlit as st\nst.write('пусто')\n"
ANSWER = ", ".join(
    f"[data-testid=stMain] {block}"
    for block in (
        ".nd-figures",
        ".nd-stages",
        ".nd-table",
        ".nd-places",
        ".nd-tree",
        ".nd-section",
        ".nd-empty",
        "[data-testid=stDataFrame]",
        "[data-testid=stForm]",
    )
)
WATCH = """
async (wanted) => {
  const seen = {}, names = Object.keys(wanted), began = performance.now();
  const shown = (element) => { const box = element.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
  while (names.some((name) => !(name in seen)) && performance.now() - began < 10000) {
    for (const name of names)
      if (!(name in seen) && wanted[name].every((one) => [...document.querySelectorAll(one)].some(shown)))
        seen[name] = performance.now();
    await new Promise(requestAnimationFrame);
  }
  return seen;
}
"""
SETTLE = """
async (quiet) => {
  let last = performance.now();
  const watcher = new MutationObserver((changes) => {
    if (changes.some((change) => !change.target.closest || !change.target.closest('.st-key-nd-fresh'))) last = performance.now();
  });
  watcher.observe(document.querySelector('[data-testid=stMain]'), { subtree: true, childList: true });
  while (performance.now() - last < quiet) await new Promise((done) => setTimeout(done, 20));
  return last;
}
"""


def visit(context: BrowserContext, url: str, wanted: Mapping[str, list[str]], settle: bool) -> dict[str, float]:
    """Milliseconds from the start of the navigation until each of the wanted is visible, and until nothing moves any more.

    Beside them ``sent``, the kilobytes that came through the socket, and ``browser``, the milliseconds that the page's main
    thread worked, however busy the machine.
    """
    page, sent = context.new_page(), [0]
    tools = context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def count(part: str | bytes) -> None:
        sent[0] += len(part)

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    try:
        page.goto(url, wait_until="commit")
        seen: dict[str, float] = page.evaluate(WATCH, dict(wanted))
        if settle:
            seen["everything"] = page.evaluate(SETTLE, 600)
        metrics = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
        return {**seen, "sent": sent[0] / 1024, "browser": metrics["TaskDuration"] * 1000}
    finally:
        page.close()


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Medians by page; the empty page has the name ``""``. Pages take turns, so that a busy moment meets all of them."""
    pages = {name: page for section in load_config(ROOT / "config").pages.values() for name, page in section.items()}
    times: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY)
        with serve(script, Path(folder)) as empty, serve_dashboard(Path(folder)) as site:
            browser = launch_chromium(playwright)
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU")
            for turn in range(rounds + 1):
                visits = {"": visit(context, empty, {"everything": ["[data-testid=stMarkdown]"]}, settle=False)}
                for name, page in pages.items():
                    url = site.url + ("/" if page.default else f"/{name}")
                    wanted = {"figures": [".nd-head h1", ANSWER]}
                    visits[name] = visit(context, url, wanted, settle=True)
                if turn:
                    for name, seen in visits.items():
                        times.setdefault(name, []).append(seen)
            browser.close()
    return {name: summarise(seen) for name, seen in times.items()}


def summarise(seen: list[dict[str, float]]) -> dict[str, float]:
    """The median of each time; infinite if it was mostly not seen at all."""
    names = dict.fromkeys(("figures", *(name for one in seen for name in one)))
    return {what: statistics.median(one.get(what, float("inf")) for one in seen) for what in names}


@dataclass
class Rival:
    """One of the two networks: a server over it, the same workbook once more with a cell changed, and what was measured."""

    url: str
    server: int
    workbook: Path
    others: list[Path]
    addresses: Mapping[tuple[str, str], str]
    first: dict[tuple[str, str], list[dict[str, float]]] = field(default_factory=dict)
    later: dict[tuple[str, str], list[dict[str, float]]] = field(default_factory=dict)

    def work(self) -> float:
        """Seconds of work of the server so far."""
        spent = Path(f"/proc/{self.server}/stat").read_text().rpartition(")")[2].split()
        return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")

    def change(self) -> None:
        """Put the other workbook in the place of the one that is shown."""
        self.others.reverse()
        shutil.copy(self.others[0], self.workbook.with_suffix(".new"))
        self.workbook.with_suffix(".new").replace(self.workbook)

    def rest(self) -> None:
        """Return once the server has nothing to do: it has read the workbook anew."""
        time.sleep(1.4)
        before = -1.0
        while self.work() - before > 0.02:
            before = self.work()
            time.sleep(0.25)

    def visit(self, context: BrowserContext, view: tuple[str, str]) -> dict[str, float]:
        """Open a view; beside the times, the milliseconds that the server worked."""
        began = self.work()
        seen = visit(context, self.url + self.addresses[view], {"figures": [".nd-head h1", ANSWER]}, settle=True)
        return {**seen, "work": (self.work() - began) * 1000}


@contextmanager
def open_rival(folder: Path, views: Sequence[tuple[str, str]], large: bool) -> Iterator[Rival]:
    """Serve the large network, or the one that the dashboard makes itself."""
    folder.mkdir()
    config = load_config(ROOT / "config")
    pages = {name: page for section in config.pages.values() for name, page in section.items()}
    if large:
        write_big_network(folder / "network.xlsx", config)
    with serve_dashboard(folder) as site:
        others = [site.workbook.with_name(name) for name in ("one.xlsx", "other.xlsx")]
        for each in others:
            shutil.copy(site.workbook, each)
        with ExcelStore(others[1]).transaction() as transaction:
            title, grid = next(iter(transaction.book.sheets.items()))
            transaction.write([SetCell(title, 2, 40, grid.cell(2, 40), "новое")])
        snapshot = build_snapshot(config, ExcelStore(site.workbook).read(), datetime.now())
        addresses = {}
        for page, asked in views:
            path = "/" if pages[page].default else f"/{page}"
            addresses[page, asked] = f"{path}?{quote(fill(asked, snapshot), safe='=&')}" if asked else path
        yield Rival(site.url, find_server(), site.workbook, others, addresses)


def compare(rounds: int, pages: Sequence[str]) -> None:
    """Measure both networks side by side and print each view once it has been seen so many times."""
    views = [(page, asked) for page in pages or VIEWS for asked in VIEWS[page]]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as stack:
        rivals = [stack.enter_context(open_rival(Path(folder) / name, views, name == "large")) for name in ("shipped", "large")]
        context = launch_chromium(playwright).new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU")
        for rival in rivals:
            rival.visit(context, views[0])
        for view in views:
            for turn in range(rounds):
                for rival in rivals:
                    rival.change()
                for rival in rivals:
                    rival.rest()
                for visited in ("first", "later"):
                    for rival in rivals[:: 1 if turn % 2 else -1]:
                        getattr(rival, visited).setdefault(view, []).append(rival.visit(context, view))
            tell(view, *rivals)


def tell(view: tuple[str, str], shipped: Rival, large: Rival) -> None:
    """Print one view: times of the large network and their ratios to the shipped one's."""
    cells = []
    for visited in ("first", "later"):
        small, big = (summarise(getattr(rival, visited)[view]) for rival in (shipped, large))
        cells += [f"{visited} {what}{big[what]:6.0f} ms{big[what] / small[what]:6.2f}" for what in ("figures", "everything")]
        both, shipped_both = (each["work"] + each["browser"] for each in (big, small))
        cells.append(f"work{big['work']:5.0f} +{big['browser']:5.0f}{both / shipped_both:6.2f} {big['sent']:5.0f} KB")
    print(f"{'?'.join(filter(None, view)):52}{'  '.join(cells)}", flush=True)


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["large"]:
        compare(int(next(filter(str.isdecimal, sys.argv[2:]), "3")), [page for page in sys.argv[2:] if page in VIEWS])
        return
    medians = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    empty = medians.pop("")["everything"]
    print(f"{'empty Streamlit page':24}{empty:7.0f} ms")
    for name, times in medians.items():
        cells = "".join(f"{what:>12}{times[what]:7.0f} ms{times[what] / empty:6.2f}" for what in ("figures", "everything"))
        print(f"{name:24}{cells}")


if __name__ == "__main__":
    main()
