"""Row images of old definitions → the newest one, as MySQL's ALTER changed the rows themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from .ddl_history import Chain, Definition, Step
from .mysql_types import silver_type
from .natural_values import natural_type, natural_value
from .writer_schema import WriterSchema


@dataclass(frozen=True)
class Kept:
    """The column's value is that of the image's column of this name."""

    name: str


@dataclass(frozen=True)
class Filled:
    """The column did not exist: this value as text, bytes or None."""

    value: str | bytes | None


Plan = dict[str, Kept | Filled]


def plan_projection(names: Sequence[str], steps: Sequence[Step]) -> Plan | None:
    """Column of the last definition → where it comes from. None: the rows no longer exist."""
    plan: Plan = {name: Kept(name) for name in names}
    for step in steps:
        if step.cleared:
            return None
        for name in step.dropped:
            plan.pop(name, None)
        for name, value in step.added.items():
            plan[name] = Filled(value)
    return plan


def column_types(
    definition: Definition, schemas: Sequence[WriterSchema], known: Mapping[str, str]
) -> dict[str, str]:
    """Silver's columns in MySQL's order with their types.

    The definition decides; where it names a type that Weir does not know, the newest writer schema
    does, then the type that silver has already.
    """
    written: dict[str, str] = {}
    for schema in schemas:
        written |= {field.name: natural_type(field) for field in schema.fields}
    return {
        column.name: silver_type(column)
        or written.get(column.name)
        or known.get(column.name)
        or "string"
        for column in definition.columns
    }


def project_image(
    row: Column, schema: WriterSchema, plan: Plan | None, types: Mapping[str, str]
) -> Column:
    """A decoded row image → struct of silver's columns; null where the image is null or gone."""
    struct_type = "struct<" + ",".join(f"`{name}`:{t}" for name, t in types.items()) + ">"
    if plan is None:
        return F.lit(None).cast(struct_type)
    fields = {field.name: field for field in schema.fields}
    values = []
    for name, sql_type in types.items():
        origin = plan.get(name, Filled(None))
        if isinstance(origin, Kept) and origin.name in fields:
            field = fields[origin.name]
            value = cast_value(natural_value(row[field.name], field), natural_type(field), sql_type)
        else:
            value = literal(origin.value if isinstance(origin, Filled) else None, sql_type)
        values.append(value.alias(name))
    return F.when(row.isNotNull(), F.struct(*values).cast(struct_type))


def project_table(frame: DataFrame, plan: Plan, types: Mapping[str, str]) -> list[Column]:
    """The columns of an existing silver table, projected."""
    have = dict(frame.dtypes)
    columns = []
    for name, sql_type in types.items():
        origin = plan.get(name, Filled(None))
        if isinstance(origin, Kept) and origin.name in have:
            value = cast_value(F.col(f"`{origin.name}`"), have[origin.name], sql_type)
        else:
            value = literal(origin.value if isinstance(origin, Filled) else None, sql_type)
        columns.append(value.alias(name))
    return columns


def literal(value: str | bytes | None, sql_type: str) -> Column:
    if isinstance(value, str) and sql_type == "binary":
        value = value.encode()
    return F.lit(value).cast(sql_type)


def cast_value(value: Column, have: str, want: str) -> Column:
    # A cast that can fail belongs to a step that is marked uncertain; it must not end the run.
    return value if have == want else value.try_cast(want)


def steps_between(chain: Chain, start: int, end: int | None = None) -> list[Step]:
    """Steps that lead from definition `start` to definition `end` (the newest where None)."""
    last = len(chain) - 1 if end is None else end
    return [definition.step for definition in chain[start + 1 : last + 1]]


def definition_index(chain: Chain, schemas: Sequence[WriterSchema]) -> Column:
    """Which definition a record was written under, for a frame with bronze's source columns.

    By binlog position where the server is the one whose position the DDL has; then the columns of
    the record's writer schema must be those of the definition, else the next definition that has
    them, else the last before. -1 where no definition has these columns.
    """
    by_position = F.lit(0)
    for n, definition in enumerate(chain[1:], start=1):
        by_position = F.when(_at_or_after(definition), n).otherwise(by_position)
    result = F.lit(-1)
    for schema in schemas:
        names = set(schema.column_names)
        matches = [n for n, d in enumerate(chain) if set(d.column_names) == names]
        if not matches:
            continue
        chosen = F.lit(matches[-1])
        for n in reversed(matches):
            chosen = F.when(by_position <= n, n).otherwise(chosen)
        result = F.when(F.col("schema_version_id") == schema.version_id, chosen).otherwise(result)
    return result


def _at_or_after(definition: Definition) -> Column:
    if definition.file is None or definition.pos is None:
        return F.lit(False)
    number = F.substring_index(F.col("source_file"), ".", -1).try_cast("bigint")
    mine = int(definition.file.rpartition(".")[2])
    after = (number > mine) | ((number == mine) & (F.col("source_pos") >= definition.pos))
    if definition.server_id:
        # Snapshot rows carry server id 0; positions of another server do not compare.
        server = F.coalesce(F.col("source_server_id"), F.lit(0))
        after = after & server.isin(0, definition.server_id)
    return F.coalesce(after, F.lit(False))
