"""A signed address opens what it was made for, and the secret stays on this machine."""

import stat
from pathlib import Path

import pytest

from netdash.errors import NetdashError
from netdash.signing import VARIABLE, is_signed, load_secret, sign

SECRET = b"0123456789abcdef"


def test_a_signature_fits_its_page_and_parameters_in_any_order_and_no_other() -> None:
    signature = sign(SECRET, "plan", {"school": "У-07", "only": "complex"})
    assert is_signed(SECRET, "plan", {"only": "complex", "school": "У-07"}, signature)
    for page, parameters in (
        ("plans", {"school": "У-07", "only": "complex"}),
        ("plan", {"school": "У-08", "only": "complex"}),
        ("plan", {"school": "У-07"}),
        ("plan", {"school": "У-07", "only": "complex", "x": ""}),
        ("plan", {"schoo": "lУ-07", "only": "complex"}),
    ):
        assert not is_signed(SECRET, page, parameters, signature)
    assert not is_signed(b"another secret 00", "plan", {"school": "У-07", "only": "complex"}, signature)
    assert not is_signed(SECRET, "plan", {}, "подпись")


def test_a_secret_is_made_once_for_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    first = load_secret(tmp_path / "data")
    assert load_secret(tmp_path / "data") == first
    assert len(first) == 64
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]
    assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "a secret of sixteen")
    assert load_secret(tmp_path) == b"a secret of sixteen"
    assert not list(tmp_path.iterdir())


def test_a_short_secret_and_a_folder_that_cannot_be_written_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "short")
    with pytest.raises(NetdashError, match="слишком короткий"):
        load_secret(tmp_path)
    monkeypatch.delenv(VARIABLE)
    (tmp_path / "file").touch()
    with pytest.raises(NetdashError, match="не сохранить"):
        load_secret(tmp_path / "file")
