"""Where a snapshot of a table begins and ends among its records, in Kafka's order.

A snapshot replaces: what lies below its first row is gone. Debezium marks rows, not snapshots: a
one-row table has only `last…`, a snapshot that was cut off by a restart has no end, and the next
one begins with `first…` again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from .bronze import SNAPSHOT_MARKERS

_FIRST = ("first", "first_in_data_collection")
_LAST = ("last", "last_in_data_collection")


@dataclass(frozen=True)
class Boundary:
    """In one partition: offset of the newest beginning (None: no beginning here), its definition,
    whether an end was seen after it, and the marker of the last record.
    """

    start: int | None
    definition: int | None
    ended: bool
    last_marker: str | None


def find_boundaries(
    events: DataFrame, previous_markers: Mapping[str, str | None]
) -> dict[int, Boundary]:
    """`events`: partition, offset, operation, source_snapshot, _definition of first deliveries.

    `previous_markers`: partition → marker of the last record before these, null for a streamed one.
    A truncate (`op` t) replaces by nothing: it is a beginning and an end.
    """
    snapshot = F.col("source_snapshot").isin(*SNAPSHOT_MARKERS)
    marker = F.when(snapshot, F.col("source_snapshot")).otherwise("")
    window = Window.partitionBy("partition").orderBy("offset")
    before = F.coalesce(F.lag("_marker").over(window), _previous(previous_markers))
    truncate = F.col("operation") == "t"
    begins = truncate | (
        snapshot & (F.col("_marker").isin(*_FIRST) | (before == "") | before.isin(*_LAST))
    )
    offset = F.col("offset")
    rows = (
        events.withColumn("_marker", marker)
        .withColumn("_begins", begins)
        .groupBy("partition")
        .agg(
            F.max(F.when(F.col("_begins"), offset)).alias("start"),
            F.max_by("_definition", F.when(F.col("_begins"), offset)).alias("definition"),
            F.max(F.when(F.col("_marker").isin(*_LAST) | truncate, offset)).alias("end"),
            F.max_by("_marker", offset).alias("last"),
        )
        .collect()
    )
    return {
        row.partition: Boundary(
            start=row.start,
            definition=row.definition if row.start is not None else None,
            ended=row.end is not None and (row.start is None or row.end >= row.start),
            last_marker=row.last or None,
        )
        for row in rows
    }


def _previous(markers: Mapping[str, str | None]) -> Column:
    result = F.lit("")
    for partition, marker in markers.items():
        result = F.when(F.col("partition") == int(partition), marker or "").otherwise(result)
    return result


def from_start(frame: DataFrame, boundaries: Mapping[int, Boundary], prefix: str = "") -> DataFrame:
    """Rows at or above the beginning of their partition's newest snapshot."""
    keep = F.lit(True)
    for partition, boundary in boundaries.items():
        if boundary.start is not None:
            gone = (F.col(f"{prefix}partition") == partition) & (
                F.col(f"{prefix}offset") < boundary.start
            )
            keep = keep & ~gone
    return frame.where(keep)
