"""Writes avro-verdicts.jsonl: (reader, writer) pairs with the verdict of Apache Avro's Python library.

    pip install avro==1.12.2 && python3 generate_avro_verdicts.py > avro-verdicts.jsonl

Seeded: the output is always the same. `expected` is the library's verdict with its check of *record*
names switched off, as AWS judges; `expectedWithRecordNames` is its own, where that differs.
"""

import copy
import json
import random

import avro.compatibility as library
import avro.schema

PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"]
DEFAULTS = {
    "null": None,
    "boolean": True,
    "int": 7,
    "long": 7,
    "float": 1.5,
    "double": 1.5,
    "bytes": "x",
    "string": "x",
}
original_check = library.check_schema_names


def check_without_records(reader, writer, location):
    if reader.type == "record":
        return library.CompatibleResult
    return original_check(reader, writer, location)


def verdict(reader, writer, record_names):
    library.check_schema_names = original_check if record_names else check_without_records
    checker = library.ReaderWriterCompatibilityChecker()
    result = checker.get_compatibility(
        avro.schema.parse(json.dumps(reader)), avro.schema.parse(json.dumps(writer))
    )
    return result.compatibility is library.SchemaCompatibilityType.compatible


def column(rng, name):
    kind = rng.choice(["int", "long", "string", "double", "bytes"])
    form = rng.choice(["nullable", "nullable default", "not null", "not null default"])
    if form == "nullable":
        return {"name": name, "type": ["null", kind], "default": None}
    if form == "not null":
        return {"name": name, "type": kind}
    annotated = {"type": kind, "connect.default": DEFAULTS[kind]}
    whole = [annotated, "null"] if form == "nullable default" else annotated
    return {"name": name, "type": whole, "default": DEFAULTS[kind]}


def envelope(columns):
    return {
        "type": "record",
        "name": "Envelope",
        "namespace": "fullfillment.test_db.person",
        "fields": [
            {
                "name": "before",
                "type": ["null", {"type": "record", "name": "Value", "fields": columns}],
                "default": None,
            },
            {"name": "after", "type": ["null", "Value"], "default": None},
            {
                "name": "source",
                "type": {
                    "type": "record",
                    "name": "Source",
                    "namespace": "io.debezium.connector.mysql",
                    "fields": [{"name": "db", "type": "string"}, {"name": "pos", "type": "long"}],
                },
            },
            {"name": "op", "type": "string"},
        ],
    }


def mutate_columns(rng, columns):
    columns = copy.deepcopy(columns)
    for _ in range(rng.randint(1, 2)):
        action = rng.choice(["add", "drop", "change", "rename"])
        position = rng.randrange(len(columns))
        if action == "add":
            columns.insert(position, column(rng, f"added{rng.randrange(1000)}_{len(columns)}"))
        elif action == "drop" and len(columns) > 1:
            del columns[position]
        elif action == "change":
            columns[position] = column(rng, columns[position]["name"])
        elif action == "rename":
            old = columns[position]["name"]
            columns[position]["name"] = f"renamed_{old}"
            if rng.random() < 0.5:
                columns[position]["aliases"] = [old]
    return columns


class Random:
    """Random schemas; names are counted, so that a mutated copy keeps most of them."""

    def __init__(self, rng):
        self.rng = rng
        self.names = 0
        self.open_records = []

    def name(self, kind):
        self.names += 1
        return f"{kind}{self.names}"

    def schema(self, depth, in_union=False):
        kinds = PRIMITIVES + ["enum", "fixed", "self"]
        if depth > 0:
            kinds += ["record"] * 6 + ["array", "map"] * 2 + ([] if in_union else ["union"] * 5)
        kind = self.rng.choice(kinds)
        if kind == "self":
            return self.rng.choice(self.open_records) if self.open_records else "string"
        if kind == "enum":
            symbols = self.rng.sample(["A", "B", "C", "D"], self.rng.randint(1, 4))
            return {"type": "enum", "name": self.name("E"), "symbols": symbols}
        if kind == "fixed":
            return {"type": "fixed", "name": self.name("F"), "size": self.rng.choice([4, 8])}
        if kind == "array":
            return {"type": "array", "items": self.schema(depth - 1)}
        if kind == "map":
            return {"type": "map", "values": self.schema(depth - 1)}
        if kind == "union":
            return self.union(depth)
        if kind == "record":
            name = self.name("R")
            self.open_records.append(name)
            fields = [self.field(f"f{i}", depth - 1) for i in range(self.rng.randint(1, 4))]
            self.open_records.pop()
            return {"type": "record", "name": name, "fields": fields}
        return kind

    def union(self, depth):
        branches = [self.schema(depth - 1, True) for _ in range(self.rng.randint(2, 4))]
        seen, kept = set(), []
        for branch in branches:
            key = branch if isinstance(branch, str) else branch.get("name", branch["type"])
            if key not in seen:
                kept.append(branch)
            seen.add(key)
        return kept

    def field(self, name, depth):
        field = {"name": name, "type": self.schema(depth)}
        if isinstance(field["type"], str) and field["type"] in DEFAULTS and self.rng.random() < 0.4:
            field["default"] = DEFAULTS[field["type"]]
        return field


def places(node, found):
    """Every field list, enum, fixed and union inside a schema."""
    if isinstance(node, list):
        found.append(node)
        for item in node:
            places(item, found)
    elif isinstance(node, dict):
        if node["type"] in ("record", "enum", "fixed"):
            found.append(node)
        for field in node.get("fields", []):
            places(field["type"], found)
        for key in ("items", "values"):
            if key in node:
                places(node[key], found)
    return found


def mutate(rng, schema):
    schema = copy.deepcopy(schema)
    for _ in range(rng.randint(1, 2)):
        candidates = places(schema, [])
        if not candidates:
            return rng.choice(PRIMITIVES)
        mutate_place(rng, rng.choice(candidates))
    return schema


def mutate_place(rng, place):
    if isinstance(place, list):
        action = rng.choice(["drop", "shuffle", "add"])
        if action == "drop" and len(place) > 1:
            del place[rng.randrange(len(place))]
        elif action == "shuffle":
            rng.shuffle(place)
        elif "boolean" not in place:
            place.append("boolean")
    elif place["type"] == "enum":
        action = rng.choice(["drop", "add", "default"])
        if action == "drop" and len(place["symbols"]) > 1:
            place["symbols"].pop()
        elif action == "add" and "Z" not in place["symbols"]:
            place["symbols"].append("Z")
        else:
            place["default"] = place["symbols"][0]
    elif place["type"] == "fixed":
        if rng.random() < 0.5:
            place["size"] = 16
        else:
            place["name"] += "x"
    else:
        mutate_record(rng, place)


def mutate_record(rng, record):
    fields = record["fields"]
    action = rng.choice(["drop", "add", "add default", "rename", "promote", "reorder", "record"])
    field = rng.choice(fields)
    if action == "drop" and len(fields) > 1:
        fields.remove(field)
    elif action.startswith("add") and all(f["name"] != "added" for f in fields):
        default = {"default": 1} if action == "add default" else {}
        fields.append({"name": "added", "type": "int", **default})
    elif action == "rename":
        field["aliases"] = [field["name"]]
        field["name"] += "r"
    elif action == "promote" and isinstance(field["type"], str):
        field.pop("default", None)
        field["type"] = {"int": "long", "long": "double", "string": "bytes"}.get(
            field["type"], "string"
        )
    elif action == "reorder":
        rng.shuffle(fields)
    elif action == "record":
        record["aliases"] = [record["name"]]
        record["name"] += "x"


def pairs():
    rng = random.Random(20261122)
    for _ in range(60):
        columns = [column(rng, f"c{i}") for i in range(rng.randint(2, 5))]
        yield "envelope", envelope(mutate_columns(rng, columns)), envelope(columns)
    for _ in range(100):
        writer = Random(rng).schema(3)
        yield "random", mutate(rng, writer), writer


def main():
    golden = []
    for kind, reader, writer in pairs():
        for one, other in ((reader, writer), (writer, reader)):
            try:
                expected = verdict(one, other, False)
                own = verdict(one, other, True)
            except avro.errors.AvroException:
                # A mutation can break a reference, a default or a union; such a pair says nothing.
                continue
            pair = {"kind": kind, "reader": one, "writer": other, "expected": expected}
            if own != expected:
                pair["expectedWithRecordNames"] = own
            golden.append(pair)
    for pair in golden:
        print(json.dumps(pair, separators=(",", ":")))


main()
