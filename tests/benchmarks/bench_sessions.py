"""What many sessions cost one process: the time of a rerun of the summary page, and the memory that a session adds.

``python tests/benchmarks/bench_sessions.py [SESSIONS] [SECONDS]`` starts the server itself; each session reruns the page every
5 seconds, as a browser does. Wanted: 95 of 100 reruns under half a second with 50 sessions.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from subprocess import run
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.serving import serve_dashboard

EVERY = 5.0


async def rerun(socket: ClientConnection) -> float:
    """Seconds from asking for a run of the page until it is finished."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    began = time.perf_counter()
    await socket.send(message.SerializeToString())
    while True:
        answer = ForwardMsg.FromString(await socket.recv())
        if answer.WhichOneof("type") == "script_finished" and answer.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            return time.perf_counter() - began


async def visit(address: str, seconds: float, delay: float, ready: asyncio.Event) -> list[float]:
    """One session: its first run, then a rerun every few seconds; the times of the reruns."""
    async with connect(f"ws://{urlsplit(address).netloc}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket:
        await rerun(socket)
        await ready.wait()
        await asyncio.sleep(delay)
        times, end = [], time.perf_counter() + seconds
        while time.perf_counter() < end:
            times.append(await rerun(socket))
            await asyncio.sleep(max(0.0, EVERY - times[-1]))
        return times


def memory(pid: int) -> float:
    """Resident megabytes of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def find_server() -> int:
    """The process that this one started last."""
    children = run(["pgrep", "-n", "-P", str(os.getpid()), "-f", "streamlit"], capture_output=True, text=True, check=True)
    return int(children.stdout.split()[-1])


async def measure(address: str, sessions: int, seconds: float) -> None:
    """Open the sessions one after another, then let them all rerun at once."""
    server, ready = find_server(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(visit(address, 0, 0, ready))
        await asyncio.sleep(3)
        before = memory(server)
        others = []
        for number in range(1, sessions):
            others.append(group.create_task(visit(address, seconds, EVERY * number / sessions, ready)))
            await asyncio.sleep(0.2)
            if number == 19:
                await asyncio.sleep(2)
                print(f"20 sessions: {memory(server):.0f} MB in all, {(memory(server) - before) / 19:.2f} MB a session")
        await asyncio.sleep(2)
        print(
            f"{sessions} sessions: {memory(server):.0f} MB in all, {(memory(server) - before) / (sessions - 1):.2f} MB a session"
        )
        ready.set()
    times = sorted(each for task in (first, *others) for each in task.result()[1:])
    print(f"{len(times)} reruns by {sessions} sessions, one every {EVERY:.0f} s:", end=" ")
    print(f"median {statistics.median(times):.3f} s, p95 {times[int(len(times) * 0.95)]:.3f} s, most {times[-1]:.3f} s")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    lasting = float(sys.argv[2]) if len(sys.argv) > 2 else 30.0
    with tempfile.TemporaryDirectory() as folder, serve_dashboard(Path(folder)) as site:
        asyncio.run(measure(site.url, wanted, lasting))
