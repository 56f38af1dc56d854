"""One micro-batch of one table: bronze, quarantine, silver, each its own atomic commit.

A kill between two of them leaves bronze ahead; the next run finds the difference by silver's own
progress, with or without new records.
"""

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from . import failpoints
from .bronze import bronze_rows, only_new
from .ddl_history import Chain
from .decode import is_compressed, schema_version_id
from .delta_commit import read_state, write_commit
from .delta_log import hadoop_reader
from .job_spec import Table
from .lake_paths import bronze_path, quarantine_path, silver_path
from .silver import MERGE_ABOVE_BYTES, SilverResult, update_silver


@dataclass(frozen=True)
class TopicFacts:
    """What a micro-batch has of one topic."""

    last_offsets: dict[int, int]
    records: int
    version_ids: frozenset[str]
    any_compressed: bool


def batch_facts(batch: DataFrame) -> dict[str, TopicFacts]:
    """Topic → facts, in one pass over the (persisted) batch."""
    groups = (
        batch.withColumn("_id", schema_version_id(F.col("value")))
        .groupBy("topic", "partition", "_id")
        .agg(
            F.max("offset").alias("last"),
            F.count("*").alias("records"),
            F.max(is_compressed(F.col("value"))).alias("compressed"),
        )
        .collect()
    )
    facts = {}
    for topic in {g.topic for g in groups}:
        mine = [g for g in groups if g.topic == topic]
        last: dict[int, int] = {}
        for g in mine:
            last[g.partition] = max(g.last, last.get(g.partition, -1))
        facts[topic] = TopicFacts(
            last_offsets=last,
            records=sum(g.records for g in mine),
            version_ids=frozenset(g._id for g in mine if g._id is not None),
            any_compressed=any(g.compressed for g in mine),
        )
    return facts


class TableJob:
    """The three layers of one table in one lake."""

    def __init__(
        self,
        spark: SparkSession,
        lake: str,
        table: Table,
        get_schema,
        merge_above_bytes: int = MERGE_ABOVE_BYTES,
    ):
        self.merge_above_bytes = merge_above_bytes
        # Its own session: a MERGE takes its commit's metadata from session settings, and tables go
        # side by side.
        self.spark, self.table, self.get_schema = spark.newSession(), table, get_schema
        self.read = hadoop_reader(self.spark)
        self.bronze = bronze_path(lake, table)
        self.silver = silver_path(lake, table)
        self.quarantine = quarantine_path(lake, table)

    def append_bronze(self, records: DataFrame, facts: TopicFacts) -> int:
        """Number of records of this topic in the batch that bronze may not have had."""
        state = read_state(self.read, self.bronze)
        offsets = {int(p): o for p, o in (state.state["offsets"] if state else {}).items()}
        if all(last <= offsets.get(p, -1) for p, last in facts.last_offsets.items()):
            return 0
        ingest = (state.state["ingest"] if state else 0) + 1
        # Asked for before anything is written: an unreachable registry ends the run here.
        schemas = {i: self.get_schema(i) for i in sorted(facts.version_ids)}
        rows = bronze_rows(
            only_new(records, offsets), schemas, facts.any_compressed, ingest
        ).coalesce(1)
        newest = {p: max(offsets.get(p, -1), last) for p, last in facts.last_offsets.items()}
        after = {"ingest": ingest, "offsets": {str(p): o for p, o in {**offsets, **newest}.items()}}
        failpoints.reach("before-bronze")
        write_commit(rows, self.bronze, "append", state, after)
        failpoints.reach("after-bronze")
        return facts.records

    def append_quarantine(self) -> int:
        """Undecodable rows of bronze that quarantine does not have; their number."""
        bronze = read_state(self.read, self.bronze)
        state = read_state(self.read, self.quarantine)
        done = state.state["ingest"] if state else 0
        if bronze is None or bronze.state["ingest"] <= done:
            return 0
        rows = (
            self.spark.read.format("delta")
            .load(self.bronze)
            .where((F.col("ingest") > done) & F.col("error").isNotNull())
            .select(
                "topic",
                "partition",
                "offset",
                "timestamp",
                "schema_version_id",
                F.col("error").alias("reason"),
                "key",
                "value",
            )
            .persist()
        )
        count = rows.count()
        if count > 0:
            after = {"ingest": bronze.state["ingest"]}
            write_commit(rows.coalesce(1), self.quarantine, "append", state, after)
            failpoints.reach("after-quarantine")
        rows.unpersist()
        return count

    def update_silver(self, chain: Chain) -> SilverResult | None:
        return update_silver(
            self.spark,
            self.bronze,
            self.silver,
            chain,
            self.get_schema,
            on_errors=self.append_quarantine,
            merge_above_bytes=self.merge_above_bytes,
        )
