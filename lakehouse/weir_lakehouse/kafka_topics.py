"""What Kafka has, asked through the Java client that Spark's connector brings."""

from pyspark.sql import SparkSession

from .errors import LakeError

TIMEOUT_MS = 20_000


def existing_topics(spark: SparkSession, bootstrap_servers: str) -> set[str]:
    """Names of all topics. Raises KAFKA_FAILED after 20 s without an answer."""
    jvm = spark._jvm
    settings = jvm.java.util.Properties()
    settings.put("bootstrap.servers", bootstrap_servers)
    settings.put("request.timeout.ms", str(TIMEOUT_MS))
    settings.put("default.api.timeout.ms", str(TIMEOUT_MS))
    admin = jvm.org.apache.kafka.clients.admin.Admin.create(settings)
    try:
        return set(admin.listTopics().names().get())
    except Exception as error:
        raise LakeError(
            "KAFKA_FAILED", f"no broker of {bootstrap_servers} lists its topics: {error}"
        ) from error
    finally:
        admin.close()


def read_history_topic(spark: SparkSession, bootstrap_servers: str, topic: str) -> list[str]:
    """All values of the topic in offset order; it has one partition."""
    rows = (
        spark.read.format("kafka")
        .option("kafka.bootstrap.servers", bootstrap_servers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .load()
        .selectExpr("partition", "offset", "cast(value as string) as value")
        .orderBy("partition", "offset")
        .collect()
    )
    return [row.value for row in rows if row.value is not None]
