"""SQL over the lake without Spark: delta-rs reads the logs, DuckDB the rows. About a second.

Views: `bronze.<table>`, `silver.<table>` (current rows), `gold.<name>`. Scalars are exact:
integers beyond 2^53-1, decimals, dates and times are strings, as MySQL prints them, except that a
fraction of a second is shown only if it is not zero, without trailing zeros. Binary is base64.
"""

import base64
import json
import math
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa
from deltalake import DeltaTable

from .delta_commit import read_state
from .errors import LakeError
from .lake_files import LakeFiles, open_lake
from .lake_paths import view_names
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
    files = open_lake(lake)

    def read(name: tuple[str, ...]) -> dict:
        database, table = name
        state = read_state(files.read, f"{lake}/silver/{database}/{table}")
        return {
            "database": database,
            "table": table,
            "key": state.state["key"],
            "version": state.version,
            "ingest": state.state["ingest"],
            "resync": state.state["resync"],
            "nullAsDefault": state.state["nullAsDefault"],
        }

    return json.dumps(_side_by_side(read, files.tables("silver", 2)))


def _create_views(connection: duckdb.DuckDBPyConnection, lake: str) -> None:
    files = open_lake(lake)
    bronze = {(d, t): source for source, d, t in files.tables("bronze", 3)}
    silver = files.tables("silver", 2)
    names = view_names(sorted({*bronze, *silver}))
    plans = [
        ("bronze", names[(database, table)], f"bronze/{source}/{database}/{table}")
        for (database, table), source in bronze.items()
    ]
    plans += [("silver", names[(d, t)], f"silver/{d}/{t}") for d, t in silver]
    plans += [("gold", name, f"gold/{name}") for (name,) in files.tables("gold", 1)]
    options = files.storage_options()

    def open_table(plan: tuple[str, str, str]):
        layer, _, folder = plan
        path = f"{lake}/{folder}"
        rows = DeltaTable(path, storage_options=options).to_pyarrow_dataset()
        return rows, _view_sql(files, path) if layer == "silver" else "SELECT * FROM {}"

    for layer in ("bronze", "silver", "gold"):
        connection.execute(f"CREATE SCHEMA {layer}")
    for (layer, name, _), (rows, sql) in zip(plans, _side_by_side(open_table, plans), strict=True):
        # Registered under a name of its own: DuckDB reads only the columns that the query asks for.
        relation = f"_{layer}_{name}"
        connection.register(relation, rows)
        body = sql.format(quoted(relation, '"'))
        connection.execute(f"CREATE VIEW {layer}.{quoted(name, chr(34))} AS {body}")


def _view_sql(files: LakeFiles, path: str) -> str:
    state = read_state(files.read, path).state
    return current_rows_sql("{}", state["types"], state["key"] is not None, "duckdb")


def _side_by_side(step: Callable, items: list) -> list:
    # On S3 a table is some round trips, and a lake has many tables.
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(step, items))


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
