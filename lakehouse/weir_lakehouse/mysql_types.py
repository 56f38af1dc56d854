"""MySQL column types as Debezium's schema history names them: silver type, defaults, widening."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from .natural_values import MAX_DECIMAL_DIGITS


class Unknown:
    """A value that cannot be known for certain from the definition alone."""

    def __init__(self, reason: str):
        self.reason = reason


@dataclass(frozen=True)
class ColumnDefinition:
    """One column of a table definition; `name` is the field name (see field_names)."""

    name: str
    type_name: str
    length: int | None = None
    scale: int | None = None
    optional: bool = True
    has_default: bool = False
    default_expression: str | None = None
    enum_values: tuple[str, ...] = ()
    charset: str | None = None
    generated: bool = False

    @property
    def base_type(self) -> str:
        words = self.type_name.upper().replace("ZEROFILL", "").replace("UNSIGNED", "").split("(")
        return " ".join(words[0].split())

    @property
    def unsigned(self) -> bool:
        return "UNSIGNED" in self.type_name.upper() or self.base_type == "SERIAL"


_BITS = {
    "TINYINT": 8,
    "INT1": 8,
    "BOOL": 8,
    "BOOLEAN": 8,
    "SMALLINT": 16,
    "INT2": 16,
    "MEDIUMINT": 24,
    "INT3": 24,
    "MIDDLEINT": 24,
    "INT": 32,
    "INTEGER": 32,
    "INT4": 32,
    "BIGINT": 64,
    "INT8": 64,
    "SERIAL": 64,
}
_DECIMALS = {"DECIMAL", "NUMERIC", "DEC", "FIXED"}
_DOUBLES = {"DOUBLE", "DOUBLE PRECISION", "REAL", "FLOAT8"}
_FLOATS = {"FLOAT", "FLOAT4"}
_TEXTS = ["TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT"]
_CHARS = {
    "CHAR",
    "CHARACTER",
    "NCHAR",
    "NATIONAL CHAR",
    "NATIONAL CHARACTER",
}
_VARCHARS = {
    "VARCHAR",
    "VARCHARACTER",
    "CHARACTER VARYING",
    "CHAR VARYING",
    "NVARCHAR",
    "NATIONAL VARCHAR",
    "NATIONAL CHAR VARYING",
    "NATIONAL CHARACTER VARYING",
    "NCHAR VARCHAR",
    "NCHAR VARYING",
}
_STRINGS = _CHARS | _VARCHARS | set(_TEXTS) | {"ENUM", "SET", "JSON", "LONG VARCHAR"}
_BLOBS = ["TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB"]
_BINARIES = set(_BLOBS) | {"BINARY", "VARBINARY", "CHAR BYTE", "LONG VARBINARY"}


def silver_type(column: ColumnDefinition) -> str | None:
    """Spark SQL type of the column in silver; None for a type that this table does not know."""
    base = column.base_type
    if base in _BITS:
        bits = _BITS[base]
        if bits == 64:
            return "decimal(20,0)" if column.unsigned else "bigint"
        return "bigint" if bits == 32 and column.unsigned else "int"
    if base in _DECIMALS:
        precision = column.length or 10
        return (
            f"decimal({precision},{column.scale or 0})"
            if precision <= MAX_DECIMAL_DIGITS
            else "string"
        )
    if base in _FLOATS:
        # FLOAT(p) with p over 24 is a double in MySQL; FLOAT(m,d) has a scale and is not.
        is_double = column.scale is None and (column.length or 0) > 24
        return "double" if is_double else "float"
    if base in _DOUBLES:
        return "double"
    if base == "BIT":
        return "boolean" if (column.length or 1) == 1 else "binary"
    if base in _STRINGS or base == "TIME":
        return "string"
    if base in _BINARIES:
        return "binary"
    return {
        "DATE": "date",
        "DATETIME": "timestamp_ntz",
        "TIMESTAMP": "timestamp",
        "YEAR": "int",
        "GEOMETRY": "string",
        "POINT": "string",
        "LINESTRING": "string",
        "POLYGON": "string",
        "MULTIPOINT": "string",
        "MULTILINESTRING": "string",
        "MULTIPOLYGON": "string",
        "GEOMCOLLECTION": "string",
        "GEOMETRYCOLLECTION": "string",
        "VECTOR": "string",
    }.get(base)


def added_value(column: ColumnDefinition, ddl: str) -> str | bytes | Unknown | None:
    """What ADD COLUMN puts into existing rows: literal default, else NULL, else implicit default.

    Text, to be cast to the silver type. Debezium keeps a default as text without its quotes, writes
    `1970-01-01 00:00:00` for CURRENT_TIMESTAMP and nothing for an expression, so what cannot be
    told apart from those is Unknown (io.debezium…DefaultValueParserListener).
    """
    if column.generated:
        return Unknown(f"column {column.name} is filled by the server")
    if re.search(r"\bAS\s*\(", ddl, re.IGNORECASE):
        return Unknown("the statement adds a generated column")
    if column.has_default and column.default_expression is not None:
        return _literal(column, column.default_expression, ddl)
    if column.has_default and re.search(r"\bDEFAULT\s*\(", ddl, re.IGNORECASE):
        return Unknown(f"column {column.name} has an expression as default")
    return None if column.optional else _implicit(column)


def _implicit(column: ColumnDefinition) -> str | bytes | Unknown:
    base = column.base_type
    if base in _BITS or base in _DECIMALS or base in _FLOATS or base in _DOUBLES:
        return "0"
    if base == "ENUM":
        return _enum_values(column)[0] if column.enum_values else Unknown("ENUM without values")
    if base == "BIT":
        size = column.length or 1
        return "false" if size == 1 else bytes((size + 7) // 8)
    if base == "BINARY":
        return bytes(column.length or 1)
    if base in _BINARIES:
        return b""
    if base == "TIME":
        return "00:00:00"
    if base in _STRINGS and base != "JSON":
        return ""
    return Unknown(
        f"column {column.name}: implicit default of {column.type_name} has no exact form"
    )


def _enum_values(column: ColumnDefinition) -> tuple[str, ...]:
    return tuple(
        value[1:-1] if len(value) > 1 and value[0] == value[-1] == "'" else value
        for value in column.enum_values
    )


def _literal(column: ColumnDefinition, text: str, ddl: str) -> str | bytes | Unknown | None:
    base = column.base_type
    unknown = Unknown(f"column {column.name}: default {text!r} has no certain value")
    if base != "BIT" and re.search(r"\bDEFAULT\s+(_\w+\s*)?(0x|0b|x'|b')", ddl, re.IGNORECASE):
        return unknown
    if base in _BITS or base in _DECIMALS or base in _FLOATS or base in _DOUBLES:
        return _number(column, text.strip()) or unknown
    if base == "BIT":
        bits = text.strip()
        return (
            {"0": "false", "1": "true"}.get(bits, unknown)
            if column.length in (None, 1)
            else (unknown)
        )
    if base in _STRINGS:
        if any(mark in text for mark in "'\"\\"):
            return unknown
        if base == "ENUM":
            return text if text in _enum_values(column) else unknown
        return text.rstrip(" ") if base in _CHARS else text
    if base == "DATE":
        return text if _is_date(text) else unknown
    if base == "DATETIME":
        return _datetime(column, text) or unknown
    if base == "TIME":
        return text if re.fullmatch(r"-?\d{2,3}:[0-5]\d:[0-5]\d", text) else unknown
    if base == "YEAR":
        return text if re.fullmatch(r"(19|20|21)\d\d", text) else unknown
    # TIMESTAMP depends on the session's time zone; BINARY is padded; the rest takes no literal.
    return unknown


def _number(column: ColumnDefinition, text: str) -> str | None:
    text = {"true": "1", "false": "0"}.get(text.lower(), text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    if column.base_type in _BITS or column.base_type in _DECIMALS:
        scale = (column.scale or 0) if column.base_type in _DECIMALS else 0
        number = number.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_UP)
    return format(number, "f")


def _is_date(text: str) -> bool:
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    return bool(match) and all(int(part) for part in match.groups())


def _datetime(column: ColumnDefinition, text: str) -> str | None:
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2}) \d{2}:\d{2}:\d{2}(\.(\d{1,6}))?", text)
    if not match or not _is_date(match[1]) or len(match[3] or "") > (column.length or 0):
        return None
    # Debezium writes exactly this for CURRENT_TIMESTAMP.
    return None if text == "1970-01-01 00:00:00" else text


def is_equal_widening(old: ColumnDefinition, new: ColumnDefinition) -> bool:
    """Whether MODIFY from `old` to `new` leaves every existing value as it was."""
    if old.optional and not new.optional:
        return False
    a, b = old.base_type, new.base_type
    if a in _BITS and b in _BITS:
        low, high = _range(old)
        new_low, new_high = _range(new)
        return new_low <= low and high <= new_high
    if a in _DECIMALS and b in _DECIMALS:
        if new.unsigned and not old.unsigned:
            return False
        old_scale, new_scale = old.scale or 0, new.scale or 0
        grown = (new.length or 10) - new_scale >= (old.length or 10) - old_scale
        fits = (new.length or 10) <= MAX_DECIMAL_DIGITS
        return grown and new_scale >= old_scale and (fits or old.length == new.length)
    if not _same_charset(old, new):
        return False
    if a in _VARCHARS and b in _VARCHARS:
        return (new.length or 0) >= (old.length or 0)
    if a in _VARCHARS and b in _TEXTS:
        # 255 bytes of TINYTEXT hold 63 characters of four bytes.
        return b != "TINYTEXT" and (b != "TEXT" or (old.length or 0) <= 16_383)
    for family in (_TEXTS, _BLOBS):
        if a in family and b in family:
            return family.index(b) >= family.index(a)
    if a != b:
        return False
    if a == "ENUM" or a == "SET":
        return new.enum_values[: len(old.enum_values)] == old.enum_values
    if a in ("DATETIME", "TIMESTAMP", "TIME", "VARBINARY"):
        return (new.length or 0) >= (old.length or 0)
    if a in _CHARS:
        return (new.length or 1) >= (old.length or 1)
    return (old.length, old.scale, old.unsigned) == (new.length, new.scale, new.unsigned)


def _range(column: ColumnDefinition) -> tuple[int, int]:
    bits = _BITS[column.base_type]
    return (0, 2**bits - 1) if column.unsigned else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _same_charset(old: ColumnDefinition, new: ColumnDefinition) -> bool:
    # Everything converts to utf8mb4 without loss.
    return old.charset == new.charset or new.charset in ("utf8mb4", None) or old.charset is None
