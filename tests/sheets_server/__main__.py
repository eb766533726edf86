"""``python -m tests.sheets_server --load data/network.xlsx``: the Google path in a browser without an account at Google."""

import argparse
import json
import sys
import threading
from pathlib import Path

from .accounts import write_service_account
from .faults import Quota
from .loading import load_xlsx
from .server import SheetsServer


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_server", description=__doc__)
    parser.add_argument("--load", type=Path, help="an .xlsx to begin with; without it an empty spreadsheet")
    parser.add_argument("--port", type=int, default=0, help="a free one is chosen if not given")
    parser.add_argument("--account", type=Path, default=Path("data/loopback-account.json"), help="where the key file is written")
    parser.add_argument("--locale", default="ru_RU", help="the spreadsheet's locale (ru_RU)")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--no-quota", action="store_true", help="do not count 60 reads and 60 writes a minute")
    given = parser.parse_args()
    if given.load and not given.load.exists():
        parser.error(f"{given.load} is not there; make it: python -m netdash init {given.load} --demo")
    with SheetsServer(given.port) as server:
        book = server.create("Сеть школ")
        book.locale, server.latency = given.locale, given.latency
        if given.load:
            for sentence in load_xlsx(book, given.load):
                print(f"left out: {sentence}", file=sys.stderr)
        given.account.parent.mkdir(parents=True, exist_ok=True)
        book.permissions[write_service_account(given.account, server.token_uri)] = "writer"
        server.quota = None if given.no_quota else Quota(server.clock)
        print(settings(book.id, server.root, given.account), flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("stopped")
    return 0


def settings(number: str, root: str, account: Path) -> str:
    """The lines of ``.streamlit/secrets.toml`` that lead netdash to this server."""
    held = json.loads(account.read_text(encoding="utf-8"))
    lines = ["[workbook]", f'google = "{number}"', f'api = "{root}"', "", "[gcp_service_account]"]
    lines += [f"{name} = {json.dumps(value)}" for name, value in held.items()]
    return "\n".join([*lines, "", f"# the key file: {account}", f"# what was asked so far: {root}/admin/log"])


if __name__ == "__main__":
    sys.exit(main())
