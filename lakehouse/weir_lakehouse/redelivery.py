"""At-least-once made exactly-once: a change that was delivered before changes nothing."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F


def first_deliveries(
    pending: DataFrame, bronze: DataFrame, after_ingest: int, span: tuple[int, int] | None
) -> DataFrame:
    """Rows of `pending` whose source identity is new: not in bronze up to `after_ingest`, and the
    one with the lowest Kafka offset among themselves. Rows without an identity all stay.

    `span`: lowest and highest `source_ts_ms` of the pending rows with an identity. A re-delivery
    has the binlog time of the first delivery, so only that span of bronze is read: file statistics
    skip the rest.
    """
    if after_ingest > 0 and span is not None:
        ledger = (
            bronze.where(F.col("ingest") <= after_ingest)
            .where(F.col("source_ts_ms").between(*span))
            .where("source_identity is not null")
            .select("source_identity")
        )
        pending = pending.join(ledger, "source_identity", "left_anti")
    own = F.concat_ws(":", F.lit("kafka"), F.col("partition"), F.col("offset"))
    window = Window.partitionBy(F.coalesce(F.col("source_identity"), own)).orderBy("offset")
    return pending.withColumn("_nth", F.row_number().over(window)).where("_nth = 1").drop("_nth")
