"""What is wrong with a calendar or a board in pages.yaml is told with its line and the nearest right word."""

from pathlib import Path

import pytest
from networks import EVERY_PAGE, write_network

from netdash.config import load_config
from netdash.errors import ConfigError


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    ends: ends\n    opens", "    ends: opens\n    opens", "«opens» is a column of kind time; needed here: date"),
        ("    closes: closes", "    closes: closs", "table events: column «closs» is unknown; did you mean «closes»?"),
        (
            "    place: host\n    invited",
            "    place: joint\n    invited",
            "«joint» is a column of kind yes_no; needed here: choice,",
        ),
        (
            "moved: {status: planned}",
            "moved: {status: moved}",
            "events.status: the choice «moved» is unknown; known here: planned, held",
        ),
        ("moved: {status: planned}", "moved: {host: planned}", "«host» is a column of kind reference; needed here: choice"),
        ("pending: {status: planned}", "pending: {status: plan}", "status: the word «plan» is unknown; did you mean «planned»?"),
        (
            "of: [host, invited]}",
            "of: [host, title]}",
            "«title» is a column of kind text; needed here: choice, choices, reference,",
        ),
        (
            "      form: {of: [form]}",
            "      view: {of: [form]}",
            "«view» is a word of this page's own address; a filter needs another",
        ),
        ("where: {joint: true}", "where: {joint: maybe}", "joint: a column of kind yes_no takes true or false"),
        (
            "    matrix: forms\n  boards",
            "    matrix: teams\n  boards",
            "the matrix «teams» has cell.table: members; this page needs events",
        ),
        (
            "        columns: status\n        card",
            "        columns: due\n        card",
            "«due» is a column of kind date; needed here: choice",
        ),
        ("card: [responsible, due]", "card: [responsible, dew]", "table tasks: column «dew» is unknown; did you mean «due»?"),
        ("product: evidence", "product: note", "«note» is a column of kind long_text; needed here: link"),
        (
            "by: [stage, responsible]",
            "by: [stage, title]",
            "«title» is a column of kind text; needed here: choice, choices, reference,",
        ),
        (
            "done: {status: done}\n        by",
            "done: {status: doen}\n        by",
            "status: the word «doen» is unknown; did you mean «done»?",
        ),
        ("        table: tasks", "        table: task", "table «task» is unknown; did you mean «tasks»?"),
    ],
)
def test_a_fault_is_told_where_it_stands(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert EVERY_PAGE.count(old) == 1
    line = EVERY_PAGE[: EVERY_PAGE.index(old)].count("\n") + 1 + len(old) - len(old.lstrip("\n"))
    with pytest.raises(ConfigError) as caught:
        load_config(write_network(tmp_path, pages=EVERY_PAGE.replace(old, new)))
    (fault,) = caught.value.faults
    assert f"pages.yaml:{line}: " in str(fault)
    assert expected in str(fault)


def test_the_pages_of_the_small_network_have_no_fault(tmp_path: Path) -> None:
    assert load_config(write_network(tmp_path, pages=EVERY_PAGE)).pages["Данные"]["plan"].kind == "calendar"
