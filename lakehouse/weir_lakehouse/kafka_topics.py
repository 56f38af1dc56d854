"""What Kafka has, asked through the Java client that Spark's connector brings."""

from collections.abc import Callable

from pyspark.sql import SparkSession

from .errors import LakeError
from .events import emit
from .job_spec import Job, Source

TIMEOUT_MS = 20_000


def client_options(job: Job) -> dict[str, str]:
    """Properties of a Kafka client: where the brokers are, and the job's security."""
    return {**job.kafka_options, "bootstrap.servers": job.bootstrap_servers}


def source_options(job: Job) -> dict[str, str]:
    """The same for Spark's Kafka source, which passes on what begins with `kafka.`."""
    return {f"kafka.{name}": value for name, value in client_options(job).items()}


def table_topics(job: Job) -> set[str]:
    return {table.topic for source in job.sources for table in source.tables}


def history_topics(job: Job) -> set[str]:
    return {source.schema_history_topic for source in job.sources}


def existing_topics(spark: SparkSession, job: Job) -> set[str]:
    """Names of all topics. Raises KAFKA_FAILED after 20 s without an answer."""
    jvm = spark._jvm
    settings = jvm.java.util.Properties()
    for name, value in client_options(job).items():
        settings.put(name, value)
    settings.put("request.timeout.ms", str(TIMEOUT_MS))
    settings.put("default.api.timeout.ms", str(TIMEOUT_MS))
    admin = None
    try:
        # Fails at once where a class of the security options is not on the class path.
        admin = jvm.org.apache.kafka.clients.admin.Admin.create(settings)
        return set(admin.listTopics().names().get())
    except Exception as error:
        # Of a Java exception its own text, without the call and the stack.
        reason = getattr(error, "java_exception", error)
        raise LakeError(
            "KAFKA_FAILED", f"no broker of {job.bootstrap_servers} lists its topics: {reason}"
        ) from error
    finally:
        if admin is not None:
            admin.close()


def read_history_topic(spark: SparkSession, job: Job, topic: str) -> list[str]:
    """All values of the topic in offset order; it has one partition."""
    rows = (
        spark.read.format("kafka")
        .options(**source_options(job))
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .load()
        .selectExpr("partition", "offset", "cast(value as string) as value")
        .orderBy("partition", "offset")
        .collect()
    )
    return [row.value for row in rows if row.value is not None]


def history_reader(
    spark: SparkSession, job: Job, topics: set[str]
) -> Callable[[Source], list[str]]:
    """Reads a source's schema history, where `topics` has its topic; says once where it has not."""
    told = set()

    def read(source: Source) -> list[str]:
        topic = source.schema_history_topic
        if topic in topics:
            return read_history_topic(spark, job, topic)
        if topic not in told:
            told.add(topic)
            message = f"no topic {topic}: what ALTER does to rows is not known"
            emit("warning", code="HISTORY_MISSING", message=message)
        return []

    return read
