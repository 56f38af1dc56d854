"""Debezium's schema history topic → for each table the ordered chain of its definitions.

ALTER changes existing rows without row events, so the stream of rows alone cannot say what they
are now. Each definition carries what the step to it does to rows that exist. Format:
io.debezium.relational.history.{HistoryRecord, JsonTableChangeSerializer}; the topic's values are
plain JSON, in binlog order, with repetitions after a restart of the connector.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .field_names import field_name
from .mysql_types import ColumnDefinition, Unknown, added_value, is_equal_widening


@dataclass(frozen=True)
class Step:
    """What a DDL statement does to existing rows. `added`: name → value as text, bytes or None."""

    dropped: frozenset[str] = frozenset()
    added: dict[str, str | bytes | None] = field(default_factory=dict)
    cleared: bool = False
    uncertain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    """A table's definition from a binlog position on. `step` leads to it from the one before."""

    key: str
    columns: tuple[ColumnDefinition, ...]
    primary_key: tuple[str, ...]
    server_id: int | None = None
    file: str | None = None
    pos: int | None = None
    step: Step = field(default_factory=Step)

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


Chain = tuple[Definition, ...]


def read_chains(values: Iterable[str]) -> dict[tuple[str, str], Chain]:
    """Values of the topic in offset order → `(database, table)` → chain."""
    chains: dict[tuple[str, str], list[Definition]] = {}
    seen: set[str] = set()
    for value in values:
        record = _parse(value)
        for change in record.get("tableChanges") or []:
            table = _table_id(change.get("id", ""))
            key = _record_key(record, change)
            # A restarted connector writes statements again that it had written before.
            if table is None or key in seen:
                continue
            seen.add(key)
            chain = chains.setdefault(table, [])
            definition = _next_definition(chain, record, change, key)
            if definition is not None:
                chain.append(definition)
    return {table: tuple(chain) for table, chain in chains.items() if chain}


def _parse(value: str) -> dict:
    try:
        record = json.loads(value)
    except (TypeError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _record_key(record: dict, change: dict) -> str:
    position = record.get("position") or {}
    body = [
        [position.get(name) for name in ("server_id", "file", "pos", "gtids")],
        bool(position.get("snapshot")),
        record.get("ddl"),
        {name: part for name, part in change.items() if name != "comment"},
    ]
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]


def _table_id(text: str) -> tuple[str, str] | None:
    parts = re.findall(r'"((?:[^"]|"")*)"|`((?:[^`]|``)*)`', text)
    names = [a or b for a, b in parts] or text.split(".")
    return (names[0], names[1]) if len(names) == 2 else None


def _next_definition(
    chain: list[Definition], record: dict, change: dict, key: str
) -> Definition | None:
    position = record.get("position") or {}
    in_snapshot = _is_snapshot(position)
    before = chain[-1] if chain else None
    place = {
        "server_id": position.get("server_id"),
        "file": position.get("file"),
        "pos": position.get("pos"),
    }
    if change.get("type") == "DROP":
        # A snapshot begins with DROP TABLE IF EXISTS: nothing happened to the source.
        if in_snapshot or before is None:
            return None
        return replace(before, key=key, step=Step(cleared=True), **place)
    table = change.get("table") or {}
    after = Definition(
        key=key,
        columns=tuple(_column(c) for c in sorted(table["columns"], key=lambda c: c["position"])),
        primary_key=tuple(field_name(name) for name in table.get("primaryKeyColumnNames") or ()),
        **place,
    )
    if before is None:
        return after
    ddl = _without_comments(record.get("ddl") or "")
    step = _snapshot_step(before, after) if in_snapshot else _step(before, after, change, ddl)
    same = before.columns == after.columns and before.primary_key == after.primary_key
    return None if same and step == Step() else replace(after, step=step)


def _is_snapshot(position: dict) -> bool:
    return str(position.get("snapshot") or "false").lower() != "false"


def _column(raw: dict) -> ColumnDefinition:
    return ColumnDefinition(
        name=field_name(raw["name"]),
        type_name=raw.get("typeName") or "",
        length=raw.get("length"),
        scale=raw.get("scale"),
        optional=bool(raw.get("optional", True)),
        has_default=bool(raw.get("hasDefaultValue")),
        default_expression=raw.get("defaultValueExpression"),
        enum_values=tuple(raw.get("enumValues") or ()),
        charset=raw.get("charsetName"),
        generated=bool(raw.get("autoIncremented") or raw.get("generated")),
    )


def _without_comments(ddl: str) -> str:
    return re.sub(r"/\*(?!!).*?\*/|--[ \t][^\n]*|#[^\n]*", " ", ddl, flags=re.DOTALL)


def _snapshot_step(before: Definition, after: Definition) -> Step:
    if before.column_names == after.column_names and before.primary_key == after.primary_key:
        return Step()
    return Step(
        dropped=frozenset(before.column_names) - frozenset(after.column_names),
        added={c.name: None for c in after.columns if c.name not in before.column_names},
        uncertain=("the definition changed while the connector did not watch",),
    )


def _step(before: Definition, after: Definition, change: dict, ddl: str) -> Step:
    old = {column.name: column for column in before.columns}
    new = {column.name: column for column in after.columns}
    if change.get("type") == "CREATE":
        # After DROP TABLE the rows are gone already; CREATE TABLE IF NOT EXISTS changes nothing.
        if before.step.cleared:
            return Step(
                dropped=frozenset(old) - frozenset(new),
                added={name: None for name in new if name not in old},
                cleared=True,
            )
        if before.columns == after.columns:
            return Step()
    dropped_and_added = _named_by(ddl, "DROP") & _named_by(ddl, "ADD")
    again = {name for name in new if name.lower() in dropped_and_added and name in old}
    dropped = (frozenset(old) - frozenset(new)) | frozenset(again)
    added: dict[str, str | bytes | None] = {}
    uncertain: list[str] = []
    for name, column in new.items():
        if name in old and name not in again:
            continue
        value = added_value(column, ddl)
        if isinstance(value, Unknown):
            uncertain.append(value.reason)
            value = None
        added[name] = value
    if change.get("previousId"):
        uncertain.append("the table was renamed")
    if dropped and added and re.search(r"\b(RENAME\s+COLUMN|CHANGE)\b", ddl, re.IGNORECASE):
        uncertain.append("a column was renamed")
    if before.primary_key != after.primary_key:
        uncertain.append("the key changed")
    uncertain += [
        f"column {name} changed from {old[name].type_name} to {new[name].type_name}"
        for name in new
        if name in old and name not in again and not _same_values(old[name], new[name])
    ]
    return Step(dropped=dropped, added=added, uncertain=tuple(uncertain))


def _named_by(ddl: str, verb: str) -> set[str]:
    """Column names after `DROP [COLUMN]` or `ADD [COLUMN]`, lower case, as field names."""
    pattern = rf"\b{verb}\s+(?:COLUMN\s+)?(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(`[^`]+`|[\w$]+)"
    names = {field_name(n.strip("`")).lower() for n in re.findall(pattern, ddl, re.IGNORECASE)}
    listed = re.search(rf"\b{verb}\s+(?:COLUMN\s+)?\((.*)\)", ddl, re.IGNORECASE | re.DOTALL)
    if verb == "ADD" and listed:
        names |= {
            field_name(part.split()[0].strip("`")).lower()
            for part in listed[1].split(",")
            if part.split()
        }
    return names


def _same_values(old: ColumnDefinition, new: ColumnDefinition) -> bool:
    ignoring = {"has_default": False, "default_expression": None, "generated": False}
    if replace(old, **ignoring) == replace(new, **ignoring):
        return True
    return is_equal_widening(old, new)
