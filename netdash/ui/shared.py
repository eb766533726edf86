"""The one workspace of this process, shared by all sessions: what it is made from, and why it could not be made."""

import os
import pkgutil
import threading
from importlib import import_module
from pathlib import Path

from netdash.errors import NetdashError
from netdash.finding import index
from netdash.stores import opening
from netdash.workspace import Workspace, open_workspace

CONFIG_VARIABLE = "NETDASH_CONFIG"
SOURCE_VARIABLE = opening.SOURCE_VARIABLE
ROOT = Path(__file__).parents[2]
ROUTER = "netdash.ui.router"
"""The script of a visit: it runs when it is imported."""

_lock = threading.Lock()
_workspace: Workspace | None = None


def config_folder() -> Path:
    """Where the network is declared."""
    return Path(os.environ.get(CONFIG_VARIABLE) or ROOT / "config")


def source() -> str | Path:
    """Where the workbook lies: a file, or the id or URL of a Google spreadsheet; raises ``StoreError`` for wrong settings."""
    return opening.find_source(ROOT / "data" / "network.xlsx")


def workspace() -> Workspace:
    """The workspace, opened at the first call and following its workbook from then on; makes a demonstration where none is.

    Raises ``ConfigError`` until the config can be used.
    """
    global _workspace  # noqa: PLW0603 - one holder for the process; cache_resource can be cleared by any client
    with _lock:
        if _workspace is None:
            _workspace = _open()
        return _workspace


def _open() -> Workspace:
    place = source()
    opened = open_workspace(config_folder(), place)
    if isinstance(place, Path) and not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        opened.create(demonstration=True)
    opened.watch()
    return opened


def start() -> None:
    """Open the workspace, read it, index it and load the code of all pages (the charts alone take a second).

    So the first visitor waits for none of it.

    What goes wrong here goes wrong again on the first page, which says it; the server starts all the same.
    """
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], "netdash.ui."):
        if module.name != ROUTER:
            import_module(module.name)
    try:
        workspace().readings()
        index(workspace().snapshot())
    except NetdashError:
        return


def stop() -> None:
    """Stop following the workbook and forget the workspace."""
    global _workspace
    with _lock:
        held, _workspace = _workspace, None
    if held is not None:
        held.close()
