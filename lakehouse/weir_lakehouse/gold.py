"""Gold: the spec's SQL over current rows, each table replaced whole in one commit."""

import hashlib
from collections.abc import Mapping, Sequence

from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

from . import failpoints
from .delta_commit import read_state, write_commit
from .delta_log import hadoop_reader
from .errors import LakeError
from .job_spec import Table
from .lake_paths import bronze_path, gold_path, silver_path, view_names
from .lake_views import current_rows_sql


def create_views(spark: SparkSession, lake: str, tables: Sequence[Table]) -> dict[str, int]:
    """`bronze.<table>` and `silver.<table>` of what exists; view → version of its table."""
    for layer in ("bronze", "silver", "gold"):
        spark.sql(f"CREATE DATABASE IF NOT EXISTS {layer}")
    read = hadoop_reader(spark)
    names = view_names([(t.database, t.table) for t in tables])
    versions: dict[str, int] = {}
    for table in tables:
        name = names[(table.database, table.table)]
        bronze = read_state(read, bronze_path(lake, table))
        if bronze is not None:
            sql = f"SELECT * FROM delta.`{bronze_path(lake, table)}`"
            spark.sql(f"CREATE OR REPLACE VIEW bronze.`{name}` AS {sql}")
            versions[f"bronze.{name}"] = bronze.version
        silver = read_state(read, silver_path(lake, table))
        if silver is not None:
            relation = f"delta.`{silver_path(lake, table)}`"
            keyed = silver.state["key"] is not None
            sql = current_rows_sql(relation, silver.state["types"], keyed, "spark")
            spark.sql(f"CREATE OR REPLACE VIEW silver.`{name}` AS {sql}")
            versions[f"silver.{name}"] = silver.version
    return versions


def write_gold(
    spark: SparkSession, lake: str, tables: Sequence[Table], gold: Mapping[str, str]
) -> list[dict]:
    """`[{name, version, changed}]` in the spec's order, each able to read those before it.

    A table whose SQL and inputs are as they were is left alone. Raises GOLD_FAILED with the name of
    the table and Spark's own words.
    """
    read = hadoop_reader(spark)
    versions = create_views(spark, lake, tables) if gold else {}
    results = []
    for name, sql in gold.items():
        path = gold_path(lake, name)
        state = read_state(read, path)
        inputs = hashlib.sha256(repr((sql, sorted(versions.items()))).encode()).hexdigest()
        changed = state is None or state.state["inputs"] != inputs
        if changed:
            try:
                rows = spark.sql(sql)
                failpoints.reach("before-gold")
                write_commit(rows.coalesce(1), path, "overwrite", state, {"inputs": inputs})
            except AnalysisException as error:
                raise LakeError("GOLD_FAILED", f"gold table {name}: {_reason(error)}") from error
            state = read_state(read, path)
        spark.sql(f"CREATE OR REPLACE VIEW gold.`{name}` AS SELECT * FROM delta.`{path}`")
        versions[f"gold.{name}"] = state.version
        results.append({"name": name, "version": state.version, "changed": changed})
    return results


def _reason(error: AnalysisException) -> str:
    return str(error).partition("JVM stacktrace")[0].strip()
