"""What README says can be done as it says."""

import re
import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from netdash.cli import build_parser
from netdash.specs import IndicatorSpec, TableSpec
from netdash.specs.tables import KindName

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
SHELL = [line.split("#")[0].strip() for kind, text in BLOCKS if kind == "sh" for line in text.splitlines() if line.strip()]
COMMANDS = [line for line in SHELL if line.startswith("python -m netdash")]
INLINE = re.findall(r"`(python -m netdash[^`]+)`", README)


@pytest.mark.parametrize("line", [*COMMANDS, *INLINE])
def test_every_command_is_one_that_the_program_knows(line: str) -> None:
    assert build_parser().parse_args(shlex.split(line)[3:]).run


def test_every_command_of_the_program_is_named() -> None:
    known = re.search(r"\{(.*?)\}", build_parser().format_usage().replace("COMMAND", ""))
    assert known is None
    named = {shlex.split(line)[3] for line in COMMANDS}
    help_text = build_parser().format_help()
    offered = set(re.findall(r"^    (\w+) ", help_text, re.MULTILINE))
    assert named == offered


def test_the_command_that_runs_the_dashboard_names_files_that_are_there() -> None:
    run = next(line for line in SHELL if "streamlit run" in line)
    assert run.split("streamlit run ")[1] == "app.py"
    assert (ROOT / "app.py").exists()
    assert "pip install -r requirements.txt" in run


def test_ci_calls_the_command_that_readme_names() -> None:
    command = next(line for line in SHELL if line.startswith("bash "))
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_the_examples_are_config_that_loads() -> None:
    examples = [YAML(typ="safe").load(text) for kind, text in BLOCKS if kind == "yaml"]
    table, indicators = examples
    spec = TableSpec.model_validate(table)
    (indicator,) = (IndicatorSpec.model_validate(each) for each in indicators.values())
    assert indicator.of in spec.columns
    assert set(indicator.by) <= set(spec.columns)


def test_every_kind_of_column_is_named() -> None:
    told = README.split("Kinds of columns:")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", told)) == set(KindName.__args__)


@pytest.mark.parametrize("target", re.findall(r"!\[.*?\]\((.*?)\)", README))
def test_every_picture_is_there(target: str) -> None:
    assert (ROOT / target).exists()


def test_every_file_of_the_config_is_explained() -> None:
    told = set(re.findall(r"^\| `(\w+)\.yaml` \|", README, re.MULTILINE))
    assert told == {path.stem for path in (ROOT / "config").glob("*.yaml")}
