"""A Google spreadsheet of 12 sheets (10 × 300 rows, 5,000, 50,000 × 12): netdash beside what people would take instead.

``python tests/benchmarks/bench_google.py [RIVALS]``; RIVALS is the Python of an environment with ``st-gsheets-connection``
(which brings gspread 5 and gspread-dataframe), without it netdash stands alone beside a bare request. Everything runs against
the loopback server through ``echo.py``, which answers a repeated question from memory. Wanted: one request a refresh; typed
and checked frames in at most 1.5 × bare ``requests`` and ``json``, and 3 × sooner than the fastest of the others; one changed
cell in a number of bytes that does not grow with the table, and nothing lost of what somebody typed meanwhile. Ratios are of
seconds of the processor, which others on the machine disturb least; seconds of the clock stand after them.
"""

import gc
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import requests
from bench_snapshot import write_book
from google.auth.transport.requests import Request

sys.path.insert(0, str(Path(__file__).parents[2]))

from netdash import Edit
from netdash.config import load_config
from netdash.specs import Config
from netdash.stores.google import Connection, GoogleStore
from netdash.workspace import Workspace

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
RUNS = 5
CHANGES = 3
SIZES = (50_000, 5_000, 500, 50)


class Seconds(NamedTuple):
    """How long something took: on the processor, and by the clock."""

    own: float
    whole: float

    def __str__(self) -> str:
        return f"{self.own:6.2f} s processor, {self.whole:6.2f} s clock"


def fastest(measured: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None) -> Seconds:
    """The fastest of several runs; ``before`` each of them something that is not measured."""
    own, whole = [], []
    for _ in range(runs):
        before()
        gc.collect()
        began, start = time.process_time(), time.perf_counter()
        measured()
        own.append(time.process_time() - began)
        whole.append(time.perf_counter() - start)
    return Seconds(min(own), min(whole))


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
    """One spreadsheet behind the echo, the largest of its sheets and a small one that no other refers to."""

    def __init__(
        self, config: Config, sizes: dict[str, int], book: str, upstream: str, echo: str, key: Path, rivals: str = ""
    ) -> None:
        self.config, self.book, self.upstream, self.echo, self.key, self.rivals = config, book, upstream, echo, key, rivals
        self.large = max(sizes, key=sizes.__getitem__)
        self.small = min(reversed(sizes), key=sizes.__getitem__)
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
    """Requests and seconds of a whole refresh, and of one that finds one sheet of twelve changed or none."""
    token = bench.token()
    bench.token = lambda: token  # type: ignore[method-assign]
    bench.take_bare()
    bare = fastest(bench.take_bare, RUNS)
    print(f"bare requests + json             1 request   {bare}")
    fresh = [bench.open() for _ in range(RUNS + 1)]
    bench.take_ours(fresh.pop())
    bench.counts()
    ours = fastest(lambda: bench.take_ours(fresh.pop()), RUNS)
    tell("netdash, typed and checked", bench.counts()["requests"] // RUNS, ours, bare)
    workspace = bench.open()
    bench.take_ours(workspace)
    tell("netdash, nothing changed", 1, fastest(workspace.refresh, RUNS), bare)
    some = fastest(workspace.refresh, CHANGES, lambda: change_small(bench, workspace))
    tell("netdash, one sheet of 12 changed", 1, some, bare)
    for client, name in CLIENTS.items() if bench.rivals else ():
        bench.counts()
        found = subprocess.run([*bench.rival(client, "refresh"), *bench.titles], capture_output=True, text=True, check=False)
        asked = bench.counts()["requests"] // 3
        if found.returncode:
            print(f"{name:32} {found.stderr.strip().splitlines()[-1][:90]}")
        else:
            theirs = Seconds(*map(float, found.stdout.split()))
            print(f"{name:30} {asked:3} requests  {theirs}   {theirs.own / ours.own:5.2f} × netdash")


def tell(name: str, asked: int, ours: Seconds, bare: Seconds) -> None:
    """One line of ours."""
    print(
        f"{name:32} {asked} request   {ours}   {ours.own / bare.own:5.2f} × bare ({ours.whole / bare.whole:.2f} × by the clock)"
    )


def change_small(bench: Bench, workspace: Workspace) -> None:
    """Somebody types into a small sheet; the echo has the new answer at hand."""
    small = list(workspace.snapshot().tables[bench.small].rows.values())
    act(bench, "set_cell", sheet=bench.config.tables[bench.small].title, row=small[0], column=1, text=f"Новое {time.time()}")
    bench.counts("forget")
    bench.open().refresh()


CLIENTS = {"records": "gspread get_all_records", "frames": "gspread-dataframe", "connection": "st-gsheets-connection"}


def edit_meanwhile(bench: Bench, mark: str) -> None:
    """Somebody inserts a row on top and types into the second column of another near it."""
    act(bench, "insert_rows", at=1)
    act(bench, "set_cell", row=5, column=1, text=mark)


def act(bench: Bench, do: str, **words: Any) -> None:
    """One act of a person in the browser."""
    told = {"spreadsheet": bench.book, "do": do, "with": {"sheet": bench.config.tables[bench.large].title, **words}}
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
    sent, received = (f"{counts[way] / 1024:9,.1f} KiB {way}" for way in ("sent", "received"))
    size = f"{counts['requests']:4} requests {sent} {received} {seconds:6.2f} s"
    print(f"{name:36} {size}{typed}, {right}", flush=True)
    put_back(bench, after)


def put_back(bench: Bench, rows: list[str]) -> None:
    """A text of its own in each changed cell, so that the next change is one."""
    for number, row in enumerate(rows):
        if row.endswith("|Изменено"):
            act(bench, "set_cell", row=number, column=1, text=f"как было {number}")


def measure_changes(bench: Bench) -> None:
    """One changed cell of the largest sheet; ours again and again after most of its rows went."""
    bench.counts("live")
    for client, name in CLIENTS.items() if bench.rivals else ():
        with running(*bench.rival(client, "change")) as child:
            measure_change(bench, name, lambda child=child: theirs_to_change(child))
    workspace = bench.open()
    ours_to_change(bench, workspace)()  # the first save makes the journal's sheet
    put_back(bench, read_column(bench))
    for number, size in enumerate(SIZES):
        if number:
            act(bench, "delete_rows", at=size + 1, count=SIZES[number - 1] - size)
        measure_change(bench, f"netdash, {size:,} rows", lambda: ours_to_change(bench, workspace), meddle=False)
        measure_change(bench, f"netdash, {size:,} rows, a row moved", lambda: ours_to_change(bench, workspace))


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
    # What others write of a row that gets another name is theirs to write, too: here it is one cell against one cell.
    return lambda: workspace.save([edit], author="Иванова А. П.", rename=False)


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
                bench = Bench(config, sizes, book, upstream, root, key, *sys.argv[1:])
                measure_refresh(bench)
                measure_changes(bench)


if __name__ == "__main__":
    main()
