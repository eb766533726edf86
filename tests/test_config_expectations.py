"""What a config expects and asks about is checked: every fault with its line and the nearest right word."""

from pathlib import Path

import jsonschema
import pytest
from networks import FILES, replaced, write_network

from netdash.config import json_schema, load_config
from netdash.errors import ConfigError
from netdash.specs.expectations import Gone, Jump, Unusual

GOOD = """\
expect: {every: [school, school_year, subject], among: {school: {role: member}, subject: [maths]}, since: 2007/08, by: 07-15}
ask:
  - {jump: mean, year: school_year, per: [school, subject], over: 15, small: {below: 10, of: takers}}
  - {jump: takers, year: school_year, per: [school, subject], times: 2}
  - {unusual: mean, min: 20, max: 90, unless: {takers: {max: 3}}}
  - {gone: [school, subject], year: school_year}
"""


@pytest.fixture(autouse=True)
def _in_tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def faults(words: str, table: str = "results") -> list[str]:
    """Every fault of the small network with these words in a table, each without the file and the line of its first word."""
    write_network(Path(), **{f"tables_{table}": FILES[f"tables/{table}.yaml"] + words})
    with pytest.raises(ConfigError) as caught:
        load_config("config")
    first = len(FILES[f"tables/{table}.yaml"].splitlines())
    places = [str(fault).removeprefix(f"config/tables/{table}.yaml:").split(": ", 1) for fault in caught.value.faults]
    return [f"{int(line) - first}: {message}" for line, message in places]


def test_what_is_expected_and_asked_about_is_read(tmp_path: Path) -> None:
    config = load_config(write_network(tmp_path, tables_results=FILES["tables/results.yaml"] + GOOD))
    spec = config.tables["results"]
    assert spec.expect
    assert spec.expect.among == {"school": {"role": "member"}, "subject": ("maths",)}
    assert [type(ask) for ask in spec.ask] == [Jump, Jump, Unusual, Gone]


def test_the_schema_takes_the_same_words() -> None:
    words = {"every": ["school"], "among": {"school": {"role": "member"}, "subject": ["maths"]}, "by": "07-15"}
    schema = {**json_schema(), "$ref": "#/$defs/Expect"}
    jsonschema.validate(words, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**words, "until": "07-15"}, schema)


@pytest.mark.parametrize(
    ("expect", "message"),
    [
        ("{every: [school, schol_year]}", "table results: column «schol_year» is unknown; did you mean «school_year»?"),
        ("{every: [school, takers]}", "«takers» is a column of kind integer; needed here: choice, date, reference, school_year"),
        ("{every: [school_year]}", "every names the owner too: school"),
        ("{every: [school, school]}", "every names a column twice"),
        ("{every: [school, subject], by: 07-15}", "by goes with a school year or a day among every"),
        ("{every: [school, school_year], by: 02-30}", "there is no day 02-30; write month and day, such as 07-15"),
        ("{every: [school, school_year], since: 2007/09}", "the school year «2007/09» does not end in the year after; did you mean «2007/08»?"),  # noqa: E501
        ("{every: [school, school_year], among: {subjet: [maths]}}", "among: the column «subjet» is unknown; known here: school, school_year"),  # noqa: E501
        ("{every: [school, subject], among: {subject: [math]}}", "subject: the word «math» is unknown; did you mean «maths»?"),
        ("{every: [school, subject], among: {school: {rol: base}}}", "table schools: column «rol» is unknown; did you mean «role»?"),  # noqa: E501
        ("{every: [school, subject], among: {school: [base]}}", "school: among takes conditions such as {role: member}"),
        ("{every: [school, subject], among: {subject: {role: base}}}", "subject: among takes a list of words"),
        ("{every: [school, school_year], among: {school_year: [2007/08]}}", "school_year: years are narrowed with since"),
        ("{evry: [school]}", "the word «evry» is unknown; did you mean «every»?"),
    ],
)  # fmt: skip
def test_a_wrong_expectation_is_told_at_its_line(expect: str, message: str) -> None:
    assert faults(f"expect: {expect}\n") == [f"1: {message}"]


def test_a_table_without_an_owner_has_nobody_to_expect_from() -> None:
    assert faults("expect: {every: [kind]}\n", "teams") == ["1: expect needs owner: whom to ask for what is missing"]


def test_two_periods_are_too_many() -> None:
    assert faults("expect: {every: [host, starts, ends]}\n", "events") == ["1: every has one period, here are starts and ends"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        ("{jump: mean, year: school_year, per: [school]}", "jump needs one of the words over and times"),
        ("{jump: mean, year: school_year, per: [school], over: 5, times: 2}", "jump needs one of the words over and times"),
        ("{jump: mean, year: school_year, per: [school], over: 0}", "over is 0; it is more than 0"),
        ("{jump: mean, year: school_year, per: [school], times: 1}", "times is 1; it is more than 1"),
        ("{jump: meen, year: school_year, per: [school], over: 5}", "table results: column «meen» is unknown; did you mean «mean»?"),  # noqa: E501
        ("{jump: mean, year: subject, per: [school], over: 5}", "«subject» is a column of kind choice; needed here: date, school_year"),  # noqa: E501
        ("{jump: mean, year: school_year, per: [school.site], over: 5}", "«school.site» is a column of kind link; needed here: choice, date, integer, reference, school_year, text, yes_no"),  # noqa: E501
        ("{unusual: subject, min: 5}", "«subject» is a column of kind choice; needed here: decimal, integer, percent"),
        ("{unusual: mean}", "unusual needs min, max or both"),
        ("{unusual: mean, min: 5, max: 3}", "min 5 is more than max 3"),
        ("{unusual: mean, min: 5, small: {below: 10, of: subject}}", "«subject» is a column of kind choice; needed here: decimal, integer, percent"),  # noqa: E501
        ("{unusual: mean, min: 5, unless: {subject: math}}", "subject: the word «math» is unknown; did you mean «maths»?"),
        ("{gone: [schol], year: school_year}", "table results: column «schol» is unknown; did you mean «school»?"),
        ("{unusul: mean, min: 5}", "a question needs one of the words jump, unusual, gone; did you mean «unusual» by «unusul»?"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_told_at_its_line(ask: str, message: str) -> None:
    assert faults(f"ask:\n  - {ask}\n") == [f"2: {message}"]


def test_a_question_with_a_fault_does_not_hide_the_next() -> None:
    found = faults("ask:\n  - {jump: mean}\n  - {unusual: meen, min: 1}\n")
    assert found[-1] == "3: table results: column «meen» is unknown; did you mean «mean»?"
    assert len(found) > 1


def test_replaced_network_still_loads(tmp_path: Path) -> None:
    text = replaced("tables/results.yaml", "rules:\n", "expect: {every: [school, school_year]}\nrules:\n")
    assert load_config(write_network(tmp_path, tables_results=text)).tables["results"].expect
