"""How soon pages stand in a warm browser, against an empty Streamlit page in the same run.

``python tests/benchmarks/bench_pages.py [ROUNDS]`` starts both servers itself and prints, for each page of the config, the
median time until heading and key figures are visible and until everything is, with the ratios to the empty page.
Wanted: 1.4 and 2.
"""

import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash.config import load_config
from tests.browser.serving import ROOT, launch_chromium, serve, serve_dashboard

EMPTY = "import streamlit as st\nst.write('пусто')\n"
ANSWER = ", ".join(
    f"[data-testid=stMain] {block}"
    for block in (".nd-figures", ".nd-stages", ".nd-table", ".nd-section", ".nd-empty", "[data-testid=stDataFrame]")
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
    """Milliseconds from the start of the navigation until each of the wanted is visible, and until nothing moves any more."""
    page = context.new_page()
    try:
        page.goto(url, wait_until="commit")
        seen: dict[str, float] = page.evaluate(WATCH, dict(wanted))
        if settle:
            seen["everything"] = page.evaluate(SETTLE, 600)
        return seen
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
    return {what: statistics.median(one.get(what, float("inf")) for one in seen) for what in seen[0]}


def main() -> None:
    """Measure and print."""
    medians = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    empty = medians.pop("")["everything"]
    print(f"{'empty Streamlit page':24}{empty:7.0f} ms")
    for name, times in medians.items():
        cells = "".join(f"{what:>12}{value:7.0f} ms{value / empty:6.2f}" for what, value in times.items())
        print(f"{name:24}{cells}")


if __name__ == "__main__":
    main()
