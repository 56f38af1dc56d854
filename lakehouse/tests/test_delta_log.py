"""Reading a Delta log from its files, without Spark."""

import json

import pytest

from weir_lakehouse.delta_commit import read_state
from weir_lakehouse.delta_log import newest_commits
from weir_lakehouse.errors import LakeError


class Log:
    """A table's files in memory."""

    def __init__(self, table):
        self.table, self.files, self.asked = table, {}, []

    def read(self, path):
        self.asked.append(path)
        return self.files.get(path)

    def name(self, version):
        return f"{self.table}/_delta_log/{version:020d}.json"

    def commit(self, version, *actions, state=None, **body):
        info = {"operation": "WRITE", "operationParameters": {"mode": "Append"}}
        if state is not None:
            weir = {"commit": version + 1, "run": "r", "weir": state, **body}
            info["userMetadata"] = json.dumps(weir)
        lines = [{"commitInfo": info}, *actions]
        self.files[self.name(version)] = "\n".join(map(json.dumps, lines))

    def checkpoint(self, version):
        self.files[f"{self.table}/_delta_log/_last_checkpoint"] = json.dumps({"version": version})

    def versions(self):
        return [version for version, _ in newest_commits(self.read, self.table)]


def add(size):
    return {"add": {"path": "f", "size": size}}


def remove(size):
    return {"remove": {"path": "g", "size": size}}


def test_gives_the_newest_commit_first_and_nothing_without_a_table():
    log = Log("memory:/a")
    assert log.versions() == []
    for version in range(3):
        log.commit(version, state={})
    assert log.versions() == [2, 1, 0]
    assert read_state(log.read, "memory:/none") is None


def test_begins_at_the_checkpoint_when_the_log_before_it_was_cleaned():
    log = Log("memory:/b")
    for version in range(10, 14):
        log.commit(version, state={"n": version})
    assert log.versions() == []
    log.checkpoint(11)
    assert log.versions() == [13, 12, 11, 10]
    assert read_state(log.read, log.table).state == {"n": 13}


def test_looks_on_from_where_it_was_and_sees_a_folder_that_was_made_again():
    log = Log("memory:/c")
    for version in range(6):
        log.commit(version, state={})
    assert log.versions()[0] == 5
    log.commit(6, state={})
    log.asked.clear()
    assert read_state(log.read, log.table).version == 6
    assert log.name(4) not in log.asked
    log.files.clear()
    log.commit(0, state={"again": True})
    assert read_state(log.read, log.table).state == {"again": True}


def test_adds_up_the_size_of_the_table_over_foreign_commits():
    log = Log("memory:/d")
    log.commit(0, add(100), state={})
    assert read_state(log.read, log.table).bytes == 100
    log.commit(1, add(50), remove(30), state={}, bytes=100)
    assert read_state(log.read, log.table).bytes == 120
    log.commit(2, add(110), remove(70), remove(50))
    state = read_state(log.read, log.table)
    assert (state.version, state.commit, state.bytes) == (2, 2, 110)


def test_fails_where_no_commit_is_of_weir():
    log = Log("memory:/e")
    log.commit(0, add(1))
    with pytest.raises(LakeError, match="no commit of Weir"):
        read_state(log.read, log.table)
