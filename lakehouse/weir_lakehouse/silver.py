"""Silver of one table: bronze above its progress, and the DDL history, into one atomic commit.

Silver is a pure function of bronze and history: its folder can be deleted and the next run rebuilds
it. Progress, definition, key and marks travel inside the commit (delta_commit).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from . import failpoints, silver_keyed, silver_keyless
from .ddl_history import Chain
from .decode import decode_envelopes, is_compressed
from .delta_commit import TableState, commit_confs, read_state, write_commit
from .delta_log import hadoop_reader
from .errors import LakeError, TableInconsistent
from .projection import (
    column_types,
    definition_index,
    plan_projection,
    project_image,
    project_table,
    steps_between,
)
from .redelivery import first_deliveries
from .resync import mark_quarantined, mark_steps, settle_snapshots
from .silver_chain import anchor
from .snapshot_boundary import find_boundaries, from_start
from .spark_session import tune_session
from .writer_schema import WriterSchema

# MERGE joins the table twice and rewrites whole files: below this size, one file, a rewrite of the
# table is the same writing and a third of the work.
MERGE_ABOVE_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class SilverResult:
    version: int
    records: int
    errors: int
    resync: list[dict]
    null_as_default: list[str]
    changed: bool


@dataclass(frozen=True)
class Pending:
    """What bronze has above silver's progress, in numbers."""

    records: int
    errors: int
    last_error_offset: int
    version_ids: tuple[str, ...]
    key_version_id: str | None
    has_rows: bool
    has_snapshot: bool
    any_compressed: bool
    span: tuple[int, int] | None


def update_silver(
    spark: SparkSession,
    bronze_path: str,
    silver_path: str,
    chain: Chain,
    get_schema,
    on_errors=lambda: None,
    merge_above_bytes: int = MERGE_ABOVE_BYTES,
) -> SilverResult | None:
    """Bring silver up to bronze. None where there is neither a row nor a definition.

    `get_schema`: schema version id → WriterSchema or None. `on_errors` is called before the commit
    where there are undecodable rows among those that it takes in. Raises TableInconsistent with
    silver left as it was, except for the mark.
    """
    read = hadoop_reader(spark)
    bronze_state, state = read_state(read, bronze_path), read_state(read, silver_path)
    ingest = bronze_state.state["ingest"] if bronze_state else 0
    done = state.state["ingest"] if state else 0
    if done > ingest:
        raise LakeError(
            "LAKE_INCONSISTENT",
            f"silver {silver_path} is ahead of its bronze; remove its folder to have it rebuilt",
        )
    if done == ingest and state and (not chain or state.state["definition"] == chain[-1].key):
        return _result(state, 0, 0, changed=False)
    if ingest == 0 and not chain:
        return None
    update = _Update(spark, bronze_path, silver_path, chain, get_schema, state, done, ingest)
    update.on_errors, update.merge_above_bytes = on_errors, merge_above_bytes
    try:
        return update.run()
    except TableInconsistent as error:
        update.mark_failed(error)
        raise


class _Update:
    """One update of one table; holds what its steps share."""

    def __init__(self, spark, bronze_path, silver_path, chain, get_schema, state, done, ingest):
        self.spark: SparkSession = spark
        self.bronze_path: str = bronze_path
        self.silver_path: str = silver_path
        self.given_chain: Chain = chain
        self.get_schema = get_schema
        self.state: TableState | None = state
        self.done: int = done
        self.ingest: int = ingest
        self.persisted: DataFrame | None = None

    def run(self) -> SilverResult | None:
        before = self.state.state if self.state else {}
        bronze = self._bronze()
        pending = None if bronze is None else bronze.where(F.col("ingest") > self.done)
        facts = _facts(pending) if pending is not None else _NOTHING
        if facts.errors:
            self.on_errors()
        tune_session(self.spark, facts.records + (self.state.bytes // 100 if self.state else 0))
        schemas = [s for s in map(self.get_schema, facts.version_ids) if s is not None]
        schemas = [s for s in schemas if s.is_envelope]
        chain, start, notes = anchor(self.given_chain, schemas, before, self._silver_columns())
        if not chain:
            return None
        types = column_types(chain[-1], schemas, before.get("types", {}))
        _assert_no_clash(self.silver_path, types)
        key = self._key(facts, chain, before)

        resync = mark_steps(before.get("resync", []), chain, start, notes)
        markers = dict(before.get("markers", {}))
        boundaries = {}
        events = None
        if facts.has_rows and schemas:
            events = self._events(bronze, pending, facts, schemas, chain)
            if facts.has_snapshot or any(markers.values()):
                boundaries = find_boundaries(events, markers)
                resync = settle_snapshots(resync, boundaries, chain)
                events = from_start(events, boundaries)
                markers |= {str(p): b.last_marker for p, b in boundaries.items()}
            images = {n: _image(n, schemas, chain, types) for n in ("before", "after")}
            events = events.withColumns(images)
        resync = mark_quarantined(resync, facts.errors, facts.last_error_offset, boundaries)

        after = {
            "ingest": self.ingest,
            "definition": chain[-1].key,
            "key": key,
            "types": types,
            "resync": resync,
            "markers": markers,
            "nullAsDefault": null_as_default(schemas, before.get("nullAsDefault", []), types),
        }
        started = any(b.start is not None for b in boundaries.values())
        steps = steps_between(chain, start) if start is not None else []
        must_rewrite = (
            self.state is None
            or started
            or bool(steps)
            or before.get("key") != key
            or before.get("types") != types
        )
        if must_rewrite or (events is not None and self.state.bytes < self.merge_above_bytes):
            self._rebuild(events, chain, start, types, key, boundaries, after)
        elif events is None:
            self._write_state(after)
        else:
            self._merge(events, types, key, after)
        if self.persisted is not None:
            self.persisted.unpersist()
        written = read_state(hadoop_reader(self.spark), self.silver_path)
        return _result(written, facts.records, facts.errors, changed=True)

    def _bronze(self) -> DataFrame | None:
        if self.ingest == 0:
            return None
        return self.spark.read.format("delta").load(self.bronze_path)

    def _silver(self) -> DataFrame:
        return self.spark.read.format("delta").load(self.silver_path)

    def _silver_columns(self) -> tuple[str, ...]:
        return tuple(self.state.state["types"]) if self.state else ()

    def _key(self, facts: Pending, chain: Chain, before: Mapping) -> list[str] | None:
        """Key columns: those of the newest record's key; without a record, silver's or MySQL's."""
        if facts.has_rows:
            if facts.key_version_id is None:
                return None
            schema = self.get_schema(facts.key_version_id)
            if schema is not None:
                return list(schema.column_names)
        if "key" in before:
            return before["key"]
        return list(chain[-1].primary_key) or None

    def _events(self, bronze, pending, facts, schemas, chain) -> DataFrame:
        """First deliveries, decoded with their writer schemas, with `_definition`."""
        good = pending.where("error is null and operation is not null")
        first = first_deliveries(good, bronze, self.done, facts.span).drop(
            "before", "after", "error"
        )
        decoded, _ = decode_envelopes(
            first, {s.version_id: s for s in schemas}, facts.any_compressed
        )
        placed = decoded.withColumn("_definition", definition_index(chain, schemas))
        self.persisted = placed.persist()
        return self.persisted

    def _current(self, chain: Chain, start: int | None, types, key) -> DataFrame | None:
        """Existing rows under the newest definition and key; None where there are none."""
        if self.state is None:
            return None
        names = tuple(self.state.state["types"])
        plan = plan_projection(names, steps_between(chain, start) if start is not None else [])
        if plan is None:
            return None
        frame = self._silver()
        was_keyed = self.state.state["key"] is not None
        count = F.lit(1).cast("bigint") if was_keyed else F.col("_count")
        if was_keyed and key is None:
            frame = frame.where("not _deleted")
        columns = project_table(frame, plan, types)
        meta = [F.col(name) for name in silver_keyed.META_TYPES]
        if key is None:
            columns.append(count.alias("_count"))
        return frame.select(*columns, *meta)

    def _rebuild(self, events, chain, start, types, key, boundaries, after) -> None:
        current = self._current(chain, start, types, key)
        names = list(types)
        meta = silver_keyed.META_TYPES if key is not None else silver_keyless.META_TYPES
        empty = self.spark.createDataFrame([], _schema(types, meta))
        if key is not None:
            changes = silver_keyed.last_per_key(events, key) if events is not None else empty
            rows = silver_keyed.rebuild_keyed(current, changes, key, boundaries)
        else:
            changes = silver_keyless.count_changes(events, names) if events is not None else empty
            if current is not None:
                current = from_start_keyless(current, boundaries)
            rows = silver_keyless.rebuild_keyless(current, changes, names)
        ordered = [F.col(f"`{n}`").cast(t).alias(n) for n, t in {**types, **meta}.items()]
        failpoints.reach("before-silver")
        write_commit(rows.select(*ordered), self.silver_path, "overwrite", self.state, after)
        rows.unpersist()

    def _merge(self, events, types, key, after) -> None:
        names = list(types)
        failpoints.reach("before-silver")
        with commit_confs(self.spark, self.silver_path, self.state, after):
            if key is not None:
                changes = silver_keyed.last_per_key(events, key)
                silver_keyed.merge_keyed(self.spark, self.silver_path, changes, key)
            else:
                changes = silver_keyless.count_changes(events, names)
                silver_keyless.merge_keyless(self.spark, self.silver_path, changes, names)

    def _write_state(self, after: dict) -> None:
        """A commit without rows: tombstones or undecodable rows only, or a mark."""
        empty = self._silver().limit(0)
        write_commit(empty, self.silver_path, "append", self.state, after)

    def mark_failed(self, error: TableInconsistent) -> None:
        """Keep the failure with the table, so that queries and reports see it."""
        if self.state is None:
            return
        kept = [r for r in self.state.state["resync"] if r["code"] != error.code]
        mark = {"code": error.code, "message": str(error)}
        if self.state.state["resync"] == [*kept, mark]:
            return
        self._write_state({**self.state.state, "resync": [*kept, mark]})


def from_start_keyless(current: DataFrame, boundaries) -> DataFrame | None:
    """A multiset has no row of its own to keep: where a snapshot begins, all of it is replaced."""
    return None if any(b.start is not None for b in boundaries.values()) else current


_NOTHING = Pending(0, 0, -1, (), None, False, False, False, None)


def _result(state: TableState, records: int, errors: int, changed: bool) -> SilverResult:
    resync, lossy = state.state["resync"], state.state["nullAsDefault"]
    return SilverResult(state.version, records, errors, resync, lossy, changed)


def _facts(pending: DataFrame) -> Pending:
    """One pass; one row per schema version, so what is left to do is done here."""
    good = F.col("error").isNull() & F.col("operation").isNotNull()
    place = F.struct("ingest", "offset")
    identified = F.col("source_identity").isNotNull()
    groups = (
        pending.withColumn("_good", good)
        .groupBy("_good", "schema_version_id")
        .agg(
            F.count("*").alias("records"),
            F.count("error").alias("errors"),
            F.max(F.when(F.col("error").isNotNull(), F.col("offset"))).alias("last_error"),
            F.min(place).alias("first"),
            F.max(place).alias("last"),
            # A struct, because max_by steps over no null: the newest record may have no key.
            F.max_by(F.struct("key_schema_version_id"), place).alias("key"),
            F.max(
                (F.coalesce(F.col("source_snapshot"), F.lit("false")) != "false")
                | F.coalesce(F.col("operation") == "t", F.lit(False))
            ).alias("snapshot"),
            F.max(is_compressed(F.col("value"))).alias("compressed"),
            F.min(F.when(identified, F.col("source_ts_ms"))).alias("earliest"),
            F.max(F.when(identified, F.col("source_ts_ms"))).alias("latest"),
        )
        .collect()
    )
    rows = sorted((g for g in groups if g._good), key=lambda g: g.first)
    newest = max(rows, key=lambda g: g.last, default=None)
    timed = [g for g in rows if g.earliest is not None]
    return Pending(
        records=sum(g.records for g in groups),
        errors=sum(g.errors for g in groups),
        last_error_offset=max((g.last_error for g in groups if g.errors), default=-1),
        version_ids=tuple(g.schema_version_id for g in rows),
        key_version_id=newest.key.key_schema_version_id if newest else None,
        has_rows=bool(rows),
        has_snapshot=any(g.snapshot for g in rows),
        any_compressed=any(g.compressed for g in groups),
        span=(min(g.earliest for g in timed), max(g.latest for g in timed)) if timed else None,
    )


def _image(name: str, schemas: list[WriterSchema], chain: Chain, types):
    """`before` or `after` of every envelope, projected from its own definition to the newest."""
    result = None
    for n, schema in enumerate(schemas):
        row = F.col(f"_envelope_{n}.{name}")
        for index in [-1, *range(len(chain))]:
            definition = chain[index] if index >= 0 else None
            if definition and set(definition.column_names) != set(schema.column_names):
                continue
            steps = steps_between(chain, index) if definition else []
            plan = plan_projection(schema.column_names, steps)
            image = F.when(F.col("_definition") == index, project_image(row, schema, plan, types))
            result = image if result is None else F.coalesce(result, image)
    return result


def _schema(types: Mapping[str, str], meta: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {sql_type}" for name, sql_type in {**types, **meta}.items())


def null_as_default(
    schemas: list[WriterSchema], before: list[str], types: Mapping[str, str]
) -> list[str]:
    """Columns whose NULL may stand as their default in the records, so that silver cannot tell.

    `Struct.get` in the AWS converter 1.1.9 gives the default for an explicit NULL, and the record
    no longer says which it was.
    """
    names = {f.name for s in schemas for f in s.fields if f.nullable and f.has_default}
    return sorted((names | set(before)) & set(types))


def _assert_no_clash(path: str, types: Mapping[str, str]) -> None:
    clash = [name for name in types if name.lower() in silver_keyless.META_TYPES]
    if clash:
        raise TableInconsistent(
            f"silver {path}: column {clash[0]} has a name that Weir uses; rename it in the source"
        )
