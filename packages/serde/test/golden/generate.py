"""Writes avro.json: Avro bytes made by another implementation than the one under test.

python3 -m venv /tmp/venv && /tmp/venv/bin/pip install fastavro==1.13.1
/tmp/venv/bin/python packages/serde/test/golden/generate.py
"""

import io
import json
import pathlib
import uuid
import zlib
from decimal import Decimal

import fastavro

NAMESPACE = "db-server.test_db.person"

VALUE = {
    "type": "record",
    "name": "Value",
    "fields": [
        {"name": "firstName", "type": ["null", "string"], "default": None},
        {"name": "age", "type": "int"},
        {"name": "big", "type": "long"},
        {
            "name": "price",
            "type": [
                "null",
                {
                    "type": "bytes",
                    "scale": 2,
                    "precision": 10,
                    "connect.version": 1,
                    "connect.parameters": {"scale": "2", "connect.decimal.precision": "10"},
                    "connect.name": "org.apache.kafka.connect.data.Decimal",
                    "logicalType": "decimal",
                },
            ],
            "default": None,
        },
        {"name": "photo", "type": ["null", "bytes"], "default": None},
        {"name": "status", "type": [{"type": "string", "connect.default": "new"}, "null"], "default": "new"},
    ],
    "connect.name": f"{NAMESPACE}.Value",
}

SOURCE = {
    "type": "record",
    "name": "Source",
    "namespace": "io.debezium.connector.mysql",
    "fields": [
        {"name": "file", "type": "string"},
        {"name": "pos", "type": "long"},
        {"name": "gtid", "type": ["null", "string"], "default": None},
    ],
}

ENVELOPE = {
    "type": "record",
    "name": "Envelope",
    "namespace": NAMESPACE,
    "fields": [
        {"name": "before", "type": ["null", VALUE], "default": None},
        {"name": "after", "type": ["null", "Value"], "default": None},
        {"name": "source", "type": SOURCE},
        {"name": "op", "type": "string"},
        {"name": "ts_ms", "type": ["null", "long"], "default": None},
    ],
    "connect.name": f"{NAMESPACE}.Envelope",
}

MIXED = {
    "type": "record",
    "name": "Mixed",
    "fields": [
        {"name": "number", "type": {"type": "array", "items": ["int", "long", "double"]}},
        {"name": "labels", "type": {"type": "map", "values": ["null", "string"]}},
        {"name": "size", "type": {"type": "enum", "name": "Size", "symbols": ["SMALL", "LARGE"]}},
        {"name": "total", "type": {"type": "fixed", "name": "Total", "size": 8, "logicalType": "decimal", "precision": 18, "scale": 4}},
        {"name": "again", "type": "Total"},
        {"name": "child", "type": ["null", "Mixed"]},
        {"name": "ratio", "type": "float"},
        {"name": "yes", "type": "boolean"},
    ],
}

POSITION = {"file": "binlog.000003", "pos": 9_007_199_254_740_993, "gtid": None}
ROW = {"firstName": "foo", "age": 18, "big": 2**63 - 1, "price": Decimal("-12.30"), "photo": b"\x00\xff", "status": "new"}
NULLS = {"firstName": None, "age": -1, "big": -(2**63), "price": None, "photo": None, "status": None}
LEAF = {"number": [], "labels": {}, "size": "SMALL", "total": Decimal("0"), "again": Decimal("1.5"), "child": None, "ratio": 0.5, "yes": False}

# name, schema, datum, what the decoder must say as exact JSON
CASES = [
    (
        "create",
        ENVELOPE,
        {"before": None, "after": ROW, "source": POSITION, "op": "c", "ts_ms": 1_700_000_000_000},
        {
            "before": None,
            "after": {"firstName": "foo", "age": 18, "big": "9223372036854775807", "price": "-12.30", "photo": "AP8=", "status": "new"},
            "source": {"file": "binlog.000003", "pos": "9007199254740993", "gtid": None},
            "op": "c",
            "ts_ms": 1_700_000_000_000,
        },
    ),
    (
        "update to nulls",
        ENVELOPE,
        {"before": ROW, "after": NULLS, "source": {**POSITION, "pos": 2**53 - 1, "gtid": "a:1"}, "op": "u", "ts_ms": None},
        {
            "before": {"firstName": "foo", "age": 18, "big": "9223372036854775807", "price": "-12.30", "photo": "AP8=", "status": "new"},
            "after": {"firstName": None, "age": -1, "big": "-9223372036854775808", "price": None, "photo": None, "status": None},
            "source": {"file": "binlog.000003", "pos": 2**53 - 1, "gtid": "a:1"},
            "op": "u",
            "ts_ms": None,
        },
    ),
    (
        "mixed",
        MIXED,
        {"number": [1, 2**40, 0.25], "labels": {"a": None, "b": "x"}, "size": "LARGE", "total": Decimal("-99999999999999.9999"), "again": Decimal("0.0001"), "child": LEAF, "ratio": 0.25, "yes": True},
        {
            "number": [1, 2**40, 0.25],
            "labels": {"a": None, "b": "x"},
            "size": "LARGE",
            "total": "-99999999999999.9999",
            "again": "0.0001",
            "child": {"number": [], "labels": {}, "size": "SMALL", "total": "0.0000", "again": "1.5000", "child": None, "ratio": 0.5, "yes": False},
            "ratio": 0.25,
            "yes": True,
        },
    ),
    ("key", {"type": "record", "name": "Key", "namespace": NAMESPACE, "fields": [{"name": "id", "type": "long"}]}, {"id": 7}, {"id": 7}),
]


def main() -> None:
    cases = []
    for index, (name, schema, datum, expected) in enumerate(CASES):
        out = io.BytesIO()
        # parse_schema changes what it is given.
        fastavro.schemaless_writer(out, fastavro.parse_schema(json.loads(json.dumps(schema))), datum)
        payload = out.getvalue()
        for compression, code, body in (("NONE", 0, payload), ("ZLIB", 5, zlib.compress(payload))):
            version = uuid.uuid5(uuid.NAMESPACE_URL, f"{name}/{index}")
            cases.append(
                {
                    "name": name,
                    "compression": compression,
                    "schemaVersionId": str(version),
                    "definition": json.dumps(schema),
                    "record": (bytes([3, code]) + version.bytes + body).hex(),
                    "payload": payload.hex(),
                    "expected": expected,
                }
            )
    path = pathlib.Path(__file__).with_name("avro.json")
    path.write_text(json.dumps(cases, indent=2) + "\n")


main()
