"""Each record decodes with its own writer schema and every type exactly; fastavro wrote it."""

import json
import uuid
from decimal import Decimal
from io import BytesIO

import fastavro
from lake_fixture import KAFKA, WRITTEN, Lake, expected
from source_model import SOURCE_FIELDS, Column, SourceTable
from test_silver import fill, orders, person

from weir_lakehouse.bronze import bronze_rows
from weir_lakehouse.silver import null_as_default
from weir_lakehouse.writer_schema import parse_writer_schema

DECIMAL = "org.apache.kafka.connect.data.Decimal"


def decimal(precision, scale):
    parameters = {"scale": str(scale)}
    if precision is not None:
        parameters["connect.decimal.precision"] = str(precision)
    return {
        "type": "bytes",
        "scale": scale,
        "precision": precision or 64,
        "connect.version": 1,
        "connect.parameters": parameters,
        "connect.name": DECIMAL,
        "logicalType": "decimal",
    }


def named(avro_type, name):
    return {"type": avro_type, "connect.version": 1, "connect.name": name}


def big_endian(unscaled):
    return unscaled.to_bytes(max(1, (unscaled.bit_length() + 8) // 8), "big", signed=True)


# field → (Avro type as the AWS converter writes it, encoded value, text or JSON value in bronze).
VALUES = {
    "d": (decimal(10, 2), big_endian(-12345), "-123.45"),
    "d38": (decimal(38, 10), big_endian(10**37 + 1), "1000000000000000000000000000.0000000001"),
    "d65": (decimal(65, 30), big_endian(-(10**64) - 1), "-1" + "0" * 34 + "." + "0" * 29 + "1"),
    "unsigned": (decimal(None, 0), big_endian(2**64 - 1), "18446744073709551615"),
    "day": (named("int", "io.debezium.time.Date"), -1, "1969-12-31"),
    "millis": (named("long", "io.debezium.time.Timestamp"), 1, "1970-01-01 00:00:00.001"),
    "micros": (
        named("long", "io.debezium.time.MicroTimestamp"),
        253402300799999999,
        "9999-12-31 23:59:59.999999",
    ),
    "zoned": (
        named("string", "io.debezium.time.ZonedTimestamp"),
        "2026-01-02T03:04:05.000006Z",
        "2026-01-02 03:04:05.000006",
    ),
    "time": (
        named("long", "io.debezium.time.MicroTime"),
        -(838 * 3600 + 59 * 60 + 59) * 10**6,
        "-838:59:59",
    ),
    "time6": (named("long", "io.debezium.time.MicroTime"), 3723_000_120, "01:02:03.00012"),
    "year": (named("int", "io.debezium.time.Year"), 2026, 2026),
    "json": (named("string", "io.debezium.data.Json"), '{"a": 1}', '{"a": 1}'),
    "bits": (named("bytes", "io.debezium.data.Bits"), b"\x05\x00", "BQA="),
    "small": ({"type": "int", "connect.type": "int16"}, -7, -7),
    "big": ("long", 2**63 - 1, 2**63 - 1),
    "flag": ("boolean", True, True),
    "real": ("double", 0.1, 0.1),
    "text": ("string", "é\u0000\U0001f600'\"\\", "é\u0000\U0001f600'\"\\"),
}


def framed(fields, row, marker=0, op="c"):
    schema = {
        "type": "record",
        "name": "Envelope",
        "namespace": "t",
        "fields": [
            {
                "name": "before",
                "type": ["null", {"type": "record", "name": "Value", "fields": fields}],
                "default": None,
            },
            {"name": "after", "type": ["null", "Value"], "default": None},
            {
                "name": "source",
                "type": {"type": "record", "name": "Source", "fields": SOURCE_FIELDS},
            },
            {"name": "op", "type": "string"},
        ],
    }
    text = json.dumps(schema)
    plain = json.loads(text)
    # fastavro must write the bytes as they are given.
    for field in plain["fields"][0]["type"][1]["fields"]:
        for branch in field["type"] if isinstance(field["type"], list) else [field["type"]]:
            if isinstance(branch, dict):
                branch.pop("logicalType", None)
    version_id = str(uuid.uuid5(uuid.NAMESPACE_OID, text))
    source = {
        "ts_ms": 1,
        "snapshot": "false",
        "server_id": 1,
        "gtid": None,
        "file": "b.1",
        "pos": marker,
        "row": 0,
    }
    out = BytesIO()
    value = {"before": None, "after": row, "source": source, "op": op}
    fastavro.schemaless_writer(out, fastavro.parse_schema(plain), value)
    return version_id, text, b"\x03\x00" + uuid.UUID(version_id).bytes + out.getvalue()


def decode(spark, values, schemas):
    rows = [("t", 0, n, WRITTEN, None, value) for n, value in enumerate(values)]
    frame = spark.createDataFrame(rows, KAFKA)
    compressed = any(v is not None and v[1:2] == b"\x05" for v in values)
    return bronze_rows(frame, schemas, compressed, 1).orderBy("offset").collect()


def test_gives_every_type_its_exact_value_and_null(spark):
    fields = [{"name": n, "type": ["null", t], "default": None} for n, (t, _, _) in VALUES.items()]
    row = {name: value for name, (_, value, _) in VALUES.items()}
    version_id, text, value = framed(fields, row)
    _, _, nulls = framed(fields, dict.fromkeys(VALUES))
    schemas = {version_id: parse_writer_schema(version_id, text)}
    full, empty = decode(spark, [value, nulls], schemas)
    assert json.loads(full.after, parse_float=str) == {
        name: str(shown) if isinstance(shown, float) else shown
        for name, (_, _, shown) in VALUES.items()
    }
    assert json.loads(empty.after) == dict.fromkeys(VALUES)
    assert full.before is None and full.operation == "c" and full.error is None


def test_decodes_mixed_writer_schemas_each_with_its_own(spark):
    values, schemas, truth = [], {}, []
    for n in range(12):
        # Same bytes mean other things under the next schema: column order and type differ.
        names = ["a", "b", "c"][: n % 3 + 1] if n % 2 else ["b", "a"]
        fields = [{"name": name, "type": ["null", ["string", "long"][n % 2]]} for name in names]
        row = {name: n if n % 2 else f"v{n}" for name in names}
        version_id, text, value = framed(fields, row, n)
        schemas[version_id] = parse_writer_schema(version_id, text)
        values.append(value)
        truth.append(row)
    rows = decode(spark, values, schemas)
    assert [json.loads(row.after) for row in rows] == truth
    assert len(schemas) > 3


def test_names_what_it_cannot_decode_and_keeps_the_bytes(spark):
    fields = [{"name": "a", "type": "string"}]
    version_id, text, value = framed(fields, {"a": "x"})
    unknown = str(uuid.uuid4())
    values = [
        value,
        None,
        b"\x03\x00",
        b"\x00" * 30,
        b"\x03\x07" + value[2:],
        b"\x03\x00" + uuid.UUID(unknown).bytes + value[18:],
        value[:25],
        b"\x03\x05" + value[2:],
    ]
    schemas = {version_id: parse_writer_schema(version_id, text), unknown: None}
    rows = decode(spark, values, schemas)
    assert [bytes(r.value) if r.value is not None else None for r in rows] == values
    errors = [row.error for row in rows]
    assert errors[:2] == [None, None] and rows[1].operation is None
    wanted = ["size: 2", "version byte", "compression byte", f"version {unknown}", "not fit", "fit"]
    for error, part in zip(errors[2:], wanted, strict=True):
        assert part in error


def test_reads_compressed_records_beside_plain_ones(spark, tmp_path):
    model = orders()
    fill(model)
    model.compress = True
    model.update(0, item="compressed")
    model.compress = False
    model.delete(1)
    lake = Lake(spark, tmp_path, model)
    lake.take()
    assert lake.silver(model) == expected(model)


def test_quarantines_once_and_marks_the_table(spark, tmp_path):
    model = person()
    fill(model)
    model.records.append((None, b"\x03\x00" + uuid.uuid4().bytes + b"lost"))
    lake = Lake(spark, tmp_path, model)
    lake.take()
    lake.take(start=0)
    path = lake.run.tables[model.topic].quarantine
    rows = spark.read.format("delta").load(path).collect()
    assert len(rows) == 1 and rows[0].offset == 4 and "no Debezium envelope" in rows[0].reason
    assert lake.reasons(model) == ["QUARANTINED"]
    assert lake.silver(model) == expected(model)
    model.snapshot()
    lake.take()
    assert lake.reasons(model) == []


def test_gives_silver_the_types_of_mysql(spark, tmp_path):
    columns = [
        Column("day", "DATE"),
        Column("big", "BIGINT"),
        Column("real", "DOUBLE"),
    ]
    model = SourceTable(columns=columns).create()
    model.insert(day=20000, big=2**63 - 1, real=0.1)
    lake = Lake(spark, tmp_path, model)
    lake.take()
    row = lake.silver_raw(model).first()
    assert (str(row.day), row.big, row.real) == ("2024-10-04", 2**63 - 1, 0.1)
    assert Decimal(row["_count"]) == 1


def test_names_columns_whose_null_the_aws_converter_loses():
    # As AvroData of the AWS converter 1.1.9 writes `c varchar(10) DEFAULT 'x'`.
    lossy = {
        "name": "c",
        "type": [{"type": "string", "connect.default": "x"}, "null"],
        "default": "x",
    }
    plain = {"name": "d", "type": ["null", "string"], "default": None}
    version_id, text, _ = framed([lossy, plain], {"c": "x", "d": None})
    schema = parse_writer_schema(version_id, text)
    assert null_as_default([schema], ["gone"], {"c": "string", "d": "string"}) == ["c"]
