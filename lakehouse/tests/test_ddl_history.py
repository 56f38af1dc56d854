"""What ALTER does to existing rows, from Debezium's schema history values."""

import json

import pytest
from source_model import Column, SourceTable

from weir_lakehouse.ddl_history import read_chains
from weir_lakehouse.mysql_types import ColumnDefinition, Unknown, added_value, is_equal_widening


def table():
    return SourceTable(
        columns=[Column("a", length=10), Column("b", "INT", optional=False)], key=["b"]
    ).create()


def chain(model):
    return read_chains(model.history)[("test_db", "person")]


def last_step(model):
    return chain(model)[-1].step


def test_reads_columns_key_and_position():
    (first,) = chain(table())
    assert first.column_names == ("a", "b")
    assert first.primary_key == ("b",)
    assert (first.file, first.pos, first.server_id) == ("binlog.000001", 1000, 7)


def test_fills_an_added_column_with_default_null_or_implicit_default():
    model = table()
    model.add(Column("n"))
    model.add(Column("d", length=10, default="x"))
    model.add(Column("i", "INT", optional=False))
    model.add(Column("v", length=5, optional=False))
    added = [definition.step.added for definition in chain(model)[1:]]
    assert added == [{"n": None}, {"d": "x"}, {"i": "0"}, {"v": ""}]
    assert not any(d.step.uncertain for d in chain(model))


def test_drops_and_resets_a_column():
    model = table()
    model.drop("a")
    model.add(Column("a", length=10, default="again"))
    assert [d.step.dropped for d in chain(model)[1:]] == [{"a"}, frozenset()]
    assert last_step(model).added == {"a": "again"}


def test_resets_a_column_dropped_and_added_in_one_statement():
    model = table()
    model.columns[0] = Column("a", length=10, default="x")
    model.write_history("ALTER TABLE person DROP COLUMN `a`, ADD COLUMN a varchar(10) DEFAULT 'x'")
    assert last_step(model).dropped == {"a"}
    assert last_step(model).added == {"a": "x"}


def test_passes_over_statements_that_a_restart_wrote_again():
    model = table()
    model.drop("a")
    model.add(Column("a", length=10))
    again = model.history[1:]
    model.history += again
    assert len(chain(model)) == 3


def test_empties_a_dropped_table_but_not_at_the_start_of_a_snapshot():
    model = table()
    model.write_history("DROP TABLE IF EXISTS person", "DROP", snapshot=True)
    model.write_history("CREATE TABLE …", "CREATE", snapshot=True)
    assert len(chain(model)) == 1
    model.pos += 1
    model.write_history("DROP TABLE person", "DROP")
    model.pos += 1
    model.write_history("CREATE TABLE person …", "CREATE")
    assert any(d.step.cleared for d in chain(model)[1:])


@pytest.mark.parametrize(
    "ddl, column",
    [
        ("ALTER TABLE person RENAME COLUMN a TO c", Column("c", length=10)),
        ("ALTER TABLE person CHANGE a c varchar(10)", Column("c", length=10)),
        ("ALTER TABLE person MODIFY a INT", Column("a", "INT")),
        ("ALTER TABLE person MODIFY a varchar(5)", Column("a", length=5)),
        (
            "ALTER TABLE person MODIFY a varchar(10) NOT NULL",
            Column("a", length=10, optional=False),
        ),
    ],
)
def test_is_uncertain_where_existing_values_may_change(ddl, column):
    model = table()
    model.columns[0] = column
    model.write_history(ddl)
    assert last_step(model).uncertain


def test_is_certain_where_existing_values_stay():
    model = table()
    model.columns[0] = Column("a", length=20, default="later")
    model.write_history("ALTER TABLE person MODIFY a varchar(20) DEFAULT 'later'")
    assert last_step(model) == type(last_step(model))()


def test_is_uncertain_where_table_or_key_change():
    model = table()
    model.write_history("RENAME TABLE x TO person", previous='"test_db"."x"')
    assert "the table was renamed" in last_step(model).uncertain
    model.key = None
    model.write_history("ALTER TABLE person DROP PRIMARY KEY")
    assert "the key changed" in last_step(model).uncertain


def test_passes_over_what_is_not_a_record():
    assert read_chains(["", "null", "{", json.dumps({"ddl": "x"})]) == {}


def column(type_name, **options):
    return ColumnDefinition("c", type_name, **options)


@pytest.mark.parametrize(
    "definition, ddl, value",
    [
        (
            column("DECIMAL", length=6, scale=2, has_default=True, default_expression="1.005"),
            "",
            "1.01",
        ),
        (column("INT UNSIGNED", optional=False), "", "0"),
        (column("ENUM", optional=False, enum_values=("'x'", "'y'")), "", "x"),
        (column("BIT", length=1, optional=False), "", "false"),
        (column("BINARY", length=3, optional=False), "", b"\0\0\0"),
        (column("TIME", optional=False), "", "00:00:00"),
        (column("CHAR", length=5, has_default=True, default_expression="a  "), "", "a"),
        (column("TINYINT", length=1, has_default=True, default_expression="TRUE"), "", "1"),
        (
            column("DATETIME", has_default=True, default_expression="2020-01-02 03:04:05"),
            "",
            "2020-01-02 03:04:05",
        ),
    ],
)
def test_knows_the_value_of_an_added_column(definition, ddl, value):
    assert added_value(definition, ddl) == value


@pytest.mark.parametrize(
    "definition, ddl",
    [
        # What Debezium writes for CURRENT_TIMESTAMP.
        (column("DATETIME", has_default=True, default_expression="1970-01-01 00:00:00"), ""),
        (column("TIMESTAMP", has_default=True, default_expression="2020-01-02 03:04:05"), ""),
        (column("VARCHAR", has_default=True, default_expression=None), "ADD c … DEFAULT (uuid())"),
        (column("VARCHAR", has_default=True, default_expression="it''s"), ""),
        (column("VARCHAR", has_default=True, default_expression="4142"), "ADD c … DEFAULT X'4142'"),
        (column("DATE", optional=False), ""),
        (column("JSON", optional=False), ""),
        (column("INT", generated=True), ""),
        (column("INT"), "ADD c INT GENERATED ALWAYS AS (a + 1)"),
    ],
)
def test_does_not_guess_the_value_of_an_added_column(definition, ddl):
    assert isinstance(added_value(definition, ddl), Unknown)


@pytest.mark.parametrize(
    "old, new, equal",
    [
        (column("INT"), column("BIGINT"), True),
        (column("BIGINT"), column("INT"), False),
        (column("INT"), column("BIGINT UNSIGNED"), False),
        (column("INT UNSIGNED"), column("BIGINT"), True),
        (column("DECIMAL", length=10, scale=2), column("DECIMAL", length=12, scale=4), True),
        (column("DECIMAL", length=10, scale=2), column("DECIMAL", length=10, scale=4), False),
        (column("VARCHAR", length=10), column("TEXT"), True),
        (column("TEXT"), column("VARCHAR", length=10), False),
        (column("FLOAT"), column("DOUBLE"), False),
        (
            column("VARCHAR", length=5, charset="latin1"),
            column("VARCHAR", length=5, charset="utf8mb4"),
            True,
        ),
        (
            column("VARCHAR", length=5, charset="utf8mb4"),
            column("VARCHAR", length=5, charset="latin1"),
            False,
        ),
        (column("INT"), column("INT", optional=False), False),
    ],
)
def test_knows_a_widening_that_keeps_values(old, new, equal):
    assert is_equal_widening(old, new) is equal
