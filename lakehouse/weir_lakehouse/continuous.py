"""A run that does not end: it takes what comes until it is stopped."""

import time

from pyspark.sql import SparkSession

from .job_spec import Job
from .kafka_topics import existing_topics, history_topics, table_topics
from .streaming_query import present, raising, start_query, stop, wait

LOOK_FOR_TOPICS_SECONDS = 60


def run_continuously(spark: SparkSession, job: Job, run, topics: set[str]) -> None:
    """One query per source, all at once; ends with the first that fails, or when all are stopped.

    `run`: a LakeRun. A topic that comes later (a table's first row) joins its source's query within
    a minute, and is put into `topics`, which the reader of the schema history looks at too.
    """
    queries = {}
    for source in job.sources:
        run.catch_up(source)
        if present(source, topics):
            queries[source.name] = start_query(spark, job, run, source, topics)
    while any(query.isActive for query in queries.values()) or not queries:
        if queries:
            _wait_for_any(spark, queries, run)
        else:
            time.sleep(LOOK_FOR_TOPICS_SECONDS)
        known = set(topics)
        if not table_topics(job) | history_topics(job) <= topics:
            topics |= existing_topics(spark, job)
        for source in job.sources:
            query = queries.get(source.name)
            stopped = query is not None and not query.isActive
            if stopped or present(source, topics) == present(source, known):
                continue
            if query is not None:
                stop(query, run)
            queries[source.name] = start_query(spark, job, run, source, topics)


def _wait_for_any(spark: SparkSession, queries: dict, run) -> None:
    """Until a query ends, or a minute. Raises what ended it."""
    spark.streams.resetTerminated()
    with raising(run):
        spark.streams.awaitAnyTermination(LOOK_FOR_TOPICS_SECONDS)
    for query in queries.values():
        if not query.isActive:
            wait(query, run)
