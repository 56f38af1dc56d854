"""The Spark session: of a small machine, or the one that AWS Glue prepares. UTC, Delta."""

import re
from pathlib import Path

import pyspark
from pyspark.sql import SparkSession

from .errors import LakeError

# C1 starts fast and a small lake is nearly all fixed cost; a large one gets C2 by its own options.
JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Duser.timezone=UTC"


# Of every session, wherever the job runs. They are the context's: a table has a session of its own.
SETTINGS = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    # Views of one run: neither Hive nor the Glue Data Catalog knows them.
    "spark.sql.catalogImplementation": "in-memory",
}


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
        # The default of 200 partitions is ruinous on two cores.
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.default.parallelism", "2")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
        .config("spark.sql.streaming.stopTimeout", "10000")
        .config("spark.sql.warehouse.dir", warehouse)
        .config(map=SETTINGS)
    )
    if jars_folder is not None:
        builder = builder.config("spark.jars", ",".join(extra_jars(jars_folder)))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def join_session() -> SparkSession:
    """The session of a prepared cluster: master, memory, jars and settings are its own.

    Raises SESSION_INVALID where it was started without what the job needs.
    """
    session = SparkSession.builder.appName("weir-lakehouse").config(map=SETTINGS).getOrCreate()
    wrong = wrong_settings(session)
    if wrong:
        raise LakeError(
            "SESSION_INVALID",
            f"Spark was started with {wrong}; give the job the arguments of job-arguments.json",
        )
    return session


def wrong_settings(session: SparkSession) -> dict[str, str | None]:
    """What a new session, as every table has one, lacks of SETTINGS: it was set too late."""
    found = {name: session.newSession().conf.get(name, None) for name in SETTINGS}
    return {name: value for name, value in found.items() if value != SETTINGS[name]}


SMALL_BATCH_RECORDS = 20_000


def tune_session(session: SparkSession, records: int) -> None:
    """Compile nothing and re-plan nothing for a batch that is over before that pays."""
    small = records < SMALL_BATCH_RECORDS
    session.conf.set("spark.sql.codegen.wholeStage", str(not small).lower())
    session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN" if small else "FALLBACK")
    session.conf.set("spark.sql.adaptive.enabled", str(not small).lower())
