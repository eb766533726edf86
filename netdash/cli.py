"""The command line: make, check, keep and restore a workbook. Everything goes through the public door."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import netdash
from netdash.config import json_schema
from netdash.errors import NetdashError, Problem, StoreError
from netdash.stores.google import find_id

CONFIG = "config"
SOURCE = "data/network.xlsx"


def run_init(arguments: argparse.Namespace) -> int:
    """Make the workbook, or add what one that is there lacks; nothing that stands in it is touched."""
    workspace = netdash.open_workspace(arguments.config, arguments.target)
    if arguments.dry_run:
        steps, done = workspace.survey(), "nothing was changed; left to do"
    elif workspace.is_new():
        workspace.create(demonstration=arguments.demo)
        print(f"{arguments.target}: made" + (", with demonstration rows" if arguments.demo else ""))
        return 0
    elif arguments.demo:
        raise NetdashError(f"{arguments.target}: книга уже есть, демонстрационные строки добавляются только в новую.")
    else:
        steps, done = workspace.furnish(arguments.author), "added"
    for step in steps:
        print(f"{step.sheet}: {'by hand: ' if step.by_hand else ''}{step.what}")
    by_hand = sum(step.by_hand for step in steps)
    print(f"{arguments.target}: {done}: {len(steps) - by_hand}, by hand: {by_hand}")
    return 0


def run_connect(arguments: argparse.Namespace) -> int:
    """Try every step on the way to the workbook; 1 if one of them fails."""
    source = named_source(arguments)
    checks = netdash.check_source(source)
    for check in checks:
        word = {True: "ok", False: "FAILS", None: "not tried"}[check.is_fine]
        print(f"{word}: {check.title}: {check.told}")
    return 0 if all(check.is_fine for check in checks) else 1


def named_source(arguments: argparse.Namespace) -> str | Path:
    """The workbook that the command names, else the one that the dashboard shows."""
    return arguments.source or netdash.find_source(Path(SOURCE))


def run_copy(arguments: argparse.Namespace) -> int:
    """Make the target hold what the source does; the target must not exist, or be an empty spreadsheet."""
    copied = netdash.copy_workbook(arguments.source, arguments.target)
    print(f"{arguments.target}: copied from {arguments.source}, sheets: {copied}")
    print(f"drop-downs, notes and protection are added by: python -m netdash init {arguments.target}")
    return 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print every problem with its place; 1 if any of them is an error."""
    source = named_source(arguments)
    try:
        problems = netdash.open_workspace(arguments.config, source).snapshot().problems
    except StoreError as error:
        hint = f"\nWhich step is missing: python -m netdash connect {source}" if find_id(str(source)) else ""
        raise StoreError(f"{error}{hint}") from None
    for problem in problems:
        print(describe(problem))
    errors = sum(problem.level == "error" for problem in problems)
    print(f"{source}: errors: {errors}, warnings: {len(problems) - errors}")
    return 1 if errors else 0


def describe(problem: Problem) -> str:
    """One line: level, place as the spreadsheet names it, what is wrong and what would be right."""
    place = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
    hint = f" → {problem.hint}" if problem.hint else ""
    return f"{problem.level}: {place}: {problem.message}{hint}"


def run_clear(arguments: argparse.Namespace) -> int:
    """Remove the demonstration rows; starting content stays."""
    report = netdash.open_workspace(arguments.config, named_source(arguments)).clear_demonstration(author=arguments.author)
    for sentence in report.repaired:
        print(sentence)
    for problem in report.refused:
        print(describe(problem))
    return 1 if report.refused or report.conflicts else 0


def run_backup(arguments: argparse.Namespace) -> int:
    """Keep a dated copy and say where."""
    print(netdash.open_workspace(arguments.config, named_source(arguments)).backup())
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    """Without a copy's name list the copies, newest first; with one put it back, the present workbook kept beside."""
    workspace = netdash.open_workspace(arguments.config, named_source(arguments))
    if arguments.copy is None:
        for name in workspace.backups():
            print(name)
        return 0
    print(f"{workspace.place}: restored from {arguments.copy}; what it replaced is kept as {workspace.restore(arguments.copy)}")
    return 0


def run_schema(arguments: argparse.Namespace) -> int:
    """Write the JSON Schema that gives editors completion in the config."""
    path = Path(arguments.config) / "schema.json"
    path.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(path)
    return 0


def build_parser() -> argparse.ArgumentParser:
    """The commands and their words."""
    parser = argparse.ArgumentParser(prog="python -m netdash", description="A low-code dashboard over a spreadsheet.")
    parser.add_argument("--config", default=CONFIG, metavar="FOLDER", help="the network's config folder (default: %(default)s)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        words = commands.add_parser(name, help=about, description=about)
        words.set_defaults(run=run)
        return words

    init = command("init", run_init, "make a workbook from config/, or add what one lacks: sheets, headers, drop-downs")
    init.add_argument("target", metavar="TARGET", help="an .xlsx file, or a Google spreadsheet's id or URL")
    init.add_argument("--demo", action="store_true", help="add marked demonstration rows to a new one")
    init.add_argument("--dry-run", action="store_true", help="only say what would be added, sheet by sheet")

    copy = command("copy", run_copy, "copy a whole workbook, Excel or Google, into a new one")
    copy.add_argument("source", metavar="SOURCE", help="an .xlsx file, or a Google spreadsheet's id or URL")
    copy.add_argument("target", metavar="TARGET", help="a file that does not exist, or an empty Google spreadsheet")

    check = command("check", run_check, "config and workbook: every problem with its place; exit 1 if any error")
    clear = command("clear", run_clear, "remove the demonstration rows; starting content stays")
    connect = command("connect", run_connect, "which step on the way to the workbook fails, and what to do; changes nothing")
    for words in (init, clear):
        words.add_argument("--author", default=getpass.getuser(), help="whose name the journal notes (default: %(default)s)")
    backup = command("backup", run_backup, "keep a dated copy in backups/ beside the workbook")
    restore = command("restore", run_restore, "list the dated copies, or put one back")
    restore.add_argument("copy", nargs="?", metavar="COPY", help="which copy, as listed")
    for words in (check, connect, clear, backup, restore):
        words.add_argument("--source" if words is restore else "source", nargs=None if words is restore else "?",
                           metavar="SOURCE", help="the workbook (default: the one that the dashboard shows)")  # fmt: skip

    command("schema", run_schema, "write schema.json beside the config, for editors")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 all is well, 1 the data have errors, 2 the command could not be carried out."""
    words = build_parser().parse_args(arguments)
    try:
        return int(words.run(words))
    except NetdashError as error:
        print(error, file=sys.stderr)
        return 2
