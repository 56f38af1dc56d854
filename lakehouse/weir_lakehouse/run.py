"""One run of the job: a streaming query per source, then what no record announces."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import DataFrame, SparkSession

from .continuous import run_continuously
from .ddl_history import Chain, read_chains
from .errors import LakeError, TableInconsistent
from .events import emit
from .gold import write_gold
from .job_spec import Job, Source, Table
from .kafka_topics import existing_topics, history_reader, read_history_topic, table_topics
from .registry_schemas import RegistrySchemas
from .silver import MERGE_ABOVE_BYTES
from .spark_session import tune_session
from .streaming_query import present, start_query, wait
from .table_batch import TableJob, batch_facts


class LakeRun:
    """Holds what the batches of one run share. A table that fails does not stop the others."""

    def __init__(
        self,
        spark: SparkSession,
        job: Job,
        get_schema,
        read_history=None,
        merge_above_bytes: int = MERGE_ABOVE_BYTES,
    ):
        self.spark, self.job = spark, job
        self.failed: dict[str, TableInconsistent] = {}
        self.results: dict[str, dict] = {}
        self.error: LakeError | None = None
        # In continuous mode every source has a thread of its own.
        self._gold_lock = threading.Lock()
        self._read_history = read_history or self._history_from_kafka
        self.tables = {
            table.topic: TableJob(spark, job.lake_path, table, get_schema, merge_above_bytes)
            for source in job.sources
            for table in source.tables
        }

    def batch(self, source: Source, batch: DataFrame, batch_id: int = 0) -> None:
        """One micro-batch: Kafka's columns of any of the source's topics."""
        started = time.monotonic()
        batch = batch.select("topic", "partition", "offset", "timestamp", "key", "value").persist()
        facts = batch_facts(batch)
        # After the batch's end is fixed, so that every definition its rows need is there.
        chains = self._chains(source)
        tune_session(batch.sparkSession, sum(f.records for f in facts.values()))

        def take(table: Table) -> None:
            rows = batch.where(batch.topic == table.topic)
            self.tables[table.topic].append_bronze(rows, facts[table.topic])
            self._update(table, chains)

        _for_each([table for table in source.tables if table.topic in facts], take)
        batch.unpersist()
        emit(
            "batch",
            source=source.name,
            batchId=batch_id,
            records=sum(f.records for f in facts.values()),
            durationMs=round((time.monotonic() - started) * 1000),
        )

    def catch_up(self, source: Source) -> None:
        """What silver lacks though no record comes: a killed run's rest, a trailing DDL."""
        chains = self._chains(source)
        _for_each(source.tables, lambda table: self._update(table, chains))

    def _update(self, table: Table, chains: dict[tuple[str, str], Chain]) -> None:
        job = self.tables[table.topic]
        try:
            result = job.update_silver(chains.get((table.database, table.table), ()))
        except TableInconsistent as error:
            if table.topic not in self.failed:
                fields = {"source": table.source, "table": table.name}
                emit("warning", code=error.code, message=str(error), **fields)
            self.failed[table.topic] = error
            return
        self.failed.pop(table.topic, None)
        if result is None:
            return
        total = self.results.setdefault(
            table.topic, {"source": table.source, "table": table.name, "records": 0}
        )
        total["records"] += result.records
        total["silverVersion"] = result.version
        total["resync"] = result.resync
        total["nullAsDefault"] = result.null_as_default
        if result.changed:
            emit(
                "table",
                source=table.source,
                table=table.name,
                records=result.records,
                quarantined=result.errors,
                silverVersion=result.version,
                resync=result.resync,
                nullAsDefault=result.null_as_default,
            )

    def gold(self) -> None:
        tables = [job.table for job in self.tables.values()]
        with self._gold_lock:
            for result in write_gold(self.spark, self.job.lake_path, tables, self.job.gold):
                emit("gold", **result)

    def _chains(self, source: Source) -> dict[tuple[str, str], Chain]:
        return read_chains(self._read_history(source))

    def _history_from_kafka(self, source: Source) -> list[str]:
        return read_history_topic(self.spark, self.job, source.schema_history_topic)


def _for_each(tables: Sequence[Table], step: Callable[[Table], None]) -> None:
    # Two at a time: a small batch is nearly all planning on the driver, on one core.
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(step, tables):
            pass


def run_job(spark: SparkSession, job: Job) -> None:
    """Until everything that was in Kafka is in the lake (availableNow), or until it is stopped."""
    started = time.monotonic()
    schemas = RegistrySchemas.of(job)
    topics = existing_topics(spark, job)
    run = LakeRun(spark, job, schemas.get, history_reader(spark, job, topics))
    for topic in sorted(table_topics(job) - topics):
        emit("warning", code="TOPIC_UNKNOWN", message=f"no topic {topic} yet")
    if job.continuous:
        run_continuously(spark, job, run, topics)
    else:
        for source in job.sources:
            if present(source, topics):
                wait(start_query(spark, job, run, source, topics), run)
    for source in job.sources:
        run.catch_up(source)
    run.gold()
    if run.failed:
        first = next(iter(run.failed.values()))
        names = ", ".join(sorted(run.failed))
        raise LakeError("TABLE_FAILED", f"silver of {names} failed: {first}")
    emit(
        "done",
        tables=list(run.results.values()),
        durationMs=round((time.monotonic() - started) * 1000),
    )
