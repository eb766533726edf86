"""What pydantic found, told to a person: one fault for one mistake, with the nearest right word."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from inspect import isclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError

from netdash.config.reading import Source, Steps, describe, shortened
from netdash.errors import Fault
from netdash.specs.demonstration import STEP_WORDS, WAY_WORDS
from netdash.specs.expectations import ASK_WORDS
from netdash.specs.rules import RULE_WORDS

_TAGGED = {"rule": RULE_WORDS, "step": STEP_WORDS, "way": WAY_WORDS, "question": ASK_WORDS}
"""Words that tell maps of one place apart."""

_WANTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "date_type": "a date such as 2008-09-01",
    "time_type": "a time such as 14:30",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "words with values",
    "mapping_type": "words with values",
    "model_type": "words with values",
    "model_attributes_type": "words with values",
    "union_tag_not_found": "words with values",
}


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like ``word``; empty if none is near."""
    folded = {item.casefold(): item for item in known}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def meant(word: str, known: Iterable[str]) -> str:
    """The end of a fault on an unknown word: the nearest right one, or all of them if they are few."""
    words = tuple(known)
    near = nearest(word, words)
    if near:
        return f"; did you mean «{near}»?"
    return f"; known here: {', '.join(words)}" if 0 < len(words) <= 15 else ""


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """The fault of a word that is not among those known."""
    return f"{what} «{shortened(word)}» is unknown{meant(word, known)}".lstrip()


@dataclass(frozen=True)
class Mistake:
    """A fault with the steps to its word; without a ``surplus`` word the rest of the map around it is sound.

    ``word`` is the one that is missing, or the right one for a surplus word.
    """

    steps: Steps
    fault: Fault
    surplus: bool = False
    word: str = ""


def faults_of(source: Source, error: ValidationError, kind: Any) -> tuple[list[Mistake], list[Fault]]:
    """Every mistake that pydantic found, and what is to be told of them; ``kind`` is what was validated.

    A misspelt word makes two mistakes, one word too many and one too few, and is told once.
    """
    mistakes = list(_mistakes(source, error.errors(include_url=False), kind, 0))
    misspelt = {(mistake.steps[:-1], mistake.word) for mistake in mistakes if mistake.surplus}
    return mistakes, [mistake.fault for mistake in mistakes if mistake.surplus or (mistake.steps, mistake.word) not in misspelt]


def fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The words that a map of this model takes, as they are written; what is left out of the schema is not for files."""
    return tuple(
        field.alias or name
        for name, field in model.model_fields.items()
        if not any(type(part).__name__ == "SkipJsonSchema" for part in field.metadata)
    )


def _steps(data: Any, loc: Sequence[Any]) -> Steps:
    """The part of a pydantic location that is in the file: names of union branches and the like are left out."""
    steps: list[str | int] = []
    for step in loc:
        inside = isinstance(data, dict) and step in data
        if inside or (isinstance(data, tuple) and isinstance(step, int) and step < len(data)):
            data = data[step]
            steps.append(step)
    return tuple(steps)


def _branch(data: Any, item: Mapping[str, Any], depth: int) -> tuple[Steps, str, int]:
    """Where the union number ``depth`` on the way to an error begins, the branch it took and where that stands in its location.

    Without such a union: the whole location, no branch.
    """
    loc = item["loc"]
    names = [
        position for position in range(len(loc)) if len(_steps(data, loc[: position + 1])) == len(_steps(data, loc[:position]))
    ]
    if names and names[-1] == len(loc) - 1 and (item["type"] == "missing" or loc[-1] == "[key]"):
        names.pop()
    if depth >= len(names):
        return (*loc, item["type"]), "", len(loc)
    return _steps(data, loc[: names[depth]]), str(loc[names[depth]]), names[depth]


def _mistakes(source: Source, items: Iterable[Any], kind: Any, depth: int) -> Iterator[Mistake]:
    """One mistake for each place: of a value that meets no branch of a union, those in the branch that was meant."""
    unions: dict[Steps, dict[str, list[Any]]] = {}
    for item in items:
        root, branch, _ = _branch(source.data, item, depth)
        unions.setdefault(root, {}).setdefault(branch, []).append(item)
    for root, branches in unions.items():
        if "" in branches:
            yield from (_of_one(source, item, kind) for item in branches[""])
        elif len(branches) == 1:
            yield from _mistakes(source, next(iter(branches.values())), kind, depth + 1)
        else:
            yield from _of_union(source, root, branches, kind, depth)


def _of_union(source: Source, root: Steps, branches: Mapping[str, list[Any]], kind: Any, depth: int) -> Iterator[Mistake]:
    """What is wrong inside the branch that fits best; what the value may be if it fits none at all."""
    wanted: dict[str, None] = {}
    deeper: list[list[Any]] = []
    for items in branches.values():
        first = items[0]
        ends = len(first["loc"]) == _branch(source.data, first, depth)[2] + 1
        if ends and first["type"] == "literal_error":
            wanted |= dict.fromkeys(f"«{word}»" for word in _quoted(first["ctx"]["expected"]))
        elif ends and first["type"] in _WANTED and not _lacks_tag(first):
            wanted[_WANTED[first["type"]]] = None
        else:
            deeper.append(items)
    if deeper:
        best = min(deeper, key=len)
        yield from _mistakes(source, best, kind, depth + 1)
        return
    *most, last = wanted
    choice = f"{', '.join(most)} or {last}" if most else last
    message = f"{_subject(root)}: expected {choice}, found {describe(source.at(*root))}"
    yield Mistake(root, Fault(source.place(root), message))


def _lacks_tag(item: Mapping[str, Any]) -> bool:
    """Whether a map, which is what was wanted, has none of the words that tell of which sort it is."""
    return item["type"] == "union_tag_not_found" and isinstance(item["input"], dict)


def _of_one(source: Source, item: Mapping[str, Any], kind: Any) -> Mistake:
    steps = _steps(source.data, item["loc"])
    surplus = item["type"] == "extra_forbidden"
    word = str(item["loc"][-1])
    if surplus:
        model = _model(kind, item["loc"][:-1])
        known = fields(model) if model else ()
        return Mistake(steps, Fault(source.place(steps), unknown("the word", word, known)), True, nearest(word, known))
    return Mistake(steps, Fault(source.place(steps), _message(item, steps)), word=word if item["type"] == "missing" else "")


def _message(item: Mapping[str, Any], steps: Steps) -> str:
    """One error in plain words."""
    name, value, context = _subject(steps), item["input"], item.get("ctx", {})
    match item["type"]:
        case "missing" if isinstance(item["loc"][-1], int):
            message = f"{name}: an item is missing"
        case "missing":
            message = _missing(str(item["loc"][-1]), steps)
        case "literal_error":
            message = _wrong_word(name, value, _quoted(context["expected"]))
        case "union_tag_invalid":
            message = _wrong_word(context["discriminator"].strip("'"), context["tag"], _quoted(context["expected_tags"]))
        case "union_tag_not_found" if isinstance(value, dict):
            message = _missing_tag(context["discriminator"], value, steps)
        case "string_pattern_mismatch":
            message = f"{name}: «{shortened(str(value))}» is no name: small Latin letters, digits and _, joined by dots"
        case "too_short" | "too_long" as fault:
            limit = f"at least {context['min_length']}" if fault == "too_short" else f"at most {context['max_length']}"
            message = f"{name}: {limit} needed, found {context['actual_length']}"
        case "value_error":
            message = f"{name}: {context['error']}"
        case fault if fault in _WANTED:
            quotes = "; put it in quotes" if fault == "string_type" and isinstance(value, int | float | date) else ""
            message = f"{name}: expected {_WANTED[fault]}, found {describe(value)}{quotes}"
        case _:
            message = f"{name}: {item['msg'][:1].lower()}{item['msg'][1:]}"
    return message


def _wrong_word(name: str, value: Any, known: Sequence[str]) -> str:
    if isinstance(value, str):
        return unknown(name, value, known)
    return f"{name}: expected one of {', '.join(known)}, found {describe(value)}"


def _missing(word: str, steps: Steps) -> str:
    return f"{word} is missing" + (f" in {_subject(steps)}" if steps else "")


def _missing_tag(discriminator: str, value: dict[str, Any], steps: Steps) -> str:
    """No word tells which of several maps this is: a plain missing word, or a rule, step or way of no known sort."""
    sort = next((sort for sort in _TAGGED if f"_{sort}_" in discriminator), "")
    if not sort:
        return _missing(discriminator.strip("'"), steps)
    known = _TAGGED[sort]
    near = next((f"; did you mean «{near}» by «{shortened(word)}»?" for word in value if (near := nearest(word, known))), "")
    return f"a {sort} needs one of the words {', '.join(known)}{near}"


def _subject(steps: Steps) -> str:
    """A word as a fault names it; an item by its number."""
    if not steps:
        return "the file"
    if isinstance(steps[-1], int):
        return f"item {steps[-1] + 1} of {_subject(steps[:-1])}"
    return shortened(steps[-1])


def _quoted(text: str) -> list[str]:
    return re.findall(r"'([^']*)'", text)


def _model(kind: Any, loc: Sequence[str | int]) -> type[BaseModel] | None:
    """The model that a pydantic location leads to in a type."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        tagged = next((part for part in parts if loc and loc[0] in _tags(part)), None)
        if tagged:
            return _model(tagged, loc[1:])
        # A branch of plain values has no name in the types, nor has an optional value in the location.
        ways = ((part, rest) for part in parts for rest in (loc, loc[1:]))
        return next((model for part, rest in ways if (model := _model(part, rest))), None)
    if origin is None and isclass(kind) and issubclass(kind, BaseModel):
        if not loc:
            return kind
        field = next((field for name, field in kind.model_fields.items() if (field.alias or name) == loc[0]), None)
        return _model(field.annotation, loc[1:]) if field else None
    if parts and loc:
        return _model(parts[-1] if origin is not tuple else parts[0], loc[1:])
    return None


def _tags(part: Any) -> set[str]:
    """The names by which pydantic's locations call one branch of a union."""
    tags = set()
    while get_origin(part) is Annotated:
        tags |= {data.tag for data in part.__metadata__ if isinstance(data, Tag)}
        part = get_args(part)[0]
    if isclass(part) and issubclass(part, BaseModel):
        tags.add(part.__name__)
        for field in part.model_fields.values():
            if get_origin(field.annotation) is Literal:
                tags |= {word for word in get_args(field.annotation) if isinstance(word, str)}
    return tags
