"""Silver of a table with a key: the newest image per key; a deleted row stays as `_deleted`.

`events` in all functions: first deliveries in their newest form, columns operation, before, after
(structs of silver's columns, or null), partition, offset, source_identity, source_ts_ms.
"""

from collections.abc import Mapping, Sequence

from delta.tables import DeltaTable
from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from .silver_images import explode_images
from .snapshot_boundary import Boundary, from_start

META_TYPES = {
    "_partition": "int",
    "_offset": "bigint",
    "_source": "string",
    "_deleted": "boolean",
    "_updated_at": "timestamp",
}


def last_per_key(events: DataFrame, key: Sequence[str]) -> DataFrame:
    """One row per key: columns, `_partition`, `_offset`, `_source`, `_deleted`, `_updated_at`.

    An update that changes the key without a delete of its own (a table whose key is younger than
    the event) counts as delete and create.
    """
    moved = F.lit(False)
    for name in key:
        moved = moved | ~F.col(f"before.`{name}`").eqNullSafe(F.col(f"after.`{name}`"))
    removes = (F.col("operation") == "d") | (
        (F.col("operation") == "u") & F.col("before").isNotNull() & moved
    )
    images = F.array(
        F.when(removes, F.struct(F.col("before").alias("row"), F.lit(True).alias("_deleted"))),
        F.struct(F.col("after").alias("row"), F.lit(False).alias("_deleted")),
    )
    return newest(explode_images(events, images, "_deleted"), key)


def newest(rows: DataFrame, key: Sequence[str]) -> DataFrame:
    window = Window.partitionBy(*[F.col(f"`{name}`") for name in key]).orderBy(
        F.desc("_offset"), F.asc("_deleted")
    )
    return rows.withColumn("_nth", F.row_number().over(window)).where("_nth = 1").drop("_nth")


def merge_keyed(spark: SparkSession, path: str, changes: DataFrame, key: Sequence[str]) -> None:
    """The usual step: one MERGE. A row that is newer already stays as it is."""
    same = _all(F.col(f"t.`{name}`").eqNullSafe(F.col(f"s.`{name}`")) for name in key)
    (
        DeltaTable.forPath(spark, path)
        .alias("t")
        .merge(changes.alias("s"), same)
        .whenMatchedUpdateAll("s._offset > t._offset")
        .whenNotMatchedInsertAll()
        .execute()
    )


def rebuild_keyed(
    current: DataFrame | None,
    changes: DataFrame,
    key: Sequence[str],
    boundaries: Mapping[int, Boundary],
) -> DataFrame:
    """The whole table after a DDL statement or the beginning of a snapshot.

    `current` is projected already; what lies below the snapshot's beginning is gone.
    """
    columns = changes.columns
    if current is None:
        return changes
    kept = from_start(current, boundaries, prefix="_")
    return newest(kept.select(*columns).unionByName(changes), key)


def _all(conditions) -> Column:
    result = F.lit(True)
    for condition in conditions:
        result = result & condition
    return result
