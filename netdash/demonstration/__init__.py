"""Demonstration rows: invented, realistic, the same for the same config."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from netdash.demonstration.composer import Composer
from netdash.specs import Config

__all__ = ["Demonstration", "compose_demonstration"]


@dataclass(frozen=True)
class Demonstration:
    """``rows`` by table, every key marked as demonstration, without empty values; references are keys.

    ``fills`` are values for cells of starting rows, by table, key and column; clearing the demonstration
    puts back what stood there.
    """

    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    fills: Mapping[tuple[str, str, str], Any]


def compose_demonstration(config: Config) -> Demonstration:
    """Run the config's recipe, in the order of its steps; without a recipe there are no rows."""
    composer = Composer(config)
    for number, step in enumerate(config.demonstration.steps if config.demonstration else ()):
        composer.run(number, step)
    return Demonstration(composer.made(), composer.fills)
