"""The job as it runs: from a broker that asks for credentials, once and continuously."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fake_registry import fake_registry
from full_run import in_full_run
from secured_broker import CLIENT_OPTIONS, secured_broker
from test_silver import fill, orders, person

from weir_lakehouse import continuous
from weir_lakehouse.errors import LakeError
from weir_lakehouse.job_spec import parse_job
from weir_lakehouse.kafka_topics import client_options, existing_topics
from weir_lakehouse.query import run_query
from weir_lakehouse.run import run_job
from weir_lakehouse.spark_session import SETTINGS, extra_jars, join_session, wrong_settings

HISTORY = "weir.schema-history.fullfillment"
DEADLINE_SECONDS = 240
BUILT = Path(__file__).parents[2] / "target" / "engines" / "spark"
SPARK_JARS = Path(os.environ.get("WEIR_SPARK_JARS", BUILT))


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    jars = SPARK_JARS.parent / "kafka"
    if not jars.is_dir():
        pytest.skip(f"no Kafka broker beside Spark's jars: {jars}")
    with secured_broker(jars, tmp_path_factory.mktemp("broker")) as servers:
        yield servers


def job_json(servers, model, path, registry, **more):
    table = {"database": model.database, "table": model.table, "topic": model.topic}
    source = {"name": "fullfillment", "schemaHistoryTopic": HISTORY, "tables": [table]}
    return {
        "bootstrapServers": servers,
        "kafkaOptions": CLIENT_OPTIONS,
        "registry": {"name": "r", "region": "eu-central-1", "endpoint": registry},
        "lakePath": f"{path}/lake",
        "checkpointPath": f"{path}/checkpoints",
        "sources": [source],
        "gold": {"items": "select count(*) as n from silver.orders"},
        **more,
    }


def make_job(*arguments, **more):
    return parse_job(job_json(*arguments, **more))


def create_topics(spark, job, *names):
    jvm = spark._jvm
    settings = jvm.java.util.Properties()
    for name, value in client_options(job).items():
        settings.put(name, value)
    admin = jvm.org.apache.kafka.clients.admin.Admin.create(settings)
    topics = jvm.java.util.ArrayList()
    optional = jvm.java.util.Optional
    for name in names:
        topics.add(
            jvm.org.apache.kafka.clients.admin.NewTopic(name, optional.of(1), optional.empty())
        )
    admin.createTopics(topics).all().get()
    admin.close()


def produce(spark, job, topic, records):
    rows = [(n, key, value) for n, (key, value) in enumerate(records)]
    frame = spark.createDataFrame(rows, "n int, key binary, value binary").coalesce(1)
    options = {f"kafka.{name}": value for name, value in client_options(job).items()}
    frame.sort("n").select("key", "value").write.format("kafka").options(**options).option(
        "topic", topic
    ).save()


def events(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line[:1] == "{"]


def lake_rows(job, sql):
    return json.loads(run_query(job.lake_path, sql))


def stop_when(spark, condition):
    """Stops the streaming queries once `condition()` holds, or when its time is over."""

    def watch():
        end = time.monotonic() + DEADLINE_SECONDS
        while time.monotonic() < end:
            try:
                if condition():
                    break
            except Exception:  # The table is not there yet.
                pass
            time.sleep(0.5)
        for query in spark.streams.active:
            query.stop()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def test_takes_kafka_with_the_options_of_the_job_once_and_continuously(
    spark, broker, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "weir")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "weir")
    model = orders()
    fill(model)
    with fake_registry(model.registry) as (registry, _):
        job = make_job(broker, model, tmp_path, registry)
        create_topics(spark, job, model.topic, HISTORY)
        produce(spark, job, HISTORY, [(None, value.encode()) for value in model.history])
        produce(spark, job, model.topic, model.records)
        run_job(spark, job)
        assert lake_rows(job, "select * from silver.orders order by id") == model.rows
        once = events(capsys)
        assert [e["event"] for e in once if e["event"] != "gold"] == ["table", "batch", "done"]

        # The same lake and checkpoint, now without an end: what comes meanwhile is taken too.
        sent = len(model.records)
        model.insert(id=100, item="while it runs")
        watcher = stop_when(
            spark, lambda: lake_rows(job, "select n from gold.items") == [{"n": len(model.rows)}]
        )
        running = replace(job, trigger="processingTime 1 seconds")
        produce(spark, job, model.topic, model.records[sent:])
        run_job(spark, running)
        watcher.join()
        assert lake_rows(job, "select * from silver.orders order by id") == model.rows
        assert lake_rows(job, "select n from gold.items") == [{"n": len(model.rows)}]
        assert events(capsys)[-1]["event"] == "done"


@in_full_run
def test_takes_a_topic_that_comes_while_it_runs(spark, broker, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "weir")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "weir")
    monkeypatch.setattr(continuous, "LOOK_FOR_TOPICS_SECONDS", 1)
    first, late = orders(database="first_db"), person(database="late_db")
    fill(first)
    fill(late)
    tables = [{"database": m.database, "table": m.table, "topic": m.topic} for m in (first, late)]
    source = {"name": "fullfillment", "schemaHistoryTopic": "none", "tables": tables}
    with fake_registry({**first.registry, **late.registry}) as (registry, _):
        job = make_job(
            broker,
            first,
            tmp_path,
            registry,
            sources=[source],
            gold={},
            trigger="processingTime 1 seconds",
        )
        create_topics(spark, job, first.topic)
        produce(spark, job, first.topic, first.records)

        def bring_late():
            if lake_rows(job, "select count(*) as n from silver.orders") != [{"n": 4}]:
                return False
            create_topics(spark, job, late.topic)
            produce(spark, job, late.topic, late.records)
            return True

        brought = []

        def all_there():
            brought[:] = brought or [True] * bring_late()
            return lake_rows(job, "select count(*) as n from silver.person") == [{"n": 4}]

        watcher = stop_when(spark, all_there)
        run_job(spark, job)
        watcher.join()
        assert lake_rows(job, "select count(*) as n from silver.person") == [{"n": 4}]


@in_full_run
def test_ends_a_continuous_run_with_the_error_of_its_batch(
    spark, broker, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "weir")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "weir")
    model = orders(database="other_db")
    fill(model)
    with fake_registry(model.registry) as (registry, _):
        job = make_job(broker, model, tmp_path, registry, trigger="processingTime 1 seconds")
        create_topics(spark, job, model.topic)
        produce(spark, job, model.topic, model.records)
    # The registry is gone by now.
    with pytest.raises(LakeError) as failure:
        run_job(spark, job)
    assert failure.value.code == "REGISTRY_UNREACHABLE"
    assert not spark.streams.active


def test_fails_without_the_options(spark, broker, tmp_path):
    job = make_job(broker, orders(), tmp_path, None, kafkaOptions={"security.protocol": "NOPE"})
    with pytest.raises(LakeError, match="lists its topics"):
        existing_topics(spark, job)
    password = CLIENT_OPTIONS["sasl.jaas.config"].replace("right", "wrong")
    wrong = {**CLIENT_OPTIONS, "sasl.jaas.config": password}
    with pytest.raises(LakeError, match="Authentication failed"):
        existing_topics(spark, make_job(broker, orders(), tmp_path, None, kafkaOptions=wrong))
    handler = {
        **CLIENT_OPTIONS,
        "sasl.client.callback.handler.class": "software.amazon.msk.auth.iam.Missing",
    }
    with pytest.raises(LakeError, match=r"software.amazon.msk.auth.iam.Missing could not be found"):
        existing_topics(spark, make_job(broker, orders(), tmp_path, None, kafkaOptions=handler))


def test_joins_a_session_that_has_what_the_job_needs_and_names_what_one_lacks(spark):
    assert join_session().sparkContext.applicationId == spark.sparkContext.applicationId

    class Other:
        """A context that was started with something else."""

        def newSession(self):
            session = spark.newSession()
            session.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
            return session

    assert wrong_settings(spark) == {}
    assert wrong_settings(Other()) == {"spark.sql.session.timeZone": "Asia/Tokyo"}
    assert "spark.sql.session.timeZone" in SETTINGS


def run_glue_script(job_file, tmp_path, **settings):
    """The script as Glue starts it: Spark is prepared around it, and it gets more arguments."""
    confs = {
        "spark.master": "local[2]",
        "spark.driver.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.jars": ",".join(extra_jars(str(SPARK_JARS))),
        "spark.sql.warehouse.dir": f"file://{tmp_path}/warehouse",
        **settings,
    }
    submit = " ".join(f"--conf {name}={value}" for name, value in confs.items())
    script = Path(__file__).parents[1] / "weir_lakehouse" / "glue_script.py"
    arguments = ["--JOB_NAME", "lake", "--weir_job_file", str(job_file), "--enable-metrics", "true"]
    return subprocess.run(
        [sys.executable, script, *arguments],
        env={
            **os.environ,
            "PYSPARK_SUBMIT_ARGS": f"{submit} pyspark-shell",
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]),
            "AWS_ACCESS_KEY_ID": "weir",
            "AWS_SECRET_ACCESS_KEY": "weir",
        },
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
    )


def test_runs_as_the_script_of_glue_and_fails_as_glue_sees_it(spark, broker, tmp_path):
    model = orders(database="glue_db")
    fill(model)
    job_file = tmp_path / "job.json"
    with fake_registry(model.registry) as (registry, _):
        job = make_job(broker, model, tmp_path, registry)
        create_topics(spark, job, model.topic)
        produce(spark, job, model.topic, model.records)
        job_file.write_text(json.dumps(job_json(broker, model, tmp_path, registry)))
        ended = run_glue_script(job_file, tmp_path, **SETTINGS)
    assert ended.returncode == 0, ended.stderr[-3000:]
    lines = [json.loads(line) for line in ended.stdout.splitlines() if line[:1] == "{"]
    assert (lines[0]["event"], lines[-1]["event"]) == ("started", "done")
    assert lake_rows(job, "select * from silver.orders order by id") == model.rows

    # Not filled in: told before Spark is asked for anything.
    job_file.write_text(job_file.read_text().replace(broker, "${WEIR_BOOTSTRAP_SERVERS}"))
    failed = run_glue_script(job_file, tmp_path, **SETTINGS)
    assert failed.returncode == 1
    assert json.loads(failed.stdout.splitlines()[-1])["code"] == "JOB_INVALID"
    assert failed.stderr.strip().splitlines()[-1].startswith("RuntimeError: JOB_INVALID: ")
