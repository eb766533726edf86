"""How close the server comes to the real service, by something written elsewhere: the public repository of gspread.

``python -m tests.sheets_server.fidelity CHECKOUT`` replays the traffic that gspread recorded with the real service
(``tests/cassettes``) and compares every answer; then runs gspread's own tests against the server. It prints how many agree
and, for each that does not, the reason. The checkout is read, never changed.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from .accounts import write_service_account
from .server import SheetsServer

HOSTS = re.compile(r"https://[a-z]+\.googleapis\.com")
NAMES = ("id", "spreadsheetId", "sheetId", "namedRangeId", "protectedRangeId")
MOMENTS = ("createdTime", "modifiedTime")
USER = "telegram-budgeter@telegram-budgeter.iam.gserviceaccount.com"


class Replay:
    """One cassette against an empty server; numbers that the real service chose stand for those that ours chooses."""

    def __init__(self, server: SheetsServer) -> None:
        self.server = server
        self.session = requests.Session()
        self.ours: dict[str, str] = {}

    def play(self, interaction: dict[str, Any]) -> str:
        """Send one recorded request; how the answer differs, empty if it does not."""
        request, response = interaction["request"], interaction["response"]
        self._presuppose(request, response)
        address = HOSTS.sub(self.server.root, self._translated(request["uri"]))
        body = self._translated(request["body"] or "").encode()
        headers = {"Content-Type": "application/json"}
        answer = self.session.request(request["method"], address, data=body, headers=headers, timeout=30)
        if answer.status_code != response["status"]["code"]:
            return f"status {response['status']['code']}, ours {answer.status_code}: {answer.text[:150]}"
        text = response["body"].get("string", "")
        if "export" in address or "upload" in address or not text:
            return "" if "upload" in address or answer.text == text else f"text {text[:60]!r}, ours {answer.text[:60]!r}"
        return next(self._differences(json.loads(text), answer.json(), ""), "")

    def _presuppose(self, request: dict[str, Any], response: dict[str, Any]) -> None:
        """A spreadsheet that was refused to the recorder must exist for us too, and belong to somebody else."""
        if response["status"]["code"] == 403:
            number = urlsplit(request["uri"]).path.split("/")[3]
            self.ours[number] = self.server.create("private").id

    def _translated(self, text: str) -> str:
        for theirs in sorted(self.ours, key=len, reverse=True):
            text = re.sub(rf"(?<![\w-]){re.escape(theirs)}(?![\w-])", self.ours[theirs], text)
        return text

    def _differences(self, theirs: Any, ours: Any, path: str) -> Iterator[str]:
        if isinstance(theirs, dict) and isinstance(ours, dict):
            for name in [*theirs, *(name for name in ours if name not in theirs)]:
                if name not in theirs or name not in ours:
                    yield f"{path}.{name}: {'only ours' if name in ours else 'missing'}"
                elif name in NAMES:
                    yield from self._same_number(theirs[name], ours[name], f"{path}.{name}")
                elif name not in MOMENTS:
                    yield from self._differences(theirs[name], ours[name], f"{path}.{name}")
        elif isinstance(theirs, list) and isinstance(ours, list):
            if len(theirs) != len(ours):
                yield f"{path}: {len(theirs)} items, ours {len(ours)}"
            for number, (one, other) in enumerate(zip(theirs, ours, strict=False)):
                yield from self._differences(one, other, f"{path}[{number}]")
        elif isinstance(theirs, str) and self._translated(theirs) == ours:
            return
        elif theirs != ours or type(theirs) is not type(ours):
            yield f"{path}: {str(theirs)[:60]!r}, ours {str(ours)[:60]!r}"

    def _same_number(self, theirs: Any, ours: Any, path: str) -> Iterator[str]:
        if theirs != 0 and str(theirs) not in self.ours:
            self.ours[str(theirs)] = str(ours)
        if self.ours.get(str(theirs), str(theirs)) != str(ours):
            yield f"{path}: {theirs}, ours {ours}"


def replay(folder: Path) -> tuple[int, int, int, dict[str, str]]:
    """(interactions, those that agree, cassettes, reason by cassette that does not agree whole)."""
    total = agreed = 0
    reasons: dict[str, list[str]] = {}
    cassettes = sorted(folder.glob("*.json"))
    for path in cassettes:
        with SheetsServer() as server:
            server.tokens.open = USER
            player = Replay(server)
            for interaction in json.loads(path.read_text(encoding="utf-8"))["interactions"]:
                difference = player.play(interaction)
                total += 1
                agreed += not difference
                if difference:
                    request = interaction["request"]
                    asked = f"{request['method']} {urlsplit(request['uri']).path.split('/')[-1][:60]}"
                    reasons.setdefault(path.stem, []).append(f"{asked}: {difference}")
            player.session.close()
    shown = {name: f"{len(found)} answers, first {found[0]}" for name, found in reasons.items()}
    return total, agreed, len(cassettes), shown


def run_suite(checkout: Path) -> tuple[int, dict[str, int], dict[str, str]]:
    """gspread's tests against the server: (requests they made, outcomes counted, reason by test that failed)."""
    with tempfile.TemporaryDirectory() as folder, SheetsServer() as server:
        account, report = Path(folder) / "account.json", Path(folder) / "report.json"
        address = write_service_account(account, server.token_uri, "gspread")
        private = server.create("private")
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "GS_CREDS_FILENAME": str(account),
            "LOOPBACK_ROOT": server.root,
            "LOOPBACK_REPORT": str(report),
            "LOOPBACK_PRIVATE": private.id,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        assert address not in private.permissions
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "sheets_server.fidelity",
            "-c",
            os.devnull,
        ]
        command += ["--rootdir", str(checkout), "tests"]
        subprocess.run(command, cwd=checkout, env=environment, check=False, stdout=subprocess.DEVNULL)
        found: dict[str, list[str]] = json.loads(report.read_text(encoding="utf-8"))
        asked = server.count()
    counts: dict[str, int] = {}
    for outcome, _ in found.values():
        counts[outcome] = counts.get(outcome, 0) + 1
    return asked, counts, {name: reason for name, (outcome, reason) in found.items() if outcome == "failed"}


def _stand_in_for_vcr() -> None:
    """gspread's tests import the recorder at the top; nothing is recorded here."""

    class VCR:
        ensure_suffix = staticmethod(lambda suffix: None)

    class CannotOverwriteExistingCassetteException(Exception):
        pass

    recorder, errors = types.ModuleType("vcr"), types.ModuleType("vcr.errors")
    recorder.VCR = VCR  # type: ignore[attr-defined]
    errors.CannotOverwriteExistingCassetteException = CannotOverwriteExistingCassetteException  # type: ignore[attr-defined]
    sys.modules.update({"vcr": recorder, "vcr.errors": errors})
    # Their suite marks a fixture too, which pytest no longer takes.
    vars(pytest.mark)["vcr"] = lambda: lambda marked: marked


def pytest_configure(config: Any) -> None:
    """As a plugin inside gspread's run: requests to Google go to the server."""
    send = requests.Session.request
    private = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"

    def redirected(self: Any, method: str, url: str, *rest: Any, **more: Any) -> Any:
        here = HOSTS.sub(os.environ["LOOPBACK_ROOT"], url).replace(private, os.environ["LOOPBACK_PRIVATE"])
        return send(self, method, here, *rest, **more)

    requests.Session.request = redirected  # type: ignore[method-assign]


if "LOOPBACK_ROOT" in os.environ:
    _stand_in_for_vcr()
OUTCOMES: dict[str, list[str]] = {}


def pytest_runtest_logreport(report: Any) -> None:
    name = report.nodeid
    if report.when == "call" or report.outcome != "passed":
        crash = getattr(report.longrepr, "reprcrash", None)
        OUTCOMES[name] = [report.outcome, crash.message.replace("\n", " ")[:300] if crash else ""]


def pytest_sessionfinish() -> None:
    if "LOOPBACK_REPORT" in os.environ:
        Path(os.environ["LOOPBACK_REPORT"]).write_text(json.dumps(OUTCOMES), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_server.fidelity", description=__doc__.split("\n")[0])
    parser.add_argument("checkout", type=Path, help="a checkout of gspread (github.com/burnash/gspread)")
    checkout = parser.parse_args().checkout.resolve()
    total, agreed, cassettes, reasons = replay(checkout / "tests" / "cassettes")
    print(f"Recorded traffic: {agreed} of {total} answers agree, {cassettes - len(reasons)} of {cassettes} cassettes whole.")
    for name, reason in reasons.items():
        print(f"  {name}: {reason}")
    asked, counts, failed = run_suite(checkout)
    print(f"gspread's tests: {counts}, {asked} requests.")
    for name, reason in failed.items():
        print(f"  {name}: {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
