"""Silver of a table without a key: a multiset of rows, `_count` times each.

Every first delivery takes its `before` out and puts its `after` in. A row is identified by all its
current columns. A count below zero means that bronze and source disagree: nothing is clamped, the
table fails.
"""

from collections.abc import Sequence

from delta.tables import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from .errors import TableInconsistent
from .silver_images import explode_images

META_TYPES = {
    "_count": "bigint",
    "_partition": "int",
    "_offset": "bigint",
    "_source": "string",
    "_deleted": "boolean",
    "_updated_at": "timestamp",
}
_NEGATIVE = "weir-negative-count"


def count_changes(events: DataFrame, columns: Sequence[str]) -> DataFrame:
    """Events → columns, `_count` (signed, never 0), `_partition`, `_offset`, … of the newest."""
    images = F.array(
        F.struct(F.col("before").alias("row"), F.lit(-1).cast("bigint").alias("_count")),
        F.struct(F.col("after").alias("row"), F.lit(1).cast("bigint").alias("_count")),
    )
    rows = explode_images(events, images, "_count")
    return add_up(rows, columns).where("_count <> 0")


def add_up(rows: DataFrame, columns: Sequence[str]) -> DataFrame:
    return rows.groupBy(*[F.col(f"`{name}`") for name in columns]).agg(
        F.sum("_count").alias("_count"),
        F.max_by("_partition", "_offset").alias("_partition"),
        F.max("_offset").alias("_offset"),
        F.max_by("_source", "_offset").alias("_source"),
        F.lit(False).alias("_deleted"),
        F.max_by("_updated_at", "_offset").alias("_updated_at"),
    )


def merge_keyless(
    spark: SparkSession, path: str, changes: DataFrame, columns: Sequence[str]
) -> None:
    """The usual step: one MERGE on all columns. Raises TableInconsistent, with nothing written."""
    same = F.lit(True)
    for name in columns:
        same = same & F.col(f"t.`{name}`").eqNullSafe(F.col(f"s.`{name}`"))
    total = F.col("t._count") + F.col("s._count")
    negative = F.raise_error(F.lit(_NEGATIVE)).cast("bigint")
    meta = {name: F.col(f"s.{name}") for name in META_TYPES if name != "_count"}
    own = {name: F.col(f"s.`{name}`") for name in columns}
    try:
        (
            DeltaTable.forPath(spark, path)
            .alias("t")
            .merge(changes.alias("s"), same)
            .whenMatchedDelete(total == 0)
            .whenMatchedUpdate(set={"_count": F.when(total < 0, negative).otherwise(total), **meta})
            .whenNotMatchedInsert(
                values={
                    "_count": F.when(F.col("s._count") < 0, negative).otherwise(F.col("s._count")),
                    **meta,
                    **own,
                }
            )
            .execute()
        )
    except Exception as error:
        if _NEGATIVE in str(error):
            raise _negative() from error
        raise


def rebuild_keyless(
    current: DataFrame | None, changes: DataFrame, columns: Sequence[str]
) -> DataFrame:
    """The whole table after a DDL statement or the beginning of a snapshot.

    `current` is projected already (rows that a dropped column made equal merge their counts), and
    None where a snapshot replaces it. Raises TableInconsistent.
    """
    rows = changes if current is None else current.select(*changes.columns).unionByName(changes)
    result = add_up(rows, columns).where("_count <> 0").persist()
    if not result.where("_count < 0").isEmpty():
        result.unpersist()
        raise _negative()
    return result


def _negative() -> TableInconsistent:
    return TableInconsistent(
        "a row was deleted or updated that silver does not have: bronze and source disagree; "
        "take a new snapshot of the table"
    )
