"""A Delta table's newest commits, from the JSON files of its log: no Spark job, no other library.

https://github.com/delta-io/delta/blob/master/PROTOCOL.md#delta-log-entries
"""

import json
from collections.abc import Callable, Iterator

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

ReadText = Callable[[str], str | None]
"""Content of a file by its path; None where there is none."""

# Where this process saw a table last: the next look begins there. Only a hint.
_seen: dict[str, int] = {}


def newest_commits(read: ReadText, table: str) -> Iterator[tuple[int, list[dict]]]:
    """`(version, actions)`, the newest first; nothing where there is no table."""
    log = f"{table}/_delta_log"
    texts: dict[int, str] = {}
    for hint in (lambda: _seen.get(table), lambda: _last_checkpoint(read, log), lambda: 0):
        version = hint()
        text = None if version is None else read(_file(log, version))
        if text is not None:
            break
    else:
        return
    while text is not None:
        texts[version] = text
        version += 1
        text = read(_file(log, version))
    version -= 1
    _seen[table] = version
    while (text := texts.get(version) or read(_file(log, version))) is not None:
        yield version, [json.loads(line) for line in text.splitlines() if line]
        version -= 1


def _last_checkpoint(read: ReadText, log: str) -> int | None:
    text = read(f"{log}/_last_checkpoint")
    try:
        return None if text is None else int(json.loads(text)["version"])
    except (ValueError, KeyError):
        return None


def _file(log: str, version: int) -> str:
    return f"{log}/{version:020d}.json"


def hadoop_reader(spark: SparkSession) -> ReadText:
    """Reads with the file systems that Spark itself has, and their credentials."""
    path_class = spark._jvm.org.apache.hadoop.fs.Path
    configuration = spark._jsc.hadoopConfiguration()

    def read(path: str) -> str | None:
        file = path_class(path)
        try:
            stream = file.getFileSystem(configuration).open(file)
            try:
                return bytes(stream.readAllBytes()).decode()
            finally:
                stream.close()
        except Py4JJavaError as error:
            # By name: the file systems of Glue throw subclasses from their own class loaders.
            if "FileNotFound" in error.java_exception.getClass().getName():
                return None
            raise

    return read
