"""Glue header and Avro payload → Debezium envelope, each record with its own writer schema.

One pass: `CASE WHEN id = … THEN from_avro(payload, writer)` for the ids that are present. Never a
reader schema: wrong values without an error are worse than a branch more.
"""

import zlib
from collections.abc import Mapping

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.avro.functions import from_avro
from pyspark.sql.types import BinaryType

from .writer_schema import WriterSchema

HEADER_BYTES = 18
_VERSION_BYTE = b"\x03"
_PLAIN_BYTE = b"\x00"
_ZLIB_BYTE = b"\x05"

# source field of Debezium → bronze column and type.
SOURCE_COLUMNS = {
    "server_id": ("source_server_id", "bigint"),
    "gtid": ("source_gtid", "string"),
    "file": ("source_file", "string"),
    "pos": ("source_pos", "bigint"),
    "row": ("source_row", "int"),
    "snapshot": ("source_snapshot", "string"),
    "ts_ms": ("source_ts_ms", "bigint"),
}


def header_problem(value: Column) -> Column:
    """Null where the header is sound; the texts are those of AWS's deserializer."""
    return (
        F.when(value.isNull(), F.lit(None).cast("string"))
        .when(
            F.length(value) < HEADER_BYTES,
            F.concat(F.lit("data is not compatible with schema registry size: "), F.length(value)),
        )
        .when(
            F.substring(value, 1, 1) != F.lit(_VERSION_BYTE),
            F.lit("invalid schema registry header version byte in data"),
        )
        .when(
            ~F.substring(value, 2, 1).isin(F.lit(_PLAIN_BYTE), F.lit(_ZLIB_BYTE)),
            F.lit("invalid schema registry compression byte in data"),
        )
    )


def schema_version_id(value: Column) -> Column:
    """Text form of the UUID in the header; null where there is no sound header."""
    digits = F.lower(F.hex(F.substring(value, 3, 16)))
    parts = [F.substring(digits, start, size) for start, size in _UUID_PARTS]
    return F.when(value.isNotNull() & header_problem(value).isNull(), F.concat_ws("-", *parts))


_UUID_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


def is_compressed(value: Column) -> Column:
    return F.coalesce(F.substring(value, 2, 1) == F.lit(_ZLIB_BYTE), F.lit(False))


@F.udf(returnType=BinaryType())
def _inflate(data):
    try:
        return None if data is None else zlib.decompress(bytes(data))
    except zlib.error:
        # Bytes that no schema accepts: the row ends in quarantine like any undecodable one.
        return None


def payload(value: Column, any_compressed: bool) -> Column:
    """Bytes after the header. A Python worker is started only where a compressed row is present."""
    rest = F.substring(value, HEADER_BYTES + 1, 2_147_483_647)
    if not any_compressed:
        return rest
    compressed = is_compressed(value)
    return F.when(compressed, _inflate(F.when(compressed, rest))).otherwise(rest)


def decode_envelopes(
    frame: DataFrame, schemas: Mapping[str, WriterSchema | None], any_compressed: bool
) -> tuple[DataFrame, list[WriterSchema]]:
    """Adds `_envelope_<n>` for each known schema present, and `error`.

    `frame` has `value` and `schema_version_id`; `schemas` maps every id of the frame, None for an
    id that the registry does not know. Exactly one envelope of a good row is not null.
    """
    known = [schema for schema in schemas.values() if schema is not None and schema.is_envelope]
    frame = frame.withColumn("_payload", payload(F.col("value"), any_compressed))
    for n, schema in enumerate(known):
        decoded = from_avro(F.col("_payload"), schema.reader_json, {"mode": "PERMISSIVE"})
        mine = F.col("schema_version_id") == schema.version_id
        frame = frame.withColumn(f"_envelope_{n}", F.when(mine, decoded))
    op = operation(known)
    error = F.coalesce(
        header_problem(F.col("value")),
        F.when(
            F.col("value").isNotNull() & ~F.col("schema_version_id").isin(*_ids(known)),
            F.concat(
                F.lit("no Debezium envelope schema in the registry for schema version "),
                F.col("schema_version_id"),
            ),
        ),
        # PERMISSIVE gives a struct of nulls, not a null, for bytes that do not fit the schema.
        F.when(
            F.col("value").isNotNull() & op.isNull(),
            F.concat(
                F.lit("payload does not fit its writer schema, version "),
                F.col("schema_version_id"),
            ),
        ),
    )
    return frame.withColumn("error", error).drop("_payload"), known


def _ids(known: list[WriterSchema]) -> list[str]:
    return [schema.version_id for schema in known] or [""]


def _pick(known: list[WriterSchema], read, sql_type: str) -> Column:
    values = [value for n, s in enumerate(known) if (value := read(n, s)) is not None]
    null = F.lit(None).cast(sql_type)
    return F.coalesce(*[value.cast(sql_type) for value in values], null)


def operation(known: list[WriterSchema]) -> Column:
    return _pick(known, lambda n, _: F.col(f"_envelope_{n}.op"), "string")


def source_columns(known: list[WriterSchema]) -> dict[str, Column]:
    """The bronze columns of the source position."""

    def column(field: str, sql_type: str) -> Column:
        def read(n: int, schema: WriterSchema):
            return F.col(f"_envelope_{n}.source.{field}") if field in schema.source_fields else None

        return _pick(known, read, sql_type)

    return {name: column(field, sql_type) for field, (name, sql_type) in SOURCE_COLUMNS.items()}
