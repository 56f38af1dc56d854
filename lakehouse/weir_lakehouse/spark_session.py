"""The Spark session: small machine, UTC, Delta, no UI."""

import re
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

# C1 starts fast and a small lake is nearly all fixed cost; a large one gets C2 by its own options.
JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Duser.timezone=UTC"


def extra_jars(folder: str) -> list[str]:
    """Jars of the folder that Spark does not bring itself, by artifact whatever the version.

    A second version of a library on the driver's class path breaks Spark in odd places.
    """
    own = {_artifact(jar) for jar in (Path(pyspark.__file__).parent / "jars").glob("*.jar")}
    return sorted(str(jar) for jar in Path(folder).glob("*.jar") if _artifact(jar) not in own)


def _artifact(jar: Path) -> str:
    return re.sub(r"-\d[\w.+-]*$", "", jar.stem)


def start_session(
    jars_folder: str | None,
    driver_memory: str = "1500m",
    warehouse: str = "/tmp",
    java_options: str = JAVA_OPTIONS,
) -> SparkSession:
    builder = (
        SparkSession.builder.master("local[2]")
        .appName("weir-lakehouse")
        .config("spark.driver.memory", driver_memory)
        .config("spark.driver.extraJavaOptions", java_options)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        # The default of 200 partitions is ruinous on two cores.
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.default.parallelism", "2")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
        .config("spark.sql.streaming.stopTimeout", "10000")
        .config("spark.sql.warehouse.dir", warehouse)
        .config("spark.sql.catalogImplementation", "in-memory")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"
        )
    )
    if jars_folder is not None:
        builder = builder.config("spark.jars", ",".join(extra_jars(jars_folder)))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


SMALL_BATCH_RECORDS = 20_000


def tune_session(session: SparkSession, records: int) -> None:
    """Compile nothing and re-plan nothing for a batch that is over before that pays."""
    small = records < SMALL_BATCH_RECORDS
    session.conf.set("spark.sql.codegen.wholeStage", str(not small).lower())
    session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN" if small else "FALLBACK")
    session.conf.set("spark.sql.adaptive.enabled", str(not small).lower())
