"""The command line, run as people run it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from google_kit import EMAIL, GoogleKit, account

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


def test_init_never_touches_what_is_there(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = workbook.read_bytes()
    assert main(["init", str(workbook)]) == 0
    assert "added: 0, by hand: 0" in capsys.readouterr().out
    assert main(["init", str(workbook), "--demo"]) == 2
    assert workbook.read_bytes() == before
    assert str(workbook) in capsys.readouterr().err


def test_init_adds_what_is_missing_and_says_it_before(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(workbook)
    book.remove(book["Элективные курсы"])
    book.save(workbook)
    before = workbook.read_bytes()
    assert main(["init", str(workbook), "--dry-run"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert workbook.read_bytes() == before
    assert told[0].startswith("Элективные курсы: добавить лист")
    assert "nothing was changed" in told[-1]
    assert main(["init", str(workbook), "--author", "Тест"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == told[0]
    after = openpyxl.load_workbook(workbook)
    assert after["Элективные курсы"]["A1"].value == "Код"
    assert [cell.value for cell in after["Журнал"][2]][1] == "Тест"


def test_a_dry_run_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "new.xlsx"
    assert main(["init", str(path), "--dry-run"]) == 0
    assert "Учреждения: добавить лист" in capsys.readouterr().out
    assert not path.exists()


def test_check_of_a_sound_workbook_ends_with_0(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Demonstration rows hold a few clashes on purpose; what the network starts with holds no error."""
    assert main(["clear", str(workbook), "--author", "Тест"]) == 0
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


def test_connect_says_whether_a_file_opens(workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["connect", str(workbook)]) == 0
    assert main(["connect", str(tmp_path / "none.xlsx")]) == 1
    assert "FAILS: Файл книги" in capsys.readouterr().out


def test_without_a_name_a_command_takes_the_workbook_of_the_dashboard(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NETDASH_SOURCE", str(workbook))
    assert main(["check"]) < 2
    assert str(workbook) in capsys.readouterr().out


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleKit]:
    """An empty spreadsheet on the loopback server, reached as people reach theirs: by the environment."""
    kit = GoogleKit(tmp_path)
    key = tmp_path / "key.json"
    key.write_text(json.dumps(account(kit.server)), "utf-8")
    kit.name_in_environment(monkeypatch, str(key))
    yield kit
    kit.close()


def test_a_spreadsheet_is_made_checked_repaired_and_copied(
    google: GoogleKit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["--config", str(ROOT / "config")]
    source = f"https://docs.google.com/spreadsheets/d/{google.book.id}/edit#gid=0"
    assert main([*here, "init", source]) == 0
    assert main([*here, "check"]) == 0
    assert "errors: 0" in capsys.readouterr().out
    google.server.editor(google.book).act("delete_sheet", sheet="Элективные курсы")
    assert main([*here, "check"]) == 1
    assert main([*here, "init", google.book.id]) == 0
    assert "Элективные курсы: добавить лист" in capsys.readouterr().out
    assert main([*here, "init", source]) == 0
    assert "added: 0, by hand: 0" in capsys.readouterr().out
    assert main(["copy", source, "copy.xlsx"]) == 0
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx")["Учреждения"]["A2"].value.startswith("У-")


def test_a_spreadsheet_out_of_reach_names_the_command_that_finds_out_why(
    google: GoogleKit, capsys: pytest.CaptureFixture[str]
) -> None:
    google.book.permissions.clear()
    assert main(["--config", str(ROOT / "config"), "check"]) == 2
    assert f"python -m netdash connect {google.book.id}" in capsys.readouterr().err
    assert main(["connect"]) == 1
    told = capsys.readouterr().out
    assert "ok: Google Sheets API" in told
    assert f"FAILS: Таблица и её доступ: Таблица не открыта для {EMAIL}" in told
    google.book.permissions[EMAIL] = "writer"
    assert main(["connect"]) == 0


def test_a_config_with_faults_tells_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tmp_path), "check"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) > 3
    assert any("network.yaml" in line for line in told)


def test_the_module_runs_and_its_help_names_every_command() -> None:
    run = subprocess.run([sys.executable, "-m", "netdash", "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for command in ("init", "check", "connect", "copy", "clear", "backup", "restore", "schema"):
        assert f"\n    {command} " in run.stdout
        with pytest.raises(SystemExit) as ended:
            build_parser().parse_args([command, "--help"])
        assert ended.value.code == 0
