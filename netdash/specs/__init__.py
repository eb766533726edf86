"""The words of config/, as frozen declarations. Nothing here reads a file or a sheet."""

from netdash.specs.base import Spec
from netdash.specs.expectations import Ask, Expect, Small
from netdash.specs.network import Config, Network, Stage, StagesSpec
from netdash.specs.numbers import CoverageSpec, Criterion, IndicatorSpec, IndicatorsSpec, Side
from netdash.specs.pages import PageSpec
from netdash.specs.rules import Bounds, Condition, Rule, Where
from netdash.specs.tables import ChoiceList, ChoiceSpec, ColumnSpec, KindName, TableSpec

__all__ = [
    "Ask", "Bounds", "ChoiceList", "ChoiceSpec", "ColumnSpec", "Condition", "Config", "CoverageSpec", "Criterion", "Expect",
    "IndicatorSpec", "IndicatorsSpec", "KindName", "Network", "PageSpec",
    "Rule", "Side", "Small", "Spec", "Stage", "StagesSpec", "TableSpec", "Where",
]  # fmt: skip
