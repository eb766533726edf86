"""Files of a config folder as plain data that knows its lines; whatever is wrong with a file is a fault, never an exception."""

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)  # fmt: skip

from netdash.errors import Fault

LARGEST = 2_000_000
DEEPEST = 30

Step = str | int
Steps = tuple[Step, ...]

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}


@dataclass(frozen=True)
class Source:
    """One file: its ``data`` (dict, tuple, str, int, float, bool, date, None) and the line of each word and item in it."""

    path: str
    data: Any = None
    lines: Mapping[Steps, int] = field(default_factory=dict)

    def place(self, steps: Steps = ()) -> str:
        """``file:line`` of the word or item at ``steps``, or of the nearest thing around it."""
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return f"{self.path}:{self.lines.get(steps, 1)}"

    def at(self, *steps: Step) -> Any:
        """What stands at ``steps``, ``None`` if nothing does."""
        value = self.data
        for step in steps:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def words(self, *steps: Step) -> tuple[str, ...]:
        """The words of the map at ``steps``; none if there is no map."""
        value = self.at(*steps)
        return tuple(value) if isinstance(value, dict) else ()


def read_text(path: Path) -> tuple[str, list[Fault]]:
    """The text of a UTF-8 file without its byte order mark, or what keeps it from being read."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return "", [Fault(path.as_posix(), "the file is missing")]
    except OSError as error:
        return "", [Fault(path.as_posix(), f"cannot be read: {error.strerror or error}")]
    if len(data) > LARGEST:
        return "", [Fault(path.as_posix(), f"the file has {len(data)} bytes, more than {LARGEST}")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", [Fault(f"{path.as_posix()}:{line}", f"byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8")]


def read_yaml(path: Path) -> tuple[Source | None, list[Fault]]:
    """The file as data with lines and what is wrong with it; no data if it is not a map in YAML 1.2."""
    text, faults = read_text(path)
    if faults:
        return None, faults
    builder = _Builder(path.as_posix())
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
            if builder.hopeless:
                break
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.give_up(mark.line + 1 if mark else 1, _syntax(error))
    except YAMLError as error:
        builder.give_up(_bad_line(text), f"not YAML: {str(error).splitlines()[0]}")
    if not builder.hopeless and not builder.documents:
        builder.give_up(1, "the file is empty")
    if not builder.hopeless and not isinstance(builder.data, dict):
        builder.give_up(builder.lines[()], f"expected words with values, found {describe(builder.data)}")
    return None if builder.hopeless else Source(builder.path, builder.data, builder.lines), builder.faults


def describe(value: Any) -> str:
    """A value as a fault names it: short, with its type where that is what is wrong."""
    names = (
        (type(None), "nothing"),
        (bool, f"the yes/no value {str(value).lower()}"),
        (int | float, f"the number {value}"),
        (date, f"the date {value}"),
        (str, f"«{shortened(str(value))}»"),
        (dict, "words with values"),
    )
    return next((name for kind, name in names if isinstance(value, kind)), "a list")


def shortened(text: str) -> str:
    """The text on one line, cut to a length that a fault can carry."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


_SYNTAX = {
    "'\\t'": "a tab stands where spaces belong; indent with spaces",
    "mapping values are not allowed": "a second «:» in one value; put the text in quotes",
    "could not find expected ':'": "«:» is missing after a word",
    "<stream end>": "the file ends inside a list or map; a bracket is not closed",
    "unexpected end of stream": "the file ends inside a text; a quote is not closed",
    "expected <block end>": "the words of one map do not begin in one column; indent them alike",
}


def _syntax(error: MarkedYAMLError) -> str:
    problem = str(error.problem or error.context or "unknown syntax")
    return next((plain for part, plain in _SYNTAX.items() if part in problem), f"not YAML: {problem}")


def _bad_line(text: str) -> int:
    """The line of the first character that YAML does not allow at all."""
    bad = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text.count("\n", 0, bad.start()) + 1 if bad else 1


def _scalar(event: ScalarEvent) -> str | int | float | bool | date | None:
    """A scalar by the core schema of YAML 1.2, and days; anything unclear stays text."""
    text = str(event.value)
    if event.implicit[0]:
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
        if _DATE.fullmatch(text):
            with suppress(ValueError):
                return date.fromisoformat(text)
    return text


@dataclass
class _Open:
    """A map or list being filled; ``steps`` lead to it, ``word`` waits for its value, ``dropped`` if that cannot be kept."""

    steps: Steps
    value: dict[str, Any] | list[Any]
    word: str | None = None
    dropped: bool = False

    @property
    def wants_word(self) -> bool:
        return isinstance(self.value, dict) and self.word is None

    @property
    def next_steps(self) -> Steps:
        return (*self.steps, len(self.value) if self.word is None else self.word)


class _Builder:
    """Builds data from YAML events without recursion; aliases, tags, repeated and odd words are faults."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.data: Any = None
        self.documents = 0
        self.lines: dict[Steps, int] = {}
        self.faults: list[Fault] = []
        self.hopeless = False
        self._stack: list[_Open] = []

    def take(self, event: Event) -> None:
        """One event of the parser."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if tag := getattr(event, "tag", None):
            self._fault(line, f"the tag «{tag}» is not known here; take it out and put text in quotes")
        match event:
            case DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self.give_up(line, "a second document begins; one file holds one")
            case AliasEvent():
                self.give_up(line, f"the alias «*{event.anchor}» is not known here; write the value again")
            case MappingStartEvent():
                self._start({}, line)
            case SequenceStartEvent():
                self._start([], line)
            case MappingEndEvent() | SequenceEndEvent():
                closed = self._stack.pop().value
                self._put(tuple(closed) if isinstance(closed, list) else closed)
            case ScalarEvent():
                self._scalar(_scalar(event), line)

    def give_up(self, line: int, message: str) -> None:
        """A fault after which nothing more can be made of the file."""
        self._fault(line, message)
        self.hopeless = True

    def _fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(f"{self.path}:{line}", message))

    def _start(self, value: dict[str, Any] | list[Any], line: int) -> None:
        if len(self._stack) >= DEEPEST:
            self.give_up(line, f"nested more than {DEEPEST} levels deep")
        elif self._stack and self._stack[-1].wants_word:
            self.give_up(line, "a list or map stands where a word belongs (before «:»)")
        else:
            steps = self._stack[-1].next_steps if self._stack else ()
            self.lines.setdefault(steps, line)
            self._stack.append(_Open(steps, value))

    def _scalar(self, value: Any, line: int) -> None:
        if self._stack and self._stack[-1].wants_word:
            self._word(self._stack[-1], value, line)
        else:
            self.lines.setdefault(self._stack[-1].next_steps if self._stack else (), line)
            self._put(value)

    def _word(self, opened: _Open, value: Any, line: int) -> None:
        opened.word, opened.dropped = str(value), True
        if not isinstance(value, str):
            self._fault(line, f"{describe(value)} stands where a word belongs; put it in quotes if it is meant")
        elif value in opened.value:
            self._fault(line, f"«{shortened(value)}» is repeated; it stands in line {self.lines[opened.next_steps]} already")
        else:
            opened.dropped = False
            self.lines.setdefault(opened.next_steps, line)

    def _put(self, value: Any) -> None:
        if not self._stack:
            self.data = value
            return
        opened = self._stack[-1]
        if isinstance(opened.value, list):
            opened.value.append(value)
        elif not opened.dropped:
            opened.value[str(opened.word)] = value
        opened.word = None
