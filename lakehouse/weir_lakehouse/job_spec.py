"""The job file that `weir lake run` writes: what to read, where to write. See planLakeJob."""

import json
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
    gold: dict[str, str] = field(default_factory=dict)
    trigger: str = "availableNow"
    spark_jars: str | None = None
    driver_memory: str = "1500m"
    # A batch must fit the driver: 200,000 rows of 2 KB decode in well under 1.5 GB.
    max_offsets_per_trigger: int = 200_000


def read_job(path: str) -> Job:
    try:
        return parse_job(json.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LakeError("JOB_INVALID", f"job file {path}: {error!r}") from error


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
    return Job(
        bootstrap_servers=raw["bootstrapServers"],
        registry_region=raw["registry"]["region"],
        registry_name=raw["registry"]["name"],
        registry_endpoint=raw["registry"].get("endpoint"),
        lake_path=raw["lakePath"].rstrip("/"),
        checkpoint_path=raw["checkpointPath"].rstrip("/"),
        sources=sources,
        gold=dict(raw.get("gold", {})),
        trigger=raw.get("trigger", "availableNow"),
        spark_jars=raw.get("sparkJars"),
        driver_memory=raw.get("driverMemory", "1500m"),
        max_offsets_per_trigger=int(raw.get("maxOffsetsPerTrigger", 200_000)),
    )
