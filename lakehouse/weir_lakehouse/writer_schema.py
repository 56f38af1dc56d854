"""A writer schema of the registry, made ready for Spark's `from_avro`.

Spark knows only part of Avro's logical types and refuses a decimal of more than 38 digits, so the
rewritten schema keeps the bytes and drops the annotations; `natural_values` gives the values their
type back from Connect's own annotations (`connect.name`, `connect.parameters`).
"""

import copy
import json
from dataclasses import dataclass

MAX_DECIMAL_DIGITS = 38
DECIMAL = "org.apache.kafka.connect.data.Decimal"


@dataclass(frozen=True)
class Field:
    """One column of a row image as the writer wrote it."""

    name: str
    avro_type: str
    connect_name: str | None
    precision: int | None
    scale: int | None
    nullable: bool
    has_default: bool
    default: object


@dataclass(frozen=True)
class WriterSchema:
    """`fields`: the row image's columns in order; `source_fields`: names inside `source`."""

    version_id: str
    reader_json: str
    fields: tuple[Field, ...]
    source_fields: frozenset[str]
    is_envelope: bool

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)


def parse_writer_schema(version_id: str, definition: str) -> WriterSchema:
    schema = json.loads(definition)
    named: dict[str, dict] = {}
    _collect_named(schema, "", named)
    fields = {f["name"]: f for f in schema.get("fields", [])} if isinstance(schema, dict) else {}
    envelope = {"op", "source", "before", "after"} <= fields.keys()
    row = _record(fields["before"]["type"], named) if envelope else schema
    source = _record(fields["source"]["type"], named) if envelope else {"fields": []}
    return WriterSchema(
        version_id=version_id,
        reader_json=json.dumps(_for_spark(copy.deepcopy(schema))),
        fields=tuple(_field(f) for f in (row or {}).get("fields", [])),
        source_fields=frozenset(f["name"] for f in (source or {}).get("fields", [])),
        is_envelope=envelope,
    )


def _collect_named(node, namespace: str, named: dict[str, dict]) -> None:
    if isinstance(node, list):
        for branch in node:
            _collect_named(branch, namespace, named)
    elif isinstance(node, dict):
        if node.get("type") == "record":
            namespace = node.get("namespace", namespace)
            named[node["name"]] = node
            named[f"{namespace}.{node['name']}"] = node
            for field in node["fields"]:
                _collect_named(field["type"], namespace, named)
        else:
            for key in ("type", "items", "values"):
                if key in node:
                    _collect_named(node[key], namespace, named)


def _record(node, named: dict[str, dict]) -> dict | None:
    for branch in node if isinstance(node, list) else [node]:
        if isinstance(branch, dict) and branch.get("type") == "record":
            return branch
        if isinstance(branch, str) and branch in named:
            return named[branch]
    return None


def _value_type(node):
    """The type beside null, and whether null is allowed."""
    if isinstance(node, list):
        rest = [branch for branch in node if branch != "null"]
        return (rest[0] if len(rest) == 1 else rest), len(rest) < len(node)
    return node, False


def _field(field: dict) -> Field:
    node, nullable = _value_type(field["type"])
    annotated = node if isinstance(node, dict) else {}
    name = annotated.get("connect.name")
    avro_type = annotated.get("type", node)
    precision = scale = None
    if name == DECIMAL or annotated.get("logicalType") == "decimal":
        name, (precision, scale) = DECIMAL, _decimal_size(annotated)
    return Field(
        name=field["name"],
        avro_type=avro_type if isinstance(avro_type, str) else "complex",
        connect_name=name,
        precision=precision,
        scale=scale,
        nullable=nullable,
        has_default=annotated.get("connect.default") is not None
        or field.get("default") is not None,
        default=annotated.get("connect.default", field.get("default")),
    )


def _decimal_size(node: dict) -> tuple[int, int]:
    parameters = node.get("connect.parameters", {})
    scale = int(parameters.get("scale", node.get("scale", 0)))
    precision = parameters.get("connect.decimal.precision")
    if precision is None:
        # `bigint.unsigned.handling.mode=precise` gives no precision: 64 bits are 20 digits.
        return (20 if scale == 0 else MAX_DECIMAL_DIGITS + 1), scale
    return int(precision), scale


def _for_spark(node):
    if isinstance(node, list):
        return [_for_spark(branch) for branch in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "record":
        for field in node["fields"]:
            field["type"] = _for_spark(field["type"])
            field.pop("default", None)
        return node
    for key in ("items", "values"):
        if key in node:
            node[key] = _for_spark(node[key])
    if isinstance(node.get("type"), dict | list):
        node["type"] = _for_spark(node["type"])
    logical = node.pop("logicalType", None)
    if logical == "decimal" or node.get("connect.name") == DECIMAL:
        precision, scale = _decimal_size(node)
        if precision <= MAX_DECIMAL_DIGITS:
            node.update(logicalType="decimal", precision=precision, scale=scale)
    return node
