"""The config folder: YAML and CSV in, one checked ``Config`` out, or every fault at once."""

from netdash.config.loading import load_config
from netdash.config.schema import json_schema

__all__ = ["json_schema", "load_config"]
