"""Debezium's encodings → values of the column's own type, exactly.

Times of day become text: MySQL's TIME is negative and beyond 24 hours too. Decimals of more than
38 digits become text as well; nothing ever passes through a double that was not one.
"""

from pyspark.sql import Column
from pyspark.sql import functions as F
from pyspark.sql.types import StringType

from .writer_schema import DECIMAL, MAX_DECIMAL_DIGITS, Field

_DAYS = {"io.debezium.time.Date", "org.apache.kafka.connect.data.Date"}
_MILLIS = {"io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp"}
_TIME_UNIT = {
    "io.debezium.time.Time": 1_000,
    "org.apache.kafka.connect.data.Time": 1_000,
    "io.debezium.time.MicroTime": 1,
}
_PLAIN = {
    "int": "int",
    "long": "bigint",
    "float": "float",
    "double": "double",
    "boolean": "boolean",
    "string": "string",
    "bytes": "binary",
    "enum": "string",
}


def natural_type(field: Field) -> str:
    """Spark SQL type of the value that `natural_value` gives."""
    name = field.connect_name
    if name in _DAYS:
        return "date"
    if name in _MILLIS or name in {
        "io.debezium.time.MicroTimestamp",
        "io.debezium.time.NanoTimestamp",
    }:
        return "timestamp_ntz"
    if name == "io.debezium.time.ZonedTimestamp":
        return "timestamp"
    if name in _TIME_UNIT:
        return "string"
    if name == DECIMAL:
        if field.precision <= MAX_DECIMAL_DIGITS:
            return f"decimal({field.precision},{field.scale})"
        return "string"
    return _PLAIN.get(field.avro_type, "string")


def natural_value(raw: Column, field: Field) -> Column:
    """`raw`: the field as `from_avro` gives it under the rewritten writer schema."""
    name = field.connect_name
    if name in _DAYS:
        return F.date_from_unix_date(raw.cast("int"))
    if name in _MILLIS:
        return F.timestamp_millis(raw).cast("timestamp_ntz")
    if name == "io.debezium.time.MicroTimestamp":
        return F.timestamp_micros(raw).cast("timestamp_ntz")
    if name == "io.debezium.time.NanoTimestamp":
        micros = F.floor(raw / F.lit(1000).cast("decimal(5,0)")).cast("bigint")
        return F.timestamp_micros(micros).cast("timestamp_ntz")
    if name == "io.debezium.time.ZonedTimestamp":
        return raw.cast("timestamp")
    if name in _TIME_UNIT:
        return time_text(raw.cast("bigint") * _TIME_UNIT[name])
    if name == DECIMAL:
        return raw if field.precision <= MAX_DECIMAL_DIGITS else _long_decimal(raw, field.scale)
    if field.avro_type not in _PLAIN:
        return F.to_json(raw, {"ignoreNullFields": "false"})
    return raw


def time_text(micros: Column) -> Column:
    """`[-]HH:MM:SS[.ffffff]`; the fraction only if it is not zero, without trailing zeros."""
    size = F.abs(micros)
    whole = F.format_string(
        "%s%02d:%02d:%02d",
        F.when(micros < 0, "-").otherwise(""),
        F.floor(size / F.lit(3_600_000_000).cast("decimal(11,0)")).cast("bigint"),
        F.floor(size / F.lit(60_000_000).cast("decimal(9,0)")).cast("bigint") % 60,
        F.floor(size / F.lit(1_000_000).cast("decimal(8,0)")).cast("bigint") % 60,
    )
    fraction = F.regexp_replace(F.format_string(".%06d", size % 1_000_000), r"0+$", "")
    text = F.concat(whole, F.when(fraction == ".", "").otherwise(fraction))
    return F.when(micros.isNotNull(), text)


def _long_decimal(raw: Column, scale: int) -> Column:
    # Only tables with DECIMAL(39..65) pay for a Python worker.
    @F.udf(returnType=StringType())
    def text(data):
        if data is None:
            return None
        from decimal import Decimal

        unscaled = int.from_bytes(bytes(data), "big", signed=True)
        sign, digits = int(unscaled < 0), tuple(int(d) for d in str(abs(unscaled)))
        return format(Decimal((sign, digits, -scale)), "f")

    return text(raw)
