"""What a commit carries beside its rows: progress, in the commit itself, so that both land or none.

A commit's `userMetadata` holds Weir's state of the table as JSON; `txnAppId`/`txnVersion` make a
second run that is at the same commit fail instead of doubling rows. The state is read through
delta-rs: no Spark job for a table with nothing to do.
"""

import json
import uuid
from dataclasses import dataclass

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import TableNotFoundError
from pyspark.sql import DataFrame, SparkSession

from .errors import LakeError

APP_ID = "weir"
RUN_ID = uuid.uuid4().hex
_KEY = "weir"
_METADATA_CONF = "spark.databricks.delta.commitInfo.userMetadata"
_APP_CONF = "spark.databricks.delta.write.txnAppId"
_VERSION_CONF = "spark.databricks.delta.write.txnVersion"


@dataclass(frozen=True)
class TableState:
    """State as of the newest commit of Weir, and the table's version now."""

    version: int
    commit: int
    state: dict
    bytes: int


def read_state(path: str) -> TableState | None:
    """None where there is no table. Foreign commits (OPTIMIZE, VACUUM) are stepped over."""
    try:
        table = DeltaTable(path)
    except TableNotFoundError:
        return None
    for limit in (1, 20, None):
        for entry in table.history(limit):
            # delta-rs spreads commitInfo; userMetadata is Spark's name for it.
            text = entry.get("userMetadata")
            if text:
                try:
                    body = json.loads(text)
                except ValueError:
                    continue
                if isinstance(body, dict) and _KEY in body:
                    return TableState(table.version(), body["commit"], body[_KEY], _size(table))
    raise LakeError(
        "LAKE_INCONSISTENT",
        f"table {path} has no commit of Weir in its log; remove the folder to have it rebuilt",
    )


def _size(table: DeltaTable) -> int:
    return sum(pa.table(table.get_add_actions()).column("size_bytes").to_pylist())


def _body(commit: int, state: dict) -> str:
    return json.dumps({"commit": commit, "run": RUN_ID, _KEY: state}, separators=(",", ":"))


def write_commit(
    frame: DataFrame, path: str, mode: str, previous: TableState | None, state: dict
) -> None:
    """Append or overwrite with the state that belongs to it."""
    commit = (previous.commit if previous else 0) + 1
    writer = (
        frame.write.format("delta")
        .mode(mode)
        .option("userMetadata", _body(commit, state))
        .option("txnAppId", APP_ID)
        .option("txnVersion", commit)
    )
    if mode == "overwrite":
        writer = writer.option("overwriteSchema", "true")
    writer.save(path)
    _assert_ours(path, commit)


class commit_confs:
    """Session settings that give one MERGE or ALTER its state; removed afterwards."""

    def __init__(self, spark: SparkSession, path: str, previous: TableState, state: dict):
        self.spark, self.path = spark, path
        self.commit = previous.commit + 1
        self.metadata = _body(self.commit, state)

    def __enter__(self):
        self.spark.conf.set(_METADATA_CONF, self.metadata)
        self.spark.conf.set(_APP_CONF, APP_ID)
        self.spark.conf.set(_VERSION_CONF, str(self.commit))

    def __exit__(self, error_type, error, trace):
        for name in (_METADATA_CONF, _APP_CONF, _VERSION_CONF):
            self.spark.conf.unset(name)
        if error_type is None:
            _assert_ours(self.path, self.commit)


def _assert_ours(path: str, commit: int) -> None:
    # Delta skips a write whose txnVersion it has seen without a word: another run was faster.
    for entry in DeltaTable(path).history(20):
        text = entry.get("userMetadata")
        body = json.loads(text) if text else {}
        if body.get("commit") == commit and body.get("run") == RUN_ID:
            return
    raise LakeError(
        "LAKE_CONCURRENT",
        f"another run wrote {path} at the same time; run one job per lake, then try again",
    )
