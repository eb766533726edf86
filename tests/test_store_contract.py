"""What every store promises. A new store passes this whole suite by adding its kit to ``store_kits``."""

import threading
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_kits import KITS

from netdash.errors import Moved, StoreError, Unreadable
from netdash.grid import Book, Cell
from netdash.stores import AddSheet, AppendRow, Choice, ColumnLayout, SetCell, SheetLayout, Store, Write

TITLES = ("Код", "Имя", "Сколько", "Когда", "Во сколько", "Да или нет")
FORMATS = ("text", "text", "decimal", "date", "time", "general")
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("007", "Первая", 1.5, date(2008, 9, 1), time(8, 30), True),
    ("008", "Вторая", 0, date(2009, 5, 31), time(0, 0), False),
    ("009", "Третья", None, None, None, None),
)
NASTY = (
    "=1+1", '=HYPERLINK("http://example.org";"x")', "+7 4722 12-34-56", "-5", "@SUM(A1)", "'кавычка", "007", "1,5", "1e5",
    "TRUE", "<b>жирно</b> & «ёлочки»", " пробелы по краям ", "строка\nвторая\tтабуляция", "עברית و العربية", "😀👩‍🏫",
    "#REF!", "_x0041_ и _x000D_", "\x08\x1f", "ё" * 32_767, "01.09.2008", "]]>", "<!-- -->", "&amp;", "a\u00a0b",
    "\u2028", "a\rb\r\nc",
)  # fmt: skip


def layout(title: str = "Первый", rows: Sequence[tuple[Cell, ...]] = ROWS) -> SheetLayout:
    columns = tuple(ColumnLayout(name, shown) for name, shown in zip(TITLES, FORMATS, strict=True))
    return SheetLayout(title, columns, tuple(rows))


@pytest.fixture(params=KITS, ids=lambda kit: kit.__name__)
def kit(request, tmp_path: Path):
    made = request.param(tmp_path)
    yield made
    made.close()


@pytest.fixture
def store(kit) -> Store:
    made = kit.open()
    made.create([layout(), layout("Второй"), SheetLayout("Пустой")])
    return made


def write(store: Store, *writes: Write) -> Book:
    with store.transaction() as transaction:
        return transaction.write(writes)


def skip_error(kit, text: str) -> None:
    """Google tells the values of a whole workbook without saying which texts are errors."""
    if text == "#REF!" and getattr(kit, "errors_are_texts", False):
        pytest.skip("a text like an error reads as one")


def plain(cells: Sequence[Cell]) -> list[Cell]:
    """Cells without the two ways to say empty, and without blanks at the end."""
    row = [None if cell == "" else cell for cell in cells]
    while row and row[-1] is None:
        row.pop()
    return row


def rows(book: Book, sheet: str = "Первый") -> list[list[Cell]]:
    return [plain(row) for row in book.sheets[sheet].rows]


def typed(cells: Sequence[Cell]) -> list[tuple[type, Cell]]:
    return [(float if type(cell) is int else type(cell), cell) for cell in plain(cells)]


class TestReading:
    def test_what_was_created_is_read_with_its_types(self, store: Store) -> None:
        header, *data = store.read().sheets["Первый"].rows
        assert plain(header) == list(TITLES)
        assert [typed(row) for row in data] == [typed(row) for row in ROWS]

    def test_sheets_keep_their_order_and_titles(self, store: Store) -> None:
        book = store.read()
        assert list(book.sheets)[:3] == ["Первый", "Второй", "Пустой"]
        assert [book.sheets[title].sheet for title in book.sheets] == list(book.sheets)

    def test_a_sheet_without_cells_has_no_rows(self, store: Store) -> None:
        assert rows(store.read(), "Пустой") == []

    def test_nothing_changed_gives_the_same_grids(self, store: Store) -> None:
        book = store.read()
        again = store.read(book)
        assert all(again.sheets[title] is book.sheets[title] for title in book.sheets)

    def test_only_the_sheet_that_changed_is_a_new_grid(self, kit, store: Store) -> None:
        book = store.read()
        kit.edit_outside("Второй", {"B2": "Другая"})
        again = store.read(book)
        assert again.sheets["Первый"] is book.sheets["Первый"]
        assert again.sheets["Второй"] is not book.sheets["Второй"]
        assert again.sheets["Второй"].digest != book.sheets["Второй"].digest
        assert again.sheets["Второй"].cell(1, 1) == "Другая"

    def test_a_boolean_that_became_a_number_is_a_change(self, kit, store: Store) -> None:
        book = store.read()
        kit.edit_outside("Первый", {"F2": 1})
        assert typed(store.read(book).sheets["Первый"].rows[1])[5] == (float, 1)

    def test_the_stamp_stays_until_something_changes(self, kit, store: Store) -> None:
        before = store.stamp()
        store.read()
        assert store.stamp() == before
        kit.edit_outside("Первый", {"B2": "x"})
        assert store.stamp() != before

    def test_a_workbook_that_is_gone_is_told(self, kit, store: Store) -> None:
        kit.remove()
        for call in (*([store.stamp] if getattr(kit, "asks_for_stamp", True) else []), store.read, store.backup):
            with pytest.raises(Unreadable):
                call()

    def test_spreadsheet_errors_are_known_by_place_and_read_as_empty(self, kit, store: Store) -> None:
        kit.edit_outside("Первый", {"C4": "#REF!"})
        grid = store.read().sheets["Первый"]
        assert dict(grid.errors) == {(3, 2): "#REF!"}
        assert grid.cell(3, 2) is None


class TestCreating:
    def test_an_existing_workbook_is_not_overwritten(self, store: Store) -> None:
        with pytest.raises(StoreError):
            store.create([layout("Иной")])
        assert rows(store.read())[0] == list(TITLES)

    @pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:20]))
    def test_text_stays_text(self, kit, text: str) -> None:
        skip_error(kit, text)
        made = kit.open()
        made.create([SheetLayout("Лист", (ColumnLayout(text[:200]),), ((text,),))])
        assert made.read().sheets["Лист"].cell(1, 0) == text
        assert made.read().sheets["Лист"].cell(0, 0) == text[:200]

    def test_drop_downs_of_any_length_and_from_other_sheets(self, kit) -> None:
        long = tuple(f"очень длинное значение номер {number}" for number in range(60))
        columns = (
            ColumnLayout("Код", "text", locked=True),
            ColumnLayout("Слово", choice=Choice(words=("да", "нет")), note="Подсказка", required=True),
            ColumnLayout("Одно из многих", choice=Choice(words=long)),
            ColumnLayout("С запятой", choice=Choice(words=("раз, два", "три"), many=True)),
            ColumnLayout("Ссылка", choice=Choice(sheet="Второй", title="Имя", many=True)),
        )
        made = kit.open()
        made.create([SheetLayout("Списочный", columns, (("а", "да", long[3], "три", "Первая; Вторая"),)), layout("Второй")])
        assert rows(made.read(), "Списочный")[1] == ["а", "да", long[3], "три", "Первая; Вторая"]


class TestWriting:
    def test_a_cell_is_changed_and_all_others_stay(self, store: Store) -> None:
        before = store.read()
        after = write(store, SetCell("Первый", 1, 1, "Первая", "Новая"))
        expected = rows(before)
        expected[1][1] = "Новая"
        assert rows(after) == rows(store.read()) == expected
        assert after.sheets["Второй"] is before.sheets["Второй"]

    @pytest.mark.parametrize(
        ("column", "value"),
        [(1, "текст"), (2, 2.25), (2, 17), (2, -1e-9), (3, date(2010, 2, 28)), (4, time(23, 59)), (5, True), (5, False), (5, 0)],
    )
    def test_values_of_every_type_read_back(self, store: Store, column: int, value: Cell) -> None:
        after = write(store, SetCell("Первый", 3, column, store.read().sheets["Первый"].cell(3, column), value))
        assert typed(after.sheets["Первый"].rows[3])[column] == typed([value])[0]

    @pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:20]))
    def test_text_is_written_as_text(self, kit, store: Store, text: str) -> None:
        skip_error(kit, text)
        write(store, SetCell("Первый", 1, 1, "Первая", text), AppendRow("Первый", {1: text}))
        grid = store.read().sheets["Первый"]
        assert grid.cell(1, 1) == grid.cell(4, 1) == text

    def test_a_cell_is_emptied(self, store: Store) -> None:
        after = write(store, SetCell("Первый", 1, 1, "Первая", None), SetCell("Первый", 2, 1, "Вторая", ""))
        assert after.sheets["Первый"].cell(1, 1) is None
        assert after.sheets["Первый"].cell(2, 1) is None

    @pytest.mark.parametrize("empty", [None, ""])
    def test_an_empty_cell_may_be_told_in_both_ways(self, store: Store, empty: Cell) -> None:
        assert write(store, SetCell("Первый", 3, 2, empty, 5)).sheets["Первый"].cell(3, 2) == 5

    @pytest.mark.parametrize(
        ("row", "column", "before"),
        [(1, 1, "первая"), (1, 1, None), (3, 2, "было"), (2, 2, False), (2, 5, 0), (1, 0, 7), (1, 3, "01.09.2008"), (50, 50, 1)],
    )
    def test_a_cell_that_holds_another_thing_stops_it_all(self, store: Store, row: int, column: int, before: Cell) -> None:
        held = store.read()
        with pytest.raises(Moved):
            write(
                store,
                SetCell("Второй", 1, 1, "Первая", "не должно записаться"),
                SetCell("Первый", row, column, before, "мимо"),
                AppendRow("Первый", {0: "не должно записаться"}),
            )
        again = store.read(held)
        assert all(again.sheets[title] is held.sheets[title] for title in held.sheets)

    def test_a_formula_is_never_overwritten(self, kit, store: Store) -> None:
        kit.edit_outside("Первый", {"C4": "=C2*2"})
        with pytest.raises(Moved, match="C4"):
            write(store, SetCell("Первый", 3, 2, store.read().sheets["Первый"].cell(3, 2), 5))

    def test_all_formulas_in_the_way_are_named_at_once(self, kit, store: Store) -> None:
        kit.edit_outside("Первый", {"C4": "=C2*2", "B3": "=B2"})
        kit.edit_outside("Второй", {"B2": "=1+1"})
        book = store.read()
        places = (("Первый", 3, 2), ("Первый", 2, 1), ("Второй", 1, 1))
        writes = [SetCell(sheet, row, column, book.sheets[sheet].cell(row, column), "x") for sheet, row, column in places]
        with pytest.raises(Moved) as caught:
            write(store, *writes, SetCell("Первый", 1, 1, "Первая", "x"))
        assert set(caught.value.formulas) == set(places)
        with pytest.raises(Moved) as caught:
            write(store, SetCell("Первый", 1, 1, "не то", "x"))
        assert caught.value.formulas == ()

    def test_formulas_elsewhere_stay(self, kit, store: Store) -> None:
        kit.edit_outside("Первый", {"C4": "=C2*2", "D4": "=SUM(C2:C3)"})
        write(store, SetCell("Первый", 3, 1, "Третья", "Иная"))
        with pytest.raises(Moved):
            write(store, SetCell("Первый", 3, 2, store.read().sheets["Первый"].cell(3, 2), 5))

    def test_a_sheet_that_is_not_there_stops_the_write(self, store: Store) -> None:
        with pytest.raises(Moved):
            write(store, AppendRow("Нет такого", {0: 1}))

    def test_rows_are_added_below_in_their_order(self, store: Store) -> None:
        new = ({0: "010", 1: "Четвёртая", 3: date(2010, 1, 11), 4: time(9, 5)}, {0: "011", 5: True})
        after = write(store, *(AppendRow("Первый", cells) for cells in new))
        assert rows(after)[4:] == [
            ["010", "Четвёртая", None, date(2010, 1, 11), time(9, 5)],
            ["011", None, None, None, None, True],
        ]
        assert rows(after)[:4] == [list(TITLES), *map(plain, ROWS)]

    def test_a_row_is_added_to_an_empty_sheet_and_below_a_lone_header(self, kit) -> None:
        made = kit.open()
        made.create([SheetLayout("Пустой"), layout("Шапка", ())])
        after = write(made, AppendRow("Пустой", {1: "x"}), AppendRow("Шапка", {0: "001", 3: date(2009, 1, 1)}))
        assert rows(after, "Пустой") == [[None, "x"]]
        assert rows(after, "Шапка")[1:] == [["001", None, None, date(2009, 1, 1)]]

    def test_a_row_goes_below_cells_of_the_same_write(self, store: Store) -> None:
        after = write(store, AppendRow("Первый", {0: "ниже"}), SetCell("Первый", 9, 2, None, 5))
        assert after.sheets["Первый"].cell(9, 2) == 5
        assert after.sheets["Первый"].cell(10, 0) == "ниже"

    def test_a_sheet_is_added_and_written_at_once(self, store: Store) -> None:
        journal = SheetLayout("Журнал", (ColumnLayout("Когда", "moment"), ColumnLayout("Что", "text")), locked=True)
        moment = datetime(2008, 11, 5, 14, 30)
        row, cell = AppendRow("Журнал", {0: moment, 1: "=1"}), SetCell("Журнал", 2, 1, None, "x")
        after = write(store, row, AddSheet(journal), cell)
        assert rows(after, "Журнал")[0] == ["Когда", "Что"]
        assert rows(store.read(), "Журнал")[2] == [None, "x"]
        assert rows(store.read(), "Журнал")[3][1] == "=1"
        assert [title for title in after.sheets if title in {"Первый", "Второй", "Пустой", "Журнал"}][-1] == "Журнал"

    def test_a_sheet_that_is_there_is_not_added(self, store: Store) -> None:
        with pytest.raises(Moved):
            write(store, AddSheet(layout("Второй")))

    def test_no_writes_change_nothing(self, store: Store) -> None:
        before = store.stamp()
        write(store)
        assert store.stamp() == before

    def test_two_writes_of_one_transaction_build_on_each_other(self, store: Store) -> None:
        with store.transaction() as transaction:
            transaction.write([SetCell("Первый", 1, 1, "Первая", "раз")])
            transaction.write([SetCell("Первый", 1, 1, "раз", "два")])
            assert transaction.book.sheets["Первый"].cell(1, 1) == "два"
        assert store.read().sheets["Первый"].cell(1, 1) == "два"

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), 12345678901234567890, "я" * 32_768, "\ud800"])
    def test_what_a_cell_cannot_hold_is_refused_whole(self, store: Store, value: Cell) -> None:
        before = store.stamp()
        with pytest.raises(StoreError):
            write(store, AppendRow("Второй", {0: "x"}), SetCell("Первый", 1, 1, "Первая", value))
        assert store.stamp() == before


class TestOthersMeanwhile:
    def test_a_transaction_sees_what_others_wrote(self, kit, store: Store) -> None:
        store.read()
        kit.edit_outside("Первый", {"B2": "чужое"})
        with store.transaction() as transaction:
            assert transaction.book.sheets["Первый"].cell(1, 1) == "чужое"

    def test_two_stores_on_one_workbook_see_each_other(self, kit, store: Store) -> None:
        other = kit.open()
        book = other.read()
        write(store, SetCell("Первый", 1, 1, "Первая", "моё"))
        assert other.read(book).sheets["Первый"].cell(1, 1) == "моё"
        with pytest.raises(Moved):
            write(other, SetCell("Первый", 1, 1, "Первая", "твоё"))

    def test_many_at_once_lose_nothing(self, kit, store: Store) -> None:
        def add(author: str) -> None:
            own = kit.open()
            for number in range(5):
                write(own, AppendRow("Первый", {0: f"{author}{number}"}))

        threads = [threading.Thread(target=add, args=(author,)) for author in "абв"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        written = [row[0] for row in rows(store.read())[4:]]
        assert sorted(written) == sorted(f"{author}{number}" for author in "абв" for number in range(5))

    def test_a_copy_is_put_back_and_what_it_replaced_is_kept(self, store: Store) -> None:
        store.backup()
        name = store.backups()[0]
        write(store, SetCell("Первый", 1, 1, "Первая", "позже"))
        store.restore(name)
        assert rows(store.read())[1][1] == "Первая"
        replaced = next(copy for copy in store.backups() if copy != name)
        store.restore(replaced)
        assert rows(store.read())[1][1] == "позже"
        with pytest.raises(StoreError):
            store.restore("такой копии нет")

    def test_a_backup_is_the_workbook_of_that_moment(self, kit, store: Store) -> None:
        place = store.backup()
        write(store, SetCell("Первый", 1, 1, "Первая", "позже"))
        assert rows(kit.open_copy(place).read())[1][1] == "Первая"


class TestAnyCells:
    CELLS = st.one_of(
        st.none(),
        st.booleans(),
        st.text(max_size=40),
        st.integers(-(2**53), 2**53),
        st.floats(-9.99e307, 9.99e307),
        st.dates(date(1900, 3, 1), date(2200, 1, 1)),
        st.times().map(lambda moment: moment.replace(microsecond=0)),
    )
    DATED = {3: date(2008, 9, 1), 4: time(8, 30)}

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(cells=st.dictionaries(st.tuples(st.integers(1, 12), st.integers(0, 8)), CELLS, max_size=20))
    def test_whatever_is_written_is_read(self, kit, cells: dict[tuple[int, int], Cell]) -> None:
        made = kit.open()
        try:
            made.create([layout("Первый", ROWS)])
        except StoreError:
            kit.remove()
            made = kit.open()
            made.create([layout("Первый", ROWS)])
        book = made.read()
        expected = {(row, column): book.sheets["Первый"].cell(row, column) for row in range(14) for column in range(10)}
        write(made, *(SetCell("Первый", *place, expected[place], value) for place, value in cells.items()))
        grid = made.read().sheets["Первый"]
        kept = getattr(kit, "kept", lambda cell: typed([cell]))
        for place, value in (expected | cells).items():
            assert kept(grid.cell(*place)) == kept(value), place
