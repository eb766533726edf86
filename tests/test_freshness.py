"""How fresh pages are and say they are: while somebody looks, while nobody does, while Google is slow or away."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from google_kit import GoogleKit
from networks import write_network
from test_workspace import eventually

from netdash import Freshness, StoreError, Workspace, watching
from netdash.config import load_config
from netdash.specs import Config
from netdash.ui import heads
from netdash.watching import Watch


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return load_config(write_network(tmp_path_factory.mktemp("network")))


@pytest.fixture
def kit(tmp_path: Path, config: Config) -> Iterator[GoogleKit]:
    made = GoogleKit(tmp_path)
    Workspace(config, made.open()).create(demonstration=False)
    yield made
    made.close()


def break_down(kit: GoogleKit) -> None:
    """From now on Google answers with a page of HTML."""
    kit.server.fail("status", on="/v4/", status=503, html=True, times=10**6)


def kept(kit: GoogleKit) -> Path:
    return kit.folder / f"google-{kit.book.id}.last"


class TestRestart:
    def test_the_last_reading_is_shown_dated_until_google_answers(self, kit: GoogleKit, config: Config) -> None:
        Workspace(config, kit.open()).snapshot()
        yesterday = datetime.now() - timedelta(days=1)
        os.utime(kept(kit), (yesterday.timestamp(), yesterday.timestamp()))
        break_down(kit)
        workspace = Workspace(config, kit.open())
        workspace.watch(every=0.01)
        try:
            snapshot = workspace.snapshot()
            assert snapshot.value("people", "П-1", "name") == "Иванова А. П."
            assert snapshot.today == datetime.now().date()
            eventually(lambda: "503" in workspace.freshness.error)
            assert abs(workspace.freshness.as_of - yesterday) < timedelta(seconds=1)
            kit.server.faults.clear()
            kit.edit_outside("Педагоги", {"B2": "Иванова А. С."})
            eventually(lambda: workspace.snapshot().value("people", "П-1", "name") == "Иванова А. С.")
            assert workspace.freshness.error == ""
            assert datetime.now() - workspace.freshness.as_of < timedelta(minutes=1)
        finally:
            workspace.close()

    def test_where_nothing_was_ever_read_a_failure_is_told_at_once_and_tried_again_by_the_watch_alone(
        self, kit: GoogleKit, config: Config
    ) -> None:
        kept(kit).unlink()
        break_down(kit)
        workspace = Workspace(config, kit.open())
        workspace.watch(every=0.3)
        try:
            with pytest.raises(StoreError, match="503"):
                workspace.snapshot()
            asked = kit.server.count()
            for _ in range(100):
                with pytest.raises(StoreError, match="503"):
                    workspace.snapshot()
            assert kit.server.count() - asked < 50
            kit.server.faults.clear()
            eventually(lambda: workspace.freshness.error == "")
            assert workspace.snapshot().value("people", "П-1", "name") == "Иванова А. П."
        finally:
            workspace.close()

    def test_days_and_errors_are_as_they_were_read(self, kit: GoogleKit, config: Config) -> None:
        kit.edit_outside("Педагоги", {"F2": "9/1/2008", "D3": "=1/0"})
        book = kit.open().read()
        found = kit.open().recall()
        assert found is not None
        assert found[0].sheets["Педагоги"].rows == book.sheets["Педагоги"].rows
        assert found[0].sheets["Педагоги"].errors == book.sheets["Педагоги"].errors
        assert {title: grid.digest for title, grid in found[0].sheets.items()} == {
            title: grid.digest for title, grid in book.sheets.items()
        }

    def test_who_does_not_watch_is_never_given_an_old_reading(self, kit: GoogleKit, config: Config) -> None:
        Workspace(config, kit.open()).snapshot()
        break_down(kit)
        with pytest.raises(StoreError):
            Workspace(config, kit.open()).snapshot()

    def test_the_time_moves_on_while_nothing_changes_and_only_the_owner_may_read_the_file(
        self, kit: GoogleKit, config: Config
    ) -> None:
        store = kit.open()
        store.read()
        os.utime(kept(kit), (1, 1))
        store.read()
        assert time.time() - kept(kit).stat().st_mtime < 60
        assert kept(kit).stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize("harm", ["gone", "cut", "other"])
    def test_a_file_that_is_not_whole_is_as_none(self, kit: GoogleKit, config: Config, harm: str) -> None:
        kit.open().read()
        whole = kept(kit).read_bytes()
        kept(kit).unlink()
        if harm != "gone":
            kept(kit).write_bytes(whole[: len(whole) // 2] if harm == "cut" else b"null\n{}")
        assert kit.open().recall() is None

    def test_a_disk_that_is_full_stops_nobody(
        self, kit: GoogleKit, config: Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def refuse(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("netdash.stores.google.keeping.os.open", refuse)
        assert kit.open().read().sheets["Школы"].rows
        assert "No space left" in caplog.text


class TestWatch:
    def test_nobody_looking_costs_nothing_and_who_comes_back_need_not_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(watching, "IDLE", 0.1)
        looks: list[float] = []
        watch = Watch(lambda: looks.append(time.monotonic()), every=0.01, dear=True)
        try:
            eventually(lambda: len(looks) > 2)
            time.sleep(0.3)
            before = len(looks)
            time.sleep(0.2)
            assert len(looks) == before
            watch.want()
            eventually(lambda: len(looks) > before)
        finally:
            watch.close()

    def test_who_comes_back_makes_it_look_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(watching, "IDLE", 0.05)
        looked = threading.Event()
        watch = Watch(looked.set, every=1000, dear=True)
        try:
            time.sleep(0.1)
            assert not looked.is_set()
            watch.want()
            assert looked.wait(5)
        finally:
            watch.close()

    def test_a_slow_look_is_seen_and_pages_do_not_wait_for_it(self, kit: GoogleKit, config: Config) -> None:
        workspace = Workspace(config, kit.open())
        first = workspace.snapshot()
        kit.server.fail("delay", on="values.batchGet", seconds=1.0, times=1)
        kit.now += 100
        workspace.watch(every=0.01)
        try:
            eventually(lambda: workspace.freshness.asked_at is not None)
            begun = time.monotonic()
            assert workspace.snapshot() is first
            assert workspace.history() == []
            assert workspace.journal_problems() == ()
            assert time.monotonic() - begun < 0.5
        finally:
            workspace.close()

    def test_a_wait_for_the_quota_is_seen(self, kit: GoogleKit, config: Config) -> None:
        seen: list[datetime | None] = []
        store = kit.open()
        store._sleep = lambda _: seen.append(store.waits_until)
        kit.server.fail("status", on="values.batchGet", status=429, times=2)
        store.read()
        assert len(seen) == 2
        assert all(until and until > datetime.now() - timedelta(seconds=30) for until in seen)
        assert store.waits_until is None

    def test_an_answer_that_fails_to_come_is_not_told_as_a_wait_for_the_quota(self, kit: GoogleKit, config: Config) -> None:
        seen: list[datetime | None] = []
        store = kit.open()
        store._client._sleep = lambda _: seen.append(store.waits_until)
        kit.server.fail("status", on="values.batchGet", status=503, times=1)
        kit.server.fail("drop_before", on="values.batchGet", times=1)
        store.read()
        assert seen == [None, None]


NOW = datetime(2026, 9, 1, 12, 30, 40)
JUST = NOW - timedelta(seconds=3)


def line(**words: object) -> str:
    fresh = Freshness(**{"as_of": JUST, "error": "", "checked_at": JUST, **words})  # type: ignore[arg-type]
    return heads.freshness_line(fresh, NOW).replace("\xa0", " ")


class TestLine:
    def test_fresh_data_have_their_time_and_the_next_look(self) -> None:
        later = NOW + timedelta(seconds=12)
        told = line(next_at=later)
        assert f"<time>{JUST:%H:%M:%S}</time>, следующая проверка в {later:%H:%M:%S}" in told
        assert "следующая" not in line()

    def test_an_error_says_the_age_and_the_next_try(self) -> None:
        old, later = NOW - timedelta(hours=3, minutes=5), NOW + timedelta(seconds=12)
        told = line(as_of=old, error="Нет связи с Google.", next_at=later)
        assert "(3 часа назад)" in told
        assert f"Следующая попытка в {later:%H:%M:%S}" in told
        assert 'role="alert"' in told

    def test_a_wait_for_the_quota_and_a_slow_answer_are_told(self) -> None:
        asked, until = NOW - timedelta(seconds=9), NOW + timedelta(seconds=30)
        waiting = line(asked_at=asked, waits_until=until)
        assert f"слишком много: следующий в {until:%H:%M:%S}" in waiting
        assert f"отвечает медленно, ответа ждём с {asked:%H:%M:%S}" in line(asked_at=asked)
        assert "медленно" not in line(asked_at=JUST)

    def test_data_of_an_earlier_day_have_their_day(self) -> None:
        old = NOW - timedelta(days=2)
        assert "2 дня назад" in line(as_of=old, error="Нет связи.")
        assert str(old.year) in line(as_of=old)

    def test_a_watch_that_stopped_is_told(self) -> None:
        old = NOW - timedelta(minutes=5)
        assert "С тех пор книгу не проверяли" in line(as_of=old, checked_at=old)
