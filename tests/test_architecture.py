"""The plan of the house holds: floors, who may know Streamlit, and no name of the network in Python."""

import ast
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "netdash"

FLOORS = (
    {"calendar_file", "cycles", "errors", "grid"},
    {"signing", "specs", "stores", "watching"},
    {"kinds"},
    {"config", "headers"},
    {"tables"},
    {"conditions", "references"},
    {"rules"},
    {"snapshot"},
    {"edits", "facts", "finding", "layout"},
    {
        "coverage",
        "demonstration",
        "directions",
        "dossier",
        "folders",
        "foresight",
        "indicators",
        "journal",
        "seats",
        "selection",
        "stages",
        "ties",
        "week",
    },
    {"agenda", "boards", "expectations"},
    {"doubts"},
    {"reminders"},
    {"quality"},
    {"agreements", "charts", "comparison", "headcount", "publishing", "saving"},
    {"intake", "standings", "workspace"},
    {"ui", "cli"},
    {"__main__"},
)
FLOOR = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}

SOURCES = sorted(PACKAGE.rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))


def imported(path: Path) -> set[str]:
    """Every module that a file imports, lazily or for types only too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(dotted: str) -> str:
    """The module or package directly under netdash that a dotted name lives in."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else ""


@pytest.mark.parametrize("path", [p for p in SOURCES if p != PACKAGE / "__init__.py"], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_floors_below_its_own(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for name in imported(path):
        other = room(name)
        if name.startswith("netdash.") and other in FLOOR and other != own:
            assert FLOOR[other] < FLOOR[own], f"{own} (floor {FLOOR[own]}) imports {name} (floor {FLOOR[other]})"


def test_every_module_has_a_floor() -> None:
    modules = {p.relative_to(PACKAGE).parts[0].removesuffix(".py") for p in SOURCES} - {"__init__"}
    assert modules <= set(FLOOR)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_streamlit_lives_only_in_the_interface(path: Path) -> None:
    if path.is_relative_to(PACKAGE / "ui"):
        return
    assert not {name for name in imported(path) if name.split(".")[0] == "streamlit"}


def network_names() -> set[str]:
    """Names of tables, columns' titles and other words that only config/ may know."""
    names = set()
    for path in (ROOT / "config" / "tables").glob("*.yaml"):
        names.add(path.stem)
        spec = YAML(typ="safe").load(path.read_text("utf-8"))
        names |= {spec["title"]}
    return names


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_table_of_the_network_is_named_in_python(path: Path) -> None:
    named = network_names() - {
        "courses",
        "documents",
        "portfolio",
        "resources",
        "programmes",
        "events",
        "people",
        "students",
        "projects",
    }
    literals = {
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not literals & named
