"""The command line, run as people run it."""

import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from netdash.cli import build_parser, main

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "network.xlsx"
    assert main(["init", str(path), "--demo"]) == 0
    return path


@pytest.fixture
def workbook(made: Path, tmp_path: Path) -> Path:
    return shutil.copy(made, tmp_path / "network.xlsx")


def codes(path: Path) -> list[str]:
    """The keys of every row of the sheet of people."""
    sheet = openpyxl.load_workbook(path)["Педагоги"]
    return [str(row[0]) for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True) if row[0]]


def test_init_makes_the_workbook_of_the_network(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    assert main(["init", str(path)]) == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Как заполнять"
    assert book["Учреждения"]["A1"].value == "Код"
    assert codes(path) == []


def test_init_with_demo_marks_its_rows(workbook: Path) -> None:
    assert codes(workbook)
    assert all(code.startswith("демо-") for code in codes(workbook))


def test_init_never_touches_a_workbook_that_is_there(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = workbook.read_bytes()
    assert main(["init", str(workbook)]) == 2
    assert workbook.read_bytes() == before
    assert str(workbook) in capsys.readouterr().err


def test_check_of_a_sound_workbook_ends_with_0(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(workbook)]) == 0
    assert "errors: 0" in capsys.readouterr().out


def test_check_names_the_place_of_an_error(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(workbook)
    sheet = book["Результаты ЕГЭ"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Средний балл")
    sheet.cell(2, column).value = "много"
    book.save(workbook)
    assert main(["check", str(workbook)]) == 1
    out = capsys.readouterr().out
    assert f"error: Результаты ЕГЭ!{sheet.cell(2, column).coordinate}: " in out
    assert "много" in out


def test_clear_leaves_the_starting_content(workbook: Path) -> None:
    assert main(["clear", str(workbook), "--author", "Тест"]) == 0
    assert codes(workbook) == []
    sheet = openpyxl.load_workbook(workbook)["Учреждения"]
    assert "Гимназия № 2" in [cell.value for column in sheet.iter_cols() for cell in column]


def test_backup_and_restore_bring_back_what_was(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(workbook)]) == 0
    assert Path(capsys.readouterr().out.splitlines()[-1]).exists()
    assert main(["restore", "--source", str(workbook)]) == 0
    copy = capsys.readouterr().out.splitlines()[0]
    before = codes(workbook)
    main(["clear", str(workbook), "--author", "Тест"])
    assert codes(workbook) != before
    assert main(["restore", copy, "--source", str(workbook)]) == 0
    assert codes(workbook) == before


def test_a_missing_workbook_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.xlsx"
    assert main(["check", str(missing)]) == 2
    assert str(missing) in capsys.readouterr().err


def test_a_config_with_faults_tells_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tmp_path), "check"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) > 3
    assert any("network.yaml" in line for line in told)


def test_the_module_runs_and_its_help_names_every_command() -> None:
    run = subprocess.run([sys.executable, "-m", "netdash", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for command in ("init", "check", "clear", "backup", "restore", "schema"):
        assert f"\n    {command} " in run.stdout
        with pytest.raises(SystemExit) as ended:
            build_parser().parse_args([command, "--help"])
        assert ended.value.code == 0
