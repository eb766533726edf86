"""What a row is known by where its table gives it no name of its own."""

from netdash.snapshot import Snapshot

MOST = 4


def parts(snapshot: Snapshot, table: str, key: str) -> dict[str, str]:
    """By column: a row's name, or where rows have none what they must hold; empty if it holds nothing of that or is gone."""
    spec = snapshot.tables[table].spec
    if key not in snapshot.tables[table].rows:
        return {}
    if spec.label and spec.label != spec.key:
        return {spec.label: snapshot.label(table, key)}
    needed = [name for name, column in spec.columns.items() if column.required and name != spec.key][:MOST]
    texts = {name: snapshot.show(table, name, snapshot.value(table, key, name)) for name in needed}
    return {name: text for name, text in texts.items() if text}


def name_row(snapshot: Snapshot, table: str, key: str) -> str:
    """The same as one text; the key if there is nothing else."""
    return " · ".join(parts(snapshot, table, key).values()) or key
