"""The server starts with everything in memory that the first visit needs."""

import subprocess
import sys
from pathlib import Path

from networks import write_network

ROOT = Path(__file__).parents[1]
SCRIPT = """
import sys
from netdash.ui import shared
shared.start()
print(shared.workspace().snapshot().config.network.short, "altair" in sys.modules, shared.ROUTER in sys.modules)
shared.stop()
"""


def test_the_start_loads_what_pages_draw_with_but_runs_no_page(tmp_path: Path) -> None:
    variables = {"NETDASH_CONFIG": str(write_network(tmp_path)), "NETDASH_SOURCE": str(tmp_path / "network.xlsx")}
    (tmp_path / "run.py").write_text(SCRIPT, "utf-8")
    told = subprocess.run(
        [sys.executable, str(tmp_path / "run.py")],
        env={**variables, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.stdout.split() == ["Заречье", "True", "False"], told.stderr
