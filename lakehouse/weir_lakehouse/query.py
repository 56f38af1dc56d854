"""SQL over the lake without Spark: delta-rs reads the logs, DuckDB the rows. About a second.

Views: `bronze.<table>`, `silver.<table>` (current rows), `gold.<name>`. Scalars are exact:
integers beyond 2^53-1, decimals, dates and times are strings, as MySQL prints them, except that a
fraction of a second is shown only if it is not zero, without trailing zeros. Binary is base64.
"""

import base64
import json
import math
import re

import duckdb
import pyarrow as pa
from deltalake import DeltaTable

from .delta_commit import read_state
from .errors import LakeError
from .lake_paths import delta_tables, view_names
from .lake_views import current_rows_sql, quoted

_MAX_SAFE_INTEGER = 2**53 - 1


def run_query(lake: str, sql: str) -> str:
    """A JSON array of objects. Raises QUERY_FAILED with DuckDB's own words."""
    connection = duckdb.connect()
    try:
        _create_views(connection, lake)
        # A query reads the lake and nothing else of this machine.
        connection.execute("SET enable_external_access = false")
        relation = connection.sql(sql)
        result = pa.table({}) if relation is None else relation.to_arrow_table()
    except duckdb.Error as error:
        raise LakeError("QUERY_FAILED", str(error)) from error
    return json.dumps(rows_of(result), ensure_ascii=False, separators=(",", ":"))


def lake_status(lake: str) -> str:
    """`[{database, table, key, version, ingest, resync}]` of silver."""
    tables = []
    for database, table in delta_tables(lake, "silver", 2):
        state = read_state(f"{lake}/silver/{database}/{table}")
        tables.append(
            {
                "database": database,
                "table": table,
                "key": state.state["key"],
                "version": state.version,
                "ingest": state.state["ingest"],
                "resync": state.state["resync"],
                "nullAsDefault": state.state["nullAsDefault"],
            }
        )
    return json.dumps(tables)


def _create_views(connection: duckdb.DuckDBPyConnection, lake: str) -> None:
    for layer in ("bronze", "silver", "gold"):
        connection.execute(f"CREATE SCHEMA {layer}")
    bronze = {(d, t): source for source, d, t in delta_tables(lake, "bronze", 3)}
    names = view_names(sorted({*bronze, *delta_tables(lake, "silver", 2)}))
    for (database, table), source in bronze.items():
        path = f"{lake}/bronze/{source}/{database}/{table}"
        _view(connection, "bronze", names[(database, table)], path, "SELECT * FROM {}")
    for database, table in delta_tables(lake, "silver", 2):
        path = f"{lake}/silver/{database}/{table}"
        state = read_state(path).state
        sql = current_rows_sql("{}", state["types"], state["key"] is not None, "duckdb")
        _view(connection, "silver", names[(database, table)], path, sql)
    for (name,) in delta_tables(lake, "gold", 1):
        _view(connection, "gold", name, f"{lake}/gold/{name}", "SELECT * FROM {}")


def _view(
    connection: duckdb.DuckDBPyConnection, layer: str, name: str, path: str, sql: str
) -> None:
    # Registered under a name of its own: DuckDB reads only the columns that the query asks for.
    relation = f"_{layer}_{name}"
    connection.register(relation, DeltaTable(path).to_pyarrow_dataset())
    body = sql.format(quoted(relation, '"'))
    connection.execute(f"CREATE VIEW {layer}.{quoted(name, chr(34))} AS {body}")


def rows_of(table: pa.Table) -> list[dict]:
    columns = [
        [_scalar(value.as_py(), field.type) for value in column]
        if not pa.types.is_timestamp(field.type)
        else _timestamps(column)
        for field, column in zip(table.schema, table.columns, strict=True)
    ]
    names = table.column_names
    return (
        [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)] if names else []
    )


def _timestamps(column: pa.ChunkedArray) -> list[str | None]:
    """From the text form: Python's datetime ends at year 9999 and loses what lies beyond."""
    texts = column.cast(pa.timestamp("us")).cast(pa.string()).to_pylist()
    return [None if text is None else _short_fraction(text.removesuffix("Z")) for text in texts]


def _short_fraction(text: str) -> str:
    return re.sub(r"\.?0+$", "", text) if "." in text else text


def _scalar(value, arrow_type: pa.DataType):
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _MAX_SAFE_INTEGER else str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        # The shortest text of a 32-bit float: 1.1, not 1.100000023841858.
        return (
            float(str(pa.scalar(value, arrow_type).cast(pa.string())))
            if pa.types.is_float32(arrow_type)
            else value
        )
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, list):
        return [_scalar(item, arrow_type.value_type) for item in value]
    if isinstance(value, dict):
        return (
            {name: _scalar(item, arrow_type.field(name).type) for name, item in value.items()}
            if pa.types.is_struct(arrow_type)
            else str(value)
        )
    return str(value)
