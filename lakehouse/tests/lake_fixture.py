"""A lake fed from source models instead of Kafka: same batches, same code from there on."""

from datetime import UTC, datetime

from weir_lakehouse.delta_commit import read_state
from weir_lakehouse.delta_log import hadoop_reader
from weir_lakehouse.job_spec import Job, Source, Table
from weir_lakehouse.lake_paths import bronze_path, silver_path
from weir_lakehouse.lake_views import current_rows_sql
from weir_lakehouse.run import LakeRun
from weir_lakehouse.silver import MERGE_ABOVE_BYTES
from weir_lakehouse.writer_schema import parse_writer_schema

KAFKA = "topic string, partition int, offset bigint, timestamp timestamp, key binary, value binary"
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


class Lake:
    def __init__(self, spark, path, *tables, gold=None, merge=False):
        self.merge_above_bytes = 0 if merge else MERGE_ABOVE_BYTES
        self.spark, self.path, self.models = spark, str(path), tables
        self.source = Source(
            "fullfillment",
            "weir.schema-history.fullfillment",
            tuple(Table("fullfillment", m.database, m.table, m.topic) for m in tables),
        )
        self.job = Job(
            bootstrap_servers="",
            registry_region="eu-central-1",
            registry_name="r",
            registry_endpoint=None,
            lake_path=self.path,
            checkpoint_path=f"{self.path}/_checkpoint",
            sources=(self.source,),
            gold=gold or {},
        )
        self.consumed = {m.topic: 0 for m in tables}
        self.run = self.new_run()

    def new_run(self):
        self.run = LakeRun(
            self.spark, self.job, self.get_schema, self.history, self.merge_above_bytes
        )
        return self.run

    def get_schema(self, version_id):
        for model in self.models:
            if version_id in model.registry:
                return parse_writer_schema(version_id, model.registry[version_id])
        return None

    def history(self, _source):
        values = [(v, n) for m in self.models for n, v in enumerate(m.history)]
        return [v for v, _ in values]

    def take(self, upto=None, start=None):
        """The next micro-batch: all unread records, or those of every table up to `upto`.

        What was read is remembered only after the batch, as a checkpoint does.
        """
        rows, ends = [], {}
        for model in self.models:
            low = self.consumed[model.topic] if start is None else start
            high = len(model.records) if upto is None else min(upto, len(model.records))
            ends[model.topic] = max(high, low)
            rows += [
                (model.topic, 0, offset, WRITTEN, *model.records[offset])
                for offset in range(low, high)
            ]
        batch = self.spark.createDataFrame(rows, KAFKA).coalesce(1)
        self.run.batch(self.source, batch)
        self.consumed.update(ends)

    def catch_up(self):
        self.run.catch_up(self.source)

    def table(self, model):
        return next(t for t in self.source.tables if t.topic == model.topic)

    def bronze(self, model):
        return self.spark.read.format("delta").load(bronze_path(self.path, self.table(model)))

    def silver_state(self, model):
        return read_state(
            hadoop_reader(self.spark), silver_path(self.path, self.table(model))
        ).state

    def silver_raw(self, model):
        return self.spark.read.format("delta").load(silver_path(self.path, self.table(model)))

    def silver(self, model):
        """Current rows as sorted tuples."""
        state = self.silver_state(model)
        path = silver_path(self.path, self.table(model))
        sql = current_rows_sql(f"delta.`{path}`", state["types"], state["key"] is not None, "spark")
        return sorted_rows(tuple(row) for row in self.spark.sql(sql).collect())

    def reasons(self, model):
        return [mark["code"] for mark in self.silver_state(model)["resync"]]


def sorted_rows(rows):
    return sorted(rows, key=repr)


def expected(model):
    names = [c.name for c in model.columns]
    return sorted_rows(tuple(row[n] for n in names) for row in model.rows)
