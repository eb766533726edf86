"""Who holds the workbook, what is read-only, and the dated copies."""

import os
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from netdash.errors import Busy, Moved, StoreError, Unreadable
from netdash.stores import AppendRow, ColumnLayout, SetCell, SheetLayout
from netdash.stores.excel import ExcelStore
from netdash.stores.excel import store as store_module
from netdash.stores.excel.backups import DAYS, LAST_SAVES, Backups


@pytest.fixture
def store(tmp_path: Path) -> ExcelStore:
    made = ExcelStore(tmp_path / "network.xlsx")
    made.create([SheetLayout("Лист", (ColumnLayout("Имя"),), (("старое",),))])
    return made


def save(store: ExcelStore, text: str = "новое") -> None:
    with store.transaction() as transaction:
        transaction.write([SetCell("Лист", 1, 0, transaction.book.sheets["Лист"].cell(1, 0), text)])


def held(store: ExcelStore) -> object:
    return store.read().sheets["Лист"].cell(1, 0)


def excel_mark(name: str) -> bytes:
    wide = name.encode("utf-16-le")
    return (
        bytes([len(name)])
        + name.encode("cp1251").ljust(54)
        + len(name).to_bytes(2, "little")
        + wide
        + b" \x00" * (54 - len(name))
    )


class TestHolders:
    def test_excel_is_named_with_the_person(self, store: ExcelStore, tmp_path: Path) -> None:
        mark = tmp_path / "~$network.xlsx"
        mark.write_bytes(excel_mark("Иванова А. П."))
        with pytest.raises(Busy, match=r"Excel: Иванова А\. П\..*~\$network\.xlsx") as caught:
            save(store)
        assert caught.value.holder == "Иванова А. П."
        assert held(store) == "старое"
        mark.unlink()
        save(store)
        assert held(store) == "новое"

    def test_libreoffice_is_named_with_person_computer_and_time(self, store: ExcelStore, tmp_path: Path) -> None:
        mark = tmp_path / ".~lock.network.xlsx#"
        mark.write_text("Иванова\\, Анна,ivanova,SCHOOL7,05.11.2008 14:30,file:///home/ivanova/.config;", "utf-8")
        with pytest.raises(Busy, match=r"LibreOffice: Иванова, Анна, компьютер SCHOOL7 \(с 05\.11\.2008 14:30\)"):
            save(store)

    @pytest.mark.parametrize("content", [b"", b"\x00", b"\xff" * 165, b",,,,;", b"\\"])
    @pytest.mark.parametrize("name", ["~$network.xlsx", ".~lock.network.xlsx#"])
    def test_an_odd_mark_holds_too(self, store: ExcelStore, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Busy):
            save(store)

    def test_a_workbook_opened_during_the_save_is_not_replaced(self, store: ExcelStore, tmp_path: Path, monkeypatch) -> None:
        real = os.fsync

        def fsync(handle: int) -> None:
            real(handle)
            (tmp_path / "~$network.xlsx").write_bytes(excel_mark("Петрова"))

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(Busy, match="Петрова"):
            save(store)
        assert held(store) == "старое"

    def test_a_workbook_saved_by_others_meanwhile_is_read_anew_and_not_replaced(self, store: ExcelStore, tmp_path: Path) -> None:
        other = ExcelStore(tmp_path / "other.xlsx")
        other.create([SheetLayout("Лист", (ColumnLayout("Имя"),), (("чужое",),))])
        with store.transaction() as transaction:
            (tmp_path / "other.xlsx").replace(tmp_path / "network.xlsx")
            with pytest.raises(Moved, match="другая программа"):
                transaction.write([SetCell("Лист", 1, 0, "старое", "моё")])
            assert held(store) == transaction.book.sheets["Лист"].cell(1, 0) == "чужое"
            transaction.write([SetCell("Лист", 1, 0, "чужое", "моё")])
        assert held(store) == "моё"

    def test_a_read_only_file_is_left_alone(self, store: ExcelStore, tmp_path: Path) -> None:
        (tmp_path / "network.xlsx").chmod(0o444)
        with pytest.raises(Busy, match="только для чтения"):
            save(store)
        assert held(store) == "старое"

    def test_a_read_only_folder_is_left_alone(self, store: ExcelStore, tmp_path: Path) -> None:
        tmp_path.chmod(0o555)
        try:
            with pytest.raises(Busy, match="только для чтения"):
                save(store)
        finally:
            tmp_path.chmod(0o755)
        assert held(store) == "старое"

    def test_another_save_is_waited_for_and_then_given_up(self, store: ExcelStore, monkeypatch) -> None:
        monkeypatch.setattr(store_module, "PATIENCE", 0.2)
        with store.transaction(), pytest.raises(Busy, match="другой процесс"):
            save(ExcelStore(store.place))

    def test_another_save_is_waited_for(self, store: ExcelStore) -> None:
        entered, leave = threading.Event(), threading.Event()

        def slow() -> None:
            with store.transaction() as transaction:
                entered.set()
                leave.wait(10)
                transaction.write([SetCell("Лист", 1, 0, "старое", "медленное")])

        thread = threading.Thread(target=slow)
        thread.start()
        entered.wait(10)
        threading.Timer(0.3, leave.set).start()
        with ExcelStore(store.place).transaction() as transaction:
            assert transaction.book.sheets["Лист"].cell(1, 0) == "медленное"
        thread.join()

    def test_mode_and_link_stay(self, store: ExcelStore, tmp_path: Path) -> None:
        (tmp_path / "network.xlsx").chmod(0o664)
        link = tmp_path / "link.xlsx"
        link.symlink_to("network.xlsx")
        save(ExcelStore(link), "через ссылку")
        assert link.is_symlink()
        assert held(store) == "через ссылку"
        assert (tmp_path / "network.xlsx").stat().st_mode & 0o777 == 0o664


class TestBackups:
    def test_every_save_keeps_what_was_before(self, store: ExcelStore) -> None:
        save(store, "раз")
        save(store, "два")
        first, second = reversed(store.backups())
        folder = Path(store.place).parent / "backups"
        assert held(ExcelStore(folder / first)) == "старое"
        assert held(ExcelStore(folder / second)) == "раз"

    def test_a_copy_is_put_back_and_the_replaced_one_kept(self, store: ExcelStore) -> None:
        save(store, "раз")
        store.restore(store.backups()[-1])
        assert held(store) == "старое"
        replaced = [name for name in store.backups() if "перед восстановлением" in name]
        assert len(replaced) == 1
        store.restore(replaced[0])
        assert held(store) == "раз"

    def test_a_lost_or_broken_workbook_is_put_back(self, store: ExcelStore, tmp_path: Path) -> None:
        name = Path(store.backup()).name
        (tmp_path / "network.xlsx").write_bytes(b"PK broken")
        store.restore(name)
        assert held(store) == "старое"
        (tmp_path / "network.xlsx").unlink()
        store.restore(name)
        assert held(store) == "старое"

    def test_what_is_no_copy_is_not_put_back(self, store: ExcelStore, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="нет"):
            store.restore("../network.xlsx")
        Path(store.backup()).write_bytes(b"broken")
        with pytest.raises(StoreError, match="не читается"):
            store.restore(store.backups()[0])
        assert held(store) == "старое"

    def test_the_last_saves_and_the_first_of_each_day_are_kept(self, tmp_path: Path) -> None:
        backups = Backups(tmp_path / "network.xlsx")
        start = datetime(2008, 1, 1, 8)
        asked = backups.keep(b"x", "вручную", start)
        for day in range(40):
            for save_number in range(3):
                now = start + timedelta(days=day, hours=save_number)
                backups.keep(b"x", "", now)
        names = backups.names()
        assert asked.name in names
        automatic = sorted(name for name in names if "вручную" not in name)
        days = {name.split()[1] for name in automatic}
        assert len(days) == DAYS
        assert len(automatic) == LAST_SAVES + DAYS - 6
        assert all(f"network 2008-02-0{day} 08-00-00-000000.xlsx" in automatic for day in range(1, 10))

    def test_copies_of_another_workbook_stay(self, store: ExcelStore, tmp_path: Path) -> None:
        other = Backups(tmp_path / "network 2.xlsx").keep(b"x", "", datetime(2000, 1, 1))
        for number in range(LAST_SAVES + 2):
            save(store, str(number))
        assert other.exists()
        assert len(store.backups()) == LAST_SAVES + 1

    def test_without_a_copy_nothing_is_written(self, store: ExcelStore, tmp_path: Path) -> None:
        (tmp_path / "backups").write_text("здесь файл, а не папка")
        with pytest.raises(StoreError, match="копию"):
            save(store)
        assert held(store) == "старое"


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="нет"), ExcelStore(tmp_path / "none" / "network.xlsx").transaction():
        pass
    assert not (tmp_path / "none").exists()


def test_a_workbook_that_is_gone_cannot_be_saved(store: ExcelStore, tmp_path: Path) -> None:
    (tmp_path / "network.xlsx").unlink()
    with pytest.raises(Unreadable), store.transaction() as transaction:
        transaction.write([AppendRow("Лист", {0: "x"})])
