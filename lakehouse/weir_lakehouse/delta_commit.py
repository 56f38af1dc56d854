"""What a commit carries beside its rows: progress, in the commit itself, so that both land or none.

A commit's `userMetadata` holds Weir's state of the table as JSON; `txnAppId`/`txnVersion` make a
second run that is at the same commit fail instead of doubling rows.
"""

import json
import uuid
from dataclasses import dataclass
from itertools import islice

from pyspark.sql import DataFrame, SparkSession

from .delta_log import ReadText, hadoop_reader, newest_commits
from .errors import LakeError

APP_ID = "weir"
RUN_ID = uuid.uuid4().hex
_KEY = "weir"
_METADATA_CONF = "spark.databricks.delta.commitInfo.userMetadata"
_APP_CONF = "spark.databricks.delta.write.txnAppId"
_VERSION_CONF = "spark.databricks.delta.write.txnVersion"


@dataclass(frozen=True)
class TableState:
    """State as of the newest commit of Weir; version and size of the table now."""

    version: int
    commit: int
    state: dict
    bytes: int


def read_state(read: ReadText, path: str) -> TableState | None:
    """None where there is no table. Foreign commits (OPTIMIZE, VACUUM) are stepped over."""
    newest, foreign_bytes = None, 0
    for version, actions in newest_commits(read, path):
        newest = version if newest is None else newest
        body = _weir_body(actions)
        if body is not None:
            size = _bytes_after(body, actions) + foreign_bytes
            return TableState(newest, body["commit"], body[_KEY], size)
        foreign_bytes += _bytes_added(actions)
    if newest is None:
        return None
    raise LakeError(
        "LAKE_INCONSISTENT",
        f"table {path} has no commit of Weir in its log; remove the folder to have it rebuilt",
    )


def _weir_body(actions: list[dict]) -> dict | None:
    text = _commit_info(actions).get("userMetadata")
    try:
        body = json.loads(text) if text else None
    except ValueError:
        return None
    return body if isinstance(body, dict) and _KEY in body else None


def _commit_info(actions: list[dict]) -> dict:
    return next((a["commitInfo"] for a in actions if "commitInfo" in a), {})


def _bytes_after(body: dict, actions: list[dict]) -> int:
    if _commit_info(actions).get("operationParameters", {}).get("mode") == "Overwrite":
        return sum(a["add"]["size"] for a in actions if "add" in a)
    return body.get("bytes", 0) + _bytes_added(actions)


def _bytes_added(actions: list[dict]) -> int:
    added = sum(a["add"]["size"] for a in actions if "add" in a)
    return added - sum(a["remove"].get("size") or 0 for a in actions if "remove" in a)


def _body(commit: int, previous: TableState | None, state: dict) -> str:
    size = previous.bytes if previous else 0
    body = {"commit": commit, "run": RUN_ID, "bytes": size, _KEY: state}
    return json.dumps(body, separators=(",", ":"))


def write_commit(
    frame: DataFrame, path: str, mode: str, previous: TableState | None, state: dict
) -> None:
    """Append or overwrite with the state that belongs to it."""
    commit = (previous.commit if previous else 0) + 1
    writer = (
        frame.write.format("delta")
        .mode(mode)
        .option("userMetadata", _body(commit, previous, state))
        .option("txnAppId", APP_ID)
        .option("txnVersion", commit)
    )
    if mode == "overwrite":
        writer = writer.option("overwriteSchema", "true")
    writer.save(path)
    _assert_ours(frame.sparkSession, path, commit)


class commit_confs:
    """Session settings that give one MERGE or ALTER its state; removed afterwards."""

    def __init__(self, spark: SparkSession, path: str, previous: TableState, state: dict):
        self.spark, self.path = spark, path
        self.commit = previous.commit + 1
        self.metadata = _body(self.commit, previous, state)

    def __enter__(self):
        self.spark.conf.set(_METADATA_CONF, self.metadata)
        self.spark.conf.set(_APP_CONF, APP_ID)
        self.spark.conf.set(_VERSION_CONF, str(self.commit))

    def __exit__(self, error_type, error, trace):
        for name in (_METADATA_CONF, _APP_CONF, _VERSION_CONF):
            self.spark.conf.unset(name)
        if error_type is None:
            _assert_ours(self.spark, self.path, self.commit)


def _assert_ours(spark: SparkSession, path: str, commit: int) -> None:
    # Delta skips a write whose txnVersion it has seen without a word: another run was faster.
    for _, actions in islice(newest_commits(hadoop_reader(spark), path), 20):
        body = _weir_body(actions)
        if body is not None and body["commit"] == commit and body["run"] == RUN_ID:
            return
    raise LakeError(
        "LAKE_CONCURRENT",
        f"another run wrote {path} at the same time; run one job per lake, then try again",
    )
