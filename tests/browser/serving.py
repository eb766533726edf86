"""A real server of the dashboard on a free port of this machine, and the browser that visits it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Site:
    """A running dashboard: where it answers and which workbook it shows."""

    url: str
    workbook: Path


def launch_chromium(playwright: Playwright) -> Browser:
    """Chromium of this machine; without one the test fails and says what to install."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "browser tests need Chromium on the PATH: install the package «chromium» and run them again"
    return playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_FLAGS))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(script: Path, folder: Path, **environment: str) -> Iterator[str]:
    """Run ``streamlit run script`` from ``folder`` and give its address; what it said is in the error if it does not start."""
    port, log = free_port(), folder / f"{script.stem}.log"
    address = f"http://127.0.0.1:{port}"
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]
    options += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), *options],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_it_answers(address, server, log)
        yield address
    finally:
        stop(server)


def stop(server: subprocess.Popen[bytes], patience: float = 20) -> None:
    """End the server; one that does not end by itself is killed, and that is a failure."""
    server.terminate()
    try:
        server.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        raise


def wait_until_it_answers(address: str, server: subprocess.Popen[bytes], log: Path, patience: float = 60) -> None:
    """Return once the server is healthy."""
    end = time.monotonic() + patience
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health"):
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


@contextmanager
def serve_dashboard(folder: Path, config: Path = ROOT / "config", workbook: Path | None = None) -> Iterator[Site]:
    """The dashboard over a workbook in ``folder``; it makes the demonstration itself where there is none."""
    path = folder / "network.xlsx"
    if workbook is not None:
        shutil.copy(workbook, path)
    with serve(ROOT / "app.py", folder, NETDASH_SOURCE=str(path), NETDASH_CONFIG=str(config)) as url:
        yield Site(url, path)


@contextmanager
def serve_google(folder: Path, spreadsheet: str, api: str, account: Mapping[str, Any]) -> Iterator[str]:
    """The dashboard over a spreadsheet of the loopback server; what it keeps lies in ``folder``."""
    told = {"NETDASH_SOURCE": spreadsheet, "NETDASH_GOOGLE_API": api, "NETDASH_GOOGLE_CREDENTIALS": json.dumps(account)}
    with serve(ROOT / "app.py", folder, NETDASH_CONFIG=str(ROOT / "config"), **told) as url:
        yield url
