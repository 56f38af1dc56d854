"""The row images of change events, each with the place that it came from."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F


def explode_images(events: DataFrame, images: Column, mark: str) -> DataFrame:
    """One row per image: its columns, `mark`, `_partition`, `_offset`, `_source`, `_updated_at`.

    `images`: array of structs of `row` and `mark`; one that is null, or whose row is, gives none.
    """
    exploded = events.select(
        F.explode(images).alias("_image"),
        F.col("partition").alias("_partition"),
        F.col("offset").alias("_offset"),
        F.col("source_identity").alias("_source"),
        F.timestamp_millis("source_ts_ms").alias("_updated_at"),
    ).where("_image.row is not null")
    place = ("_partition", "_offset", "_source", "_updated_at")
    return exploded.select("_image.row.*", F.col(f"_image.{mark}").alias(mark), *place)
