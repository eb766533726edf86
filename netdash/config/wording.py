"""What pydantic found, told to a person: one fault for one mistake, with the nearest right word."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from inspect import isclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError

from netdash.config.reading import Source, Steps, describe, shortened
from netdash.errors import Fault
from netdash.specs.rules import RULE_WORDS

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
    """A fault with the steps to its word; without a ``surplus`` word the rest of the map around it is sound."""

    steps: Steps
    fault: Fault
    surplus: bool = False


def faults_of(source: Source, error: ValidationError, kind: Any) -> list[Mistake]:
    """One mistake for whatever pydantic says about it; ``kind`` is what was validated."""
    groups: dict[Steps, list[tuple[str, Any]]] = {}
    for item in error.errors(include_url=False):
        steps, branch = _root(source.data, item)
        groups.setdefault(steps, []).append((branch, item))
    found = []
    for root, members in groups.items():
        if len({branch for branch, _ in members}) > 1 and all(branch for branch, _ in members):
            found += _of_union(source, root, members, kind)
        else:
            found += [_of_one(source, item, kind) for _, item in members]
    return found


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


def _root(data: Any, item: Mapping[str, Any]) -> tuple[Steps, str]:
    """Where the union that an error belongs to begins, and the error's branch; the place itself and no branch otherwise."""
    loc = item["loc"][:-1] if item["type"] == "missing" else item["loc"]
    for position, step in enumerate(loc):
        steps = _steps(data, loc[: position + 1])
        if len(steps) <= position:
            branch = "" if step == "[key]" or len(_steps(data, loc)) > position else str(step)
            return steps, branch
    return (*loc, item["type"]), ""


def _of_union(source: Source, root: Steps, members: list[tuple[str, Any]], kind: Any) -> list[Mistake]:
    """One value that meets no branch: the faults inside the branch that it was meant for, or what it may be."""
    deeper: dict[str, list[Any]] = {}
    wanted: dict[str, None] = {}
    for branch, item in members:
        if len(item["loc"]) > len(root) + 1 or item["type"] not in {*_WANTED, "literal_error"}:
            deeper.setdefault(branch, []).append(item)
        elif item["type"] == "literal_error":
            wanted |= dict.fromkeys(f"«{word}»" for word in _quoted(item["ctx"]["expected"]))
        else:
            wanted[_WANTED[item["type"]]] = None
    if deeper:
        return [_of_one(source, item, kind) for item in min(deeper.values(), key=len)]
    found = describe(source.at(*root))
    message = f"{_subject(root)}: expected {' or '.join(wanted)}, found {found}"
    return [Mistake(root, Fault(source.place(root), message))]


def _of_one(source: Source, item: Mapping[str, Any], kind: Any) -> Mistake:
    steps = _steps(source.data, item["loc"])
    return Mistake(steps, Fault(source.place(steps), _message(item, steps, kind)), item["type"] == "extra_forbidden")


def _message(item: Mapping[str, Any], steps: Steps, kind: Any) -> str:
    """One error in plain words."""
    name, value, context = _subject(steps), item["input"], item.get("ctx", {})
    match item["type"]:
        case "extra_forbidden":
            model = _model(kind, item["loc"][:-1])
            message = unknown("the word", str(item["loc"][-1]), fields(model) if model else ())
        case "missing" if isinstance(item["loc"][-1], int):
            message = f"{name}: too few items"
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
    """No word tells which of several maps this is: a plain missing word, or a rule of no known sort."""
    if "rule" not in discriminator:
        return _missing(discriminator.strip("'"), steps)
    near = next((f"; did you mean «{near}» by «{shortened(word)}»?" for word in value if (near := nearest(word, RULE_WORDS))), "")
    return f"a rule needs one of the words {', '.join(RULE_WORDS)}{near}"


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
        plain = next((part for part in parts if part is not NoneType), None)
        return _model(tagged, loc[1:]) if tagged else _model(plain, loc)
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
