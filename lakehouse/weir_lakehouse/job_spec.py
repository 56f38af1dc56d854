"""The job file that `weir lake run` writes: what to read, where to write. See planLakeJob."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from .errors import LakeError


@dataclass(frozen=True)
class Table:
    source: str
    database: str
    table: str
    topic: str

    @property
    def name(self) -> str:
        return f"{self.database}.{self.table}"


@dataclass(frozen=True)
class Source:
    name: str
    schema_history_topic: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Job:
    bootstrap_servers: str
    registry_region: str
    registry_name: str
    registry_endpoint: str | None
    lake_path: str
    checkpoint_path: str
    sources: tuple[Source, ...]
    kafka_options: dict[str, str] = field(default_factory=dict)
    gold: dict[str, str] = field(default_factory=dict)
    trigger: str = "availableNow"
    spark_jars: str | None = None
    driver_memory: str = "1500m"
    # A batch must fit the driver: 200,000 rows of 2 KB decode in well under 1.5 GB.
    max_offsets_per_trigger: int = 200_000

    @property
    def continuous(self) -> bool:
        return self.trigger != "availableNow"

    @property
    def interval(self) -> str:
        """Of the micro-batches of a job that does not end, such as `5 seconds`."""
        return self.trigger.removeprefix("processingTime ")


def read_job(path: str) -> Job:
    """A local file or an `s3://` object. Raises JOB_INVALID."""
    try:
        text = _read(path)
        unfilled = sorted(set(re.findall(r"\$\{(WEIR_[A-Z0-9_]+)\}", text)))
        if unfilled:
            raise ValueError(f"{', '.join(unfilled)} not filled in; run the deployment's lake step")
        return parse_job(json.loads(text))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LakeError("JOB_INVALID", f"job file {path}: {error!r}") from error


def _read(path: str) -> str:
    if not path.startswith("s3://"):
        return Path(path).read_text(encoding="utf-8")
    from .s3_files import read_object

    text = read_object(path)
    if text is None:
        raise FileNotFoundError("no such object")
    return text


def parse_job(raw: dict) -> Job:
    sources = tuple(
        Source(
            name=source["name"],
            schema_history_topic=source["schemaHistoryTopic"],
            tables=tuple(
                Table(source["name"], t["database"], t["table"], t["topic"])
                for t in source["tables"]
            ),
        )
        for source in raw["sources"]
    )
    names = [table.name for source in sources for table in source.tables]
    if len(set(names)) < len(names):
        raise ValueError("two sources capture the same database.table: silver would mix them")
    trigger = raw.get("trigger", "availableNow")
    if not re.fullmatch(r"availableNow|processingTime \d+ \w+", trigger):
        raise ValueError(f'trigger {trigger!r} is neither "availableNow" nor "processingTime …"')
    return Job(
        bootstrap_servers=raw["bootstrapServers"],
        registry_region=raw["registry"]["region"],
        registry_name=raw["registry"]["name"],
        registry_endpoint=raw["registry"].get("endpoint"),
        lake_path=raw["lakePath"].rstrip("/"),
        checkpoint_path=raw["checkpointPath"].rstrip("/"),
        sources=sources,
        kafka_options={str(k): str(v) for k, v in raw.get("kafkaOptions", {}).items()},
        gold=dict(raw.get("gold", {})),
        trigger=trigger,
        spark_jars=raw.get("sparkJars"),
        driver_memory=raw.get("driverMemory", "1500m"),
        max_offsets_per_trigger=int(raw.get("maxOffsetsPerTrigger", 200_000)),
    )
