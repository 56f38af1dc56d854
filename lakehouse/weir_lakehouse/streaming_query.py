"""A source's records as a Structured Streaming query, and how it ends."""

import contextlib
import hashlib

from pyspark.errors import StreamingQueryException
from pyspark.sql import DataFrame, SparkSession

from .errors import LakeError
from .job_spec import Job, Source
from .kafka_topics import source_options


def present(source: Source, topics: set[str]) -> list[str]:
    return [table.topic for table in source.tables if table.topic in topics]


def start_query(spark: SparkSession, job: Job, run, source: Source, topics: set[str]):
    """`run`: a LakeRun, which takes the batches."""

    def on_batch(batch: DataFrame, batch_id: int) -> None:
        try:
            run.batch(source, batch, batch_id)
            if job.continuous:
                run.gold()
        except LakeError as error:
            run.error = error
            raise

    subscribed = present(source, topics)
    stream = (
        spark.readStream.format("kafka")
        .options(**source_options(job))
        .option("kafka.isolation.level", "read_committed")
        .option("subscribe", ",".join(subscribed))
        .option("startingOffsets", "earliest")
        .option("maxOffsetsPerTrigger", job.max_offsets_per_trigger)
        .load()
    )
    writer = stream.writeStream.foreachBatch(on_batch).option(
        "checkpointLocation", f"{job.checkpoint_path}/{source.name}-{_digest(subscribed)}"
    )
    if job.continuous:
        return writer.trigger(processingTime=job.interval).start()
    return writer.trigger(availableNow=True).start()


def _digest(topics: list[str]) -> str:
    """One checkpoint for each set of topics: Spark cannot end a batch that was cut off with another
    set. A new one reads the topics again from their beginning, and bronze passes over what it has.
    """
    return hashlib.sha256("\n".join(sorted(topics)).encode()).hexdigest()[:12]


def wait(query, run) -> None:
    """Until it ends. Raises what ended it: the job's own error, or Kafka's."""
    with raising(run):
        query.awaitTermination()


def stop(query, run) -> None:
    # A batch that is cut off ends with an error of its own; it is done again from the checkpoint.
    with contextlib.suppress(StreamingQueryException):
        query.stop()
        query.awaitTermination()
    run.error = None


@contextlib.contextmanager
def raising(run):
    try:
        yield
    except StreamingQueryException as error:
        # Spark carries only the text of a batch's error across.
        raise run.error or _kafka_error(error) from error


def _kafka_error(error: StreamingQueryException) -> LakeError:
    text = str(error)
    if "failOnDataLoss" in text or "KAFKA_DATA_LOSS" in text:
        return LakeError(
            "KAFKA_DATA_LOSS",
            "Kafka no longer has records that the lake has not read (retention was shorter than "
            "the time between two runs); take a new snapshot of the source",
        )
    return LakeError("KAFKA_FAILED", text.partition("JVM stacktrace")[0].strip()[:2000])
