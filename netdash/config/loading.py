"""From a folder to a config: every file read, every word checked, all faults at once."""

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from netdash.config.demonstration import check_demonstration
from netdash.config.draft import Draft, is_name
from netdash.config.expectations import check_expectations
from netdash.config.help import check_help
from netdash.config.numbers import check_coverage, check_indicators, check_network, check_stages
from netdash.config.pages import check_pages
from netdash.config.reading import Source, Steps, read_yaml
from netdash.config.start import Start, read_start
from netdash.config.tables import check_choices, check_tables
from netdash.config.wording import faults_of, nearest
from netdash.errors import ConfigError, Fault
from netdash.specs import ChoiceList, ChoiceSpec, Config, CoverageSpec, IndicatorsSpec, Network, PageSpec, StagesSpec, TableSpec
from netdash.specs.demonstration import DemonstrationSpec
from netdash.specs.help import HelpSpec

FILE_KINDS: dict[str, Any] = {
    "network": Network,
    "choices": dict[str, ChoiceList],
    "stages": StagesSpec,
    "indicators": IndicatorsSpec,
    "coverage": dict[str, CoverageSpec],
    "pages": dict[str, dict[str, PageSpec]],
    "demonstration": DemonstrationSpec,
    "help": HelpSpec,
    "table": TableSpec,
}
"""What each kind of YAML file holds."""

_OPTIONAL = ("demonstration", "help")
"""Files that a network may do without."""

_ADAPTERS: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(type_) for kind, type_ in FILE_KINDS.items()}
_NAMED: dict[str, tuple[str, ...]] = {"table": (), "indicators": ("indicators", ""), "coverage": ("",), "pages": ("", "")}
_PIECES = {
    ("table", "columns"): 2,
    ("table", "rules"): 2,
    ("table", "ask"): 2,
    ("stages", "stages"): 2,
    ("indicators", "criteria"): 2,
    ("indicators", "indicators"): 2,
    ("choices", ""): 2,
    ("pages", ""): 2,
    ("help", "topics"): 2,
}
_CHECKS = (
    check_network, check_choices, check_tables, check_stages, check_indicators, check_coverage, check_pages, check_demonstration,
    check_expectations, check_help,
)  # fmt: skip
_GROUPS = ("registries", "plans", "results")


def load_config(folder: str | Path) -> Config:
    """The config in ``folder``; raises ``ConfigError`` with every fault found, each with its file and line."""
    folder = Path(folder)
    if not folder.is_dir():
        raise ConfigError((Fault(folder.as_posix(), "there is no such folder"),))
    draft = Draft()
    start = _read(draft, folder)
    for check in _CHECKS:
        check(draft)
    if draft.faults:
        raise ConfigError(tuple(sorted(dict.fromkeys(draft.faults), key=_order)))
    return _config(draft, start)


def _order(fault: Fault) -> tuple[str, int]:
    path, _, line = fault.place.rpartition(":")
    return (path, int(line)) if path and line.isdigit() else (fault.place, 0)


def _read(draft: Draft, folder: Path) -> dict[str, Start]:
    """Every file of the folder, as far as it can be read."""
    draft.faults += _strangers(folder)
    tables = sorted(path for path in (folder / "tables").glob("*.yaml") if not _is_passing(path))
    draft.table_names = tuple(path.stem for path in tables)
    if not tables:
        draft.faults.append(Fault((folder / "tables").as_posix(), "there are no tables: files such as tables/events.yaml"))
    for name in FILE_KINDS:
        if name != "table" and (name not in _OPTIONAL or (folder / f"{name}.yaml").exists()):
            value = _read_file(draft, folder / f"{name}.yaml", name, name)
            if value is not None:
                setattr(draft, name, value)
    for path in tables:
        value = _read_file(draft, path, f"tables/{path.stem}", "table")
        if value is not None:
            draft.tables[path.stem] = value
        if not is_name(path.stem):
            draft.faults.append(Fault(path.as_posix(), "a table's file is named with small Latin letters, digits and _"))
    starts = {name: folder / "start" / f"{name}.csv" for name in draft.tables}
    return {name: read_start(draft, path, draft.tables[name]) for name, path in starts.items() if path.exists()}


def _is_passing(path: Path) -> bool:
    """Whether a file is hidden or an editor's passing copy, none of the config's business."""
    return path.name.startswith((".", "~")) or path.name.endswith("~")


def _strangers(folder: Path) -> Iterator[Fault]:
    """A fault for each file that has no meaning here."""
    here = {*(f"{name}.yaml" for name in FILE_KINDS if name != "table"), "tables", "start", "schema.json"}
    tables = [path.stem for path in (folder / "tables").glob("*.yaml")]
    yield from _unknown_files(folder, here)
    yield from _unknown_files(folder / "tables", {f"{name}.yaml" for name in tables})
    yield from _unknown_files(folder / "start", {f"{name}.csv" for name in tables})


def _unknown_files(folder: Path, known: Iterable[str]) -> Iterator[Fault]:
    if not folder.exists():
        return
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        yield Fault(folder.as_posix(), f"cannot be read as a folder: {error.strerror or error}")
        return
    for path in paths:
        if path.name in known or _is_passing(path):
            continue
        right = f"{path.stem}.yaml" if path.suffix == ".yml" else nearest(path.name, known)
        hint = f"; did you mean «{right}»?" if right else ""
        yield Fault(path.as_posix(), f"the config knows no such file{hint}")


def _read_file(draft: Draft, path: Path, file: str, kind: str) -> Any:
    """One YAML file, checked by its model; pieces with faults are left out, ``None`` if too much is wrong."""
    source, faults = read_yaml(path)
    draft.faults += faults
    if source is None:
        return None
    draft.sources[file] = source
    for steps in _named(source, kind):
        if "name" in source.words(*steps):
            draft.fault(
                file, (*steps, "name"), "the word «name» is unknown; the name is the word before it (of a table, the file's)"
            )
    try:
        return _ADAPTERS[kind].validate_python(source.data, strict=True)
    except ValidationError as error:
        mistakes, faults = faults_of(source, error, FILE_KINDS[kind])
    draft.faults += faults
    dropped = {mistake.steps if mistake.surplus else _piece(kind, mistake.steps) for mistake in mistakes}
    draft.dropped |= {(file, steps) for steps in dropped}
    try:
        return _ADAPTERS[kind].validate_python(_without(source.data, dropped), strict=True)
    except ValidationError:
        return None


def _named(source: Source, kind: str) -> Iterator[Steps]:
    """Where the pieces stand that learn their name from the word before them."""
    pattern = _NAMED.get(kind)
    found: list[Steps] = [()] if pattern is not None else []
    for part in pattern or ():
        found = [(*steps, word) for steps in found for word in ((part,) if part else source.words(*steps))]
    yield from found


def _piece(kind: str, steps: Steps) -> Steps:
    """The smallest part around a mistake that can be left out while the rest is still checked."""
    return steps[: _PIECES.get((kind, str(steps[0])), _PIECES.get((kind, ""), 1))] if steps else ()


def _without(data: Any, dropped: Container[Steps], steps: Steps = ()) -> Any:
    """The data without the words and items at ``dropped``."""
    if isinstance(data, dict):
        return {word: _without(value, dropped, (*steps, word)) for word, value in data.items() if (*steps, word) not in dropped}
    if isinstance(data, tuple):
        return tuple(_without(item, dropped, (*steps, i)) for i, item in enumerate(data) if (*steps, i) not in dropped)
    return data


def _config(draft: Draft, start: Mapping[str, Start]) -> Config:
    """The whole config of a draft without faults."""
    if draft.network is None or draft.stages is None or draft.indicators is None:
        raise AssertionError("a draft without faults is whole")
    named = {name: spec.model_copy(update={"name": name}) for name, spec in draft.indicators.indicators.items()}
    stages = {name: ChoiceSpec(title=stage.title) for name, stage in draft.stages.stages.items()}
    criteria = {name: ChoiceSpec(title=criterion.title) for name, criterion in draft.indicators.criteria.items()}
    order = {name: number for number, name in enumerate(draft.network.tables)}
    tables = sorted(draft.tables, key=lambda name: (order.get(name, len(order)), _GROUPS.index(draft.tables[name].group), name))
    return Config(
        network=draft.network,
        choices={**draft.choices, "stages": stages, "criteria": criteria},
        tables={name: draft.tables[name].model_copy(update={"name": name}) for name in tables},
        stages=draft.stages,
        indicators=draft.indicators.model_copy(update={"indicators": named}),
        coverage={name: spec.model_copy(update={"name": name}) for name, spec in draft.coverage.items()},
        pages={
            section: {name: page.model_copy(update={"name": name}) for name, page in pages.items()}
            for section, pages in draft.pages.items()
        },
        demonstration=draft.demonstration,
        help=draft.help,
        start={name: rows.rows for name, rows in start.items()},
        start_places={name: rows.places for name, rows in start.items()},
    )
