"""The JSON Schema of config/: editors complete and check the YAML by it."""

from typing import Any

from pydantic import TypeAdapter

from netdash.config.loading import FILE_KINDS


def json_schema() -> dict[str, Any]:
    """One document with a definition for each kind of file: ``#/$defs/network``, ``#/$defs/table`` and so on."""
    inputs = [(kind, "validation", TypeAdapter[Any](type_)) for kind, type_ in FILE_KINDS.items()]
    files, shared = TypeAdapter.json_schemas(inputs, ref_template="#/$defs/{model}")  # type: ignore[arg-type]
    named = {kind: files[kind, "validation"] for kind, _, _ in inputs}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Files of a netdash config folder",
        "$defs": dict(sorted((shared.get("$defs", {}) | named).items())),
    }
