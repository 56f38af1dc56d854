"""Where silver stands in the chain of definitions, and what to do where history does not say."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .ddl_history import Chain, Definition, Step
from .mysql_types import ColumnDefinition
from .writer_schema import WriterSchema


def anchor(
    chain: Chain, schemas: Sequence[WriterSchema], state: Mapping, silver_columns: Sequence[str]
) -> tuple[Chain, int | None, list[str]]:
    """`(chain, index of silver's definition or None without silver, notes that ask for a resync)`.

    Without a history the writer schemas stand for the definitions: rows decode, but what an ALTER
    did to rows that existed is then not known.
    """
    notes: list[str] = []
    if not chain:
        chain = _from_writers(schemas, state, silver_columns)
        if len(chain) > 1:
            notes.append("the columns changed and the schema history topic does not say how")
    known = {definition.column_names for definition in chain}
    strange = [s for s in schemas if not any(set(n) == set(s.column_names) for n in known)]
    if strange and chain:
        notes.append(
            f"schema version {strange[0].version_id} has columns that no definition in the "
            "schema history has"
        )
    if not state:
        return chain, None, notes
    keys = [definition.key for definition in chain]
    if state["definition"] in keys:
        return chain, keys.index(state["definition"]), notes
    same = [n for n, d in enumerate(chain) if d.column_names == tuple(silver_columns)]
    if same:
        # The topic was written anew, by a new snapshot for instance: same columns, same rows.
        return chain, same[-1], notes
    if chain:
        notes.append("silver's definition is no longer in the schema history")
        old = Definition(state["definition"], _untyped(silver_columns), ())
        return (
            (old, replace(chain[0], step=_by_name(silver_columns, chain[0])), *chain[1:]),
            0,
            (notes),
        )
    return chain, None, notes


def _from_writers(
    schemas: Sequence[WriterSchema], state: Mapping, silver_columns: Sequence[str]
) -> Chain:
    definitions: list[Definition] = []
    if state:
        definitions.append(Definition(state["definition"], _untyped(silver_columns), ()))
    for schema in schemas:
        columns = tuple(ColumnDefinition(f.name, "", optional=f.nullable) for f in schema.fields)
        definition = Definition(_names_key(schema.column_names), columns, ())
        if definitions and definitions[-1].column_names == definition.column_names:
            continue
        if definitions:
            step = _by_name(definitions[-1].column_names, definition)
            definition = replace(definition, step=step)
        definitions.append(definition)
    return tuple(definitions)


def _names_key(names: Sequence[str]) -> str:
    return "names-" + hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]


def _untyped(names: Sequence[str]) -> tuple[ColumnDefinition, ...]:
    return tuple(ColumnDefinition(name, "") for name in names)


def _by_name(old: Sequence[str], new: Definition) -> Step:
    return Step(
        dropped=frozenset(old) - frozenset(new.column_names),
        added={name: None for name in new.column_names if name not in old},
    )
