"""Bronze: every record of a topic once, raw and decoded, in Kafka's order, only ever appended.

`before` and `after` are JSON text of all columns, nulls included, in the values' exact form. Text,
not a struct: a changed column type would refuse the append or need table features that delta-rs
cannot read, and bronze must take whatever arrives. Silver does not read them, it decodes `value`.
"""

from collections.abc import Mapping

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .decode import decode_envelopes, operation, schema_version_id, source_columns
from .natural_values import natural_type, natural_value
from .writer_schema import WriterSchema

COLUMNS = (
    "topic",
    "partition",
    "offset",
    "timestamp",
    "ingest",
    "schema_version_id",
    "key_schema_version_id",
    "operation",
    "before",
    "after",
    "source_server_id",
    "source_gtid",
    "source_file",
    "source_pos",
    "source_row",
    "source_snapshot",
    "source_ts_ms",
    "source_identity",
    "error",
    "key",
    "value",
)

SNAPSHOT_MARKERS = (
    "true",
    "first",
    "first_in_data_collection",
    "last_in_data_collection",
    "last",
)


def only_new(frame: DataFrame, last_offsets: Mapping[int, int]) -> DataFrame:
    """Rows above the highest offset that bronze has, by partition.

    Offsets, not batch ids: this holds after a lost checkpoint and a kill between two steps too.
    """
    seen = F.lit(False)
    for partition, offset in last_offsets.items():
        seen = seen | ((F.col("partition") == partition) & (F.col("offset") <= offset))
    return frame.where(~seen)


def bronze_rows(
    frame: DataFrame,
    schemas: Mapping[str, WriterSchema | None],
    any_compressed: bool,
    ingest: int,
) -> DataFrame:
    """Kafka's columns → bronze. `ingest` numbers the append: silver's progress counts in it."""
    frame = frame.withColumn("schema_version_id", schema_version_id(F.col("value")))
    decoded, known = decode_envelopes(frame, schemas, any_compressed)
    good = F.col("error").isNull()
    columns = {
        "ingest": F.lit(ingest).cast("bigint"),
        "key_schema_version_id": schema_version_id(F.col("key")),
        "operation": F.when(good, operation(known)),
        "before": F.when(good, _image_json(known, "before")),
        "after": F.when(good, _image_json(known, "after")),
        **{name: F.when(good, column) for name, column in source_columns(known).items()},
    }
    rows = decoded.withColumns(columns)
    return rows.withColumn("source_identity", source_identity()).select(*COLUMNS)


def source_identity() -> Column:
    """What the same change has again when it is delivered again; null for a snapshot row.

    The operation is part of it: an update of a primary key is a delete and a create of one row
    event. Snapshot rows, incremental ones too, share a position: their Kafka offset tells them
    apart, so they have none.
    """
    parts = ("server_id", "gtid", "file", "pos", "row")
    text = F.concat_ws(
        "|",
        *[F.coalesce(F.col(f"source_{part}").cast("string"), F.lit("")) for part in parts],
        F.col("operation"),
    )
    streamed = F.coalesce(F.col("source_snapshot"), F.lit("false")) == "false"
    return F.when(F.col("operation").isNotNull() & streamed & (F.col("operation") != "r"), text)


def _image_json(known: list[WriterSchema], image: str) -> Column:
    result = F.lit(None).cast("string")
    for n, schema in enumerate(known):
        row = F.col(f"_envelope_{n}.{image}")
        fields = [
            _json_value(natural_value(row[field.name], field), natural_type(field)).alias(
                field.name
            )
            for field in schema.fields
        ]
        text = (
            F.to_json(F.struct(*fields), {"ignoreNullFields": "false"}) if fields else F.lit("{}")
        )
        result = F.coalesce(result, F.when(row.isNotNull(), text))
    return result


def _json_value(value: Column, sql_type: str) -> Column:
    # A JSON number may be read as a double, and Spark's own form of times has a zone.
    if sql_type.startswith(("decimal", "timestamp", "date")):
        return value.cast("string")
    return value
