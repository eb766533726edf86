"""A Google spreadsheet of 12 sheets (10 × 300 rows, 5,000, 50,000 × 12): netdash beside what people would take instead.

``python tests/benchmarks/bench_google.py [RIVALS]``; RIVALS is the Python of an environment with ``st-gsheets-connection``
(which brings gspread 5 and gspread-dataframe), without it netdash stands alone beside a bare request. Everything runs against
the loopback server through ``echo.py``, which answers a repeated question from memory. Wanted: one request a refresh; typed
and checked frames in at most 1.5 × bare ``requests`` and ``json``, and 3 × sooner than the fastest of the others; one changed
cell in a number of bytes that does not grow with the table, and nothing lost of what somebody typed meanwhile.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from bench_snapshot import fastest, write_book
from google.auth.transport.requests import Request

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash import Edit
from netdash.config import load_config
from netdash.specs import Config
from netdash.stores.google import Connection, GoogleStore
from netdash.workspace import Workspace

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
RUNS = 3


def choose_tables(config: Config) -> dict[str, int]:
    """Twelve tables that refer to each other only, with their rows: one large, one middling."""
    large = min(config.tables, key=lambda name: abs(len(config.tables[name].columns) - 12))
    chosen: dict[str, int] = {}
    for name in (large, *config.tables):
        wanted = closure(config, name) - set(chosen)
        if len(chosen) + len(wanted) <= 12:
            chosen |= dict.fromkeys(sorted(wanted), 300)
    middling = next(name for name in chosen if name != large)
    return {name: {large: 50_000, middling: 5_000}.get(name, 300) for name in config.tables if name in chosen}


def closure(config: Config, name: str) -> set[str]:
    """A table and all that it refers to, one after the other."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        table = waiting.pop()
        if table not in found:
            found.add(table)
            waiting += [column.to for column in config.tables[table].columns.values() if column.to]
    return found


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[str]]:
    """A child process that ends with us."""
    child = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(20)


def read_settings(child: subprocess.Popen[str]) -> tuple[str, str]:
    """The spreadsheet's id and the server's root, from what the loopback server prints."""
    assert child.stdout
    told: dict[str, str] = {}
    for line in child.stdout:
        name, _, value = line.strip().partition(" = ")
        told[name] = value.strip('"')
        if line.startswith("# what was asked"):
            break
    return told["google"], told["api"]


class Bench:
    """One spreadsheet behind the echo, and the largest of its sheets."""

    def __init__(
        self, config: Config, sizes: dict[str, int], book: str, upstream: str, echo: str, key: Path, rivals: str
    ) -> None:
        self.config, self.book, self.upstream, self.echo, self.key, self.rivals = config, book, upstream, echo, key, rivals
        self.large = max(sizes, key=sizes.__getitem__)
        self.titles = [config.tables[name].title for name in sizes]
        self.account = json.loads(key.read_text("utf-8"))

    def counts(self, command: str = "count") -> dict[str, int]:
        """What passed since the last question."""
        found: dict[str, int] = requests.get(f"{self.echo}/echo/{command}", timeout=60).json()
        return found

    def open(self) -> Workspace:
        """A workspace that knows the sheets and has read nothing."""
        store = GoogleStore(Connection(self.book, self.account, self.echo, 10**6, 10**6))
        _ = store._reader.shape
        return Workspace(self.config, store)

    def take_bare(self) -> None:
        """The same question with ``requests`` and ``json`` alone."""
        ranges = [("ranges", f"'{title}'") for title in self.titles]
        shown = [("valueRenderOption", "UNFORMATTED_VALUE"), ("dateTimeRenderOption", "SERIAL_NUMBER")]
        headers = {"Authorization": f"Bearer {self.token()}"}
        found = requests.get(
            f"{self.echo}/v4/spreadsheets/{self.book}/values:batchGet", params=ranges + shown, headers=headers, timeout=120
        )
        assert len(json.loads(found.content)["valueRanges"]) == len(self.titles)

    def token(self) -> str:
        """A token of the service account."""
        credentials = GoogleStore(Connection(self.book, self.account, self.echo))._client.auth
        credentials.refresh(Request())
        return str(credentials.token)

    def take_ours(self, workspace: Workspace) -> None:
        """From the server's bytes to typed, linked and checked frames."""
        for table in workspace.snapshot().tables.values():
            _ = table.frame

    def rival(self, client: str, work: str) -> list[str]:
        """The command that runs another client."""
        script = str(HERE / "google_rivals.py")
        return [self.rivals, script, client, self.echo, self.book, str(self.key), work, self.config.tables[self.large].title]


def measure_refresh(bench: Bench) -> None:
    """Requests and seconds of a whole refresh."""
    token = bench.token()
    bench.token = lambda: token  # type: ignore[method-assign]
    bench.take_bare()
    bench.counts()
    bare = fastest(bench.take_bare, RUNS)
    fresh = [bench.open() for _ in range(RUNS + 1)]
    bench.take_ours(fresh.pop())
    bench.counts()
    ours = fastest(lambda: bench.take_ours(fresh.pop()), RUNS)
    asked = bench.counts()["requests"] / RUNS
    print(f"bare requests + json          1 request   {bare:6.2f} s")
    print(f"netdash, typed and checked {asked:4.0f} request   {ours:6.2f} s   {ours / bare:5.2f} × bare")
    for client, name in CLIENTS.items() if bench.rivals else ():
        found = subprocess.run([*bench.rival(client, "refresh"), *bench.titles], capture_output=True, text=True, check=False)
        asked = bench.counts()["requests"] / RUNS
        seconds = float(found.stdout or "nan")
        fault = f"   {found.stderr.strip().splitlines()[-1][:90]}" if found.returncode else ""
        print(f"{name:26} {asked:4.0f} requests  {seconds:6.2f} s   {seconds / ours:5.2f} × netdash{fault}")


CLIENTS = {"records": "gspread get_all_records", "frames": "gspread-dataframe", "connection": "st-gsheets-connection"}


def edit_meanwhile(bench: Bench, mark: str) -> None:
    """Somebody inserts a row on top and types into the second column of another near it."""
    act(bench, "insert_rows", at=1)
    act(bench, "set_cell", row=5, column=1, text=mark)


def act(bench: Bench, do: str, **words: Any) -> None:
    """One act of a person in the browser."""
    sheet = bench.config.tables[bench.large].title
    told = {"spreadsheet": bench.book, "do": do, "with": {"sheet": sheet, **words}}
    requests.post(f"{bench.upstream}/admin/editor", json=told, timeout=120).raise_for_status()


def read_column(bench: Bench) -> list[str]:
    """The first two columns of the large sheet as they stand."""
    sheet = bench.config.tables[bench.large].title
    headers = {"Authorization": f"Bearer {bench.token()}"}
    place = f"{bench.upstream}/v4/spreadsheets/{bench.book}/values/'{sheet}'!A:B"
    return ["|".join(map(str, row)) for row in requests.get(place, headers=headers, timeout=120).json()["values"]]


def measure_change(bench: Bench, name: str, read: Callable[[], Callable[[], object]], meddle: bool = True) -> None:
    """Requests and bytes of one changed cell in the middle, and what became of what somebody did between reading and writing."""
    mark = f"набрано при: {name}"
    write = read()
    keys = [key for key in (row.partition("|")[0] for row in read_column(bench)[1:]) if key]
    if meddle:
        edit_meanwhile(bench, mark)
    bench.counts("live")
    start = time.perf_counter()
    write()
    seconds, counts = time.perf_counter() - start, bench.counts()
    after = read_column(bench)
    typed = "" if not meddle else ", typed meanwhile: " + ("kept" if any(mark in row for row in after) else "LOST")
    changed = [row.partition("|")[0] for row in after if row.endswith("|Изменено")]
    right = "in its row" if changed == [keys[len(keys) // 2]] else f"IN ANOTHER ROW ({changed} for {keys[len(keys) // 2]})"
    size = f"{counts['requests']:4} requests {counts['bytes'] / 1024:10,.1f} KiB {seconds:6.2f} s"
    print(f"{name:36} {size}{typed}, {right}", flush=True)
    put_back(bench, after)


def put_back(bench: Bench, rows: list[str]) -> None:
    """A text of its own in each changed cell, so that the next change is one."""
    for number, row in enumerate(rows):
        if row.endswith("|Изменено"):
            act(bench, "set_cell", row=number, column=1, text=f"как было {number}")


def measure_changes(bench: Bench) -> None:
    """One changed cell of the largest sheet; ours once more after all but 500 rows of it went."""
    bench.counts("live")
    for client, name in CLIENTS.items() if bench.rivals else ():
        with running(*bench.rival(client, "change")) as child:
            measure_change(bench, name, lambda child=child: theirs_to_change(child))
    workspace = bench.open()
    ours_to_change(bench, workspace)()  # the first save makes the journal's sheet
    put_back(bench, read_column(bench))
    for size in ("50,000", "500"):
        measure_change(bench, f"netdash, {size} rows", lambda: ours_to_change(bench, workspace), meddle=False)
        measure_change(bench, f"netdash, {size} rows, a row moved", lambda: ours_to_change(bench, workspace))
        act(bench, "delete_rows", at=501, count=49_400)


def theirs_to_change(child: subprocess.Popen[str]) -> Callable[[], object]:
    """Another client's save, once it has read."""
    assert child.stdin
    assert child.stdout
    reading, writing = child.stdout, child.stdin
    if reading.readline() != "read\n":
        raise AssertionError("the other client did not read")

    def write() -> None:
        writing.write("\n")
        writing.flush()
        reading.readline()

    return write


def ours_to_change(bench: Bench, workspace: Workspace) -> Callable[[], object]:
    """Our save, with the snapshot that the person saw."""
    snapshot = workspace.refresh()
    table = snapshot.tables[bench.large]
    column = list(table.places)[1]
    keys = sorted(table.rows, key=table.rows.__getitem__)
    key = keys[len(keys) // 2]
    edit = Edit(bench.large, key, column, snapshot.value(bench.large, key, column), "Изменено")
    return lambda: workspace.save([edit], author="Иванова А. П.")


def main() -> None:
    """Make the spreadsheet, measure, print."""
    config = load_config(ROOT / "config")
    sizes = choose_tables(config)
    with tempfile.TemporaryDirectory() as folder:
        path, key = Path(folder) / "book.xlsx", Path(folder) / "key.json"
        write_book(path, config, sizes)
        words = ("--load", str(path), "--account", str(key), "--no-quota")
        with running(sys.executable, "-m", "tests.sheets_server", *words) as server:
            book, upstream = read_settings(server)
            with running(sys.executable, str(HERE / "echo.py"), upstream) as echo:
                assert echo.stdout
                root = echo.stdout.readline().strip()
                bench = Bench(config, sizes, book, upstream, root, key)
                measure_refresh(bench)
                measure_changes(bench)


if __name__ == "__main__":
    main()
