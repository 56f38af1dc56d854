"""Silver equals the source: the rules, one by one."""

import shutil

import pytest
from lake_fixture import Lake, expected
from source_model import Column, SourceTable

from weir_lakehouse import failpoints
from weir_lakehouse.lake_paths import silver_path


def person(**options):
    columns = [
        Column("firstName", length=155),
        Column("lastName", length=155),
        Column("age", "INT", optional=False),
    ]
    return SourceTable(columns=columns, **options).create()


def orders(**options):
    columns = [Column("id", "INT", optional=False), Column("item", length=50)]
    return SourceTable(table="orders", columns=columns, key=["id"], **options).create()


def fill(model):
    if model.key:
        for n in range(4):
            model.insert(id=n, item=f"item {n}")
    else:
        model.insert(firstName="foo", lastName="doe", age=18)
        model.insert(firstName="torri", lastName="lang", age=19)
        model.insert(firstName="foo", lastName="doe", age=18)
        model.insert(firstName=None, lastName="doe", age=18)


@pytest.fixture(params=["keyed", "keyless"])
def model(request):
    model = orders() if request.param == "keyed" else person()
    fill(model)
    return model


def test_follows_inserts_updates_and_deletes(spark, tmp_path, model):
    lake = Lake(spark, tmp_path, model)
    lake.take()
    assert lake.silver(model) == expected(model)
    model.update(0, **({"item": None} if model.key else {"firstName": "x"}))
    model.delete(1)
    lake.take()
    assert lake.silver(model) == expected(model)
    assert lake.reasons(model) == []
    assert lake.bronze(model).count() == len(model.records)


def test_takes_a_changed_primary_key_as_delete_and_create(spark, tmp_path):
    model = orders()
    fill(model)
    lake = Lake(spark, tmp_path, model)
    lake.take()
    model.update(0, id=77)
    model.update(1, id=0)
    lake.take()
    assert lake.silver(model) == expected(model)


def test_ignores_what_is_delivered_again(spark, tmp_path, model):
    lake = Lake(spark, tmp_path, model)
    lake.take(upto=3)
    model.redeliver(4)
    model.delete(0)
    model.redeliver(2)
    lake.take()
    assert lake.silver(model) == expected(model)


def test_fills_existing_rows_as_add_column_does(spark, tmp_path, model):
    lake = Lake(spark, tmp_path, model)
    lake.take()
    model.add(Column("email", length=155))
    model.add(Column("tag", length=10, default="x"))
    model.add(Column("address", length=155, optional=False))
    model.add(Column("points", "INT", optional=False, default=5))
    lake.catch_up()
    assert lake.silver(model) == expected(model)
    model.insert(id=9, firstName="a", age=1, email="e", tag=None, address="b", points=1, item="i")
    lake.take()
    assert lake.silver(model) == expected(model)
    assert lake.reasons(model) == []


def test_projects_rows_that_arrive_after_their_definition_is_old(spark, tmp_path, model):
    name = "item" if model.key else "lastName"
    model.update(0, **{name: "late"})
    model.drop(name)
    model.delete(1)
    lake = Lake(spark, tmp_path, model)
    lake.take(upto=3)
    lake.take()
    assert lake.silver(model) == expected(model)


def test_resets_a_column_that_is_dropped_and_added_again(spark, tmp_path, model):
    lake = Lake(spark, tmp_path, model)
    lake.take()
    name = "item" if model.key else "firstName"
    model.drop(name)
    model.add(Column(name, length=50, default="again"))
    lake.catch_up()
    assert lake.silver(model) == expected(model)


def test_replaces_everything_by_a_new_snapshot(spark, tmp_path, model):
    lake = Lake(spark, tmp_path, model)
    lake.take()
    model.rows.pop(0)
    model.rows.pop(0)
    model.snapshot()
    lake.take()
    assert lake.silver(model) == expected(model)
    model.rows.pop(0)
    # One row: it is first and last at once, and carries only the last marker.
    model.snapshot()
    lake.take()
    assert lake.silver(model) == expected(model)
    model.insert(id=50, firstName="n", age=3)
    lake.take()
    assert lake.silver(model) == expected(model)


def test_marks_a_table_until_a_snapshot_lands(spark, tmp_path, model):
    lake = Lake(spark, tmp_path, model)
    lake.take()
    name = "item" if model.key else "firstName"
    column = next(c for c in model.columns if c.name == name)
    model.modify(Column(name, "INT"), f"ALTER TABLE t MODIFY {name} INT")
    lake.catch_up()
    assert lake.reasons(model) == ["DDL_UNCERTAIN"]
    model.modify(column, f"ALTER TABLE t MODIFY {name} VARCHAR(155)")
    model.snapshot()
    lake.take()
    assert lake.reasons(model) == []
    assert lake.silver(model) == expected(model)


def test_rebuilds_silver_from_bronze_alone(spark, tmp_path, model):
    lake = Lake(spark, tmp_path, model)
    lake.take()
    model.delete(0)
    lake.take()
    shutil.rmtree(silver_path(lake.path, lake.table(model)))
    lake.new_run()
    lake.catch_up()
    assert lake.silver(model) == expected(model)


@pytest.mark.parametrize("step", ["before-bronze", "after-bronze", "before-silver"])
def test_survives_a_kill_between_its_steps(spark, tmp_path, model, step):
    lake = Lake(spark, tmp_path, model)
    lake.take(upto=2)
    model.delete(0)
    failpoints.arm(step)
    with pytest.raises(failpoints.Killed):
        lake.take()
    lake.new_run()
    lake.take()
    assert lake.silver(model) == expected(model)
    assert lake.bronze(model).count() == len(model.records)


def test_survives_a_lost_checkpoint(spark, tmp_path, model):
    lake = Lake(spark, tmp_path, model)
    lake.take()
    model.delete(0)
    lake.take(start=0)
    assert lake.silver(model) == expected(model)
    assert lake.bronze(model).count() == len(model.records)


def test_fails_the_table_whose_count_would_be_negative(spark, tmp_path):
    model = person()
    fill(model)
    other = orders()
    fill(other)
    lake = Lake(spark, tmp_path, model, other)
    lake.take()
    before = lake.silver(model)
    model.rows.append({"firstName": "never", "lastName": "was", "age": 1})
    model.delete(len(model.rows) - 1)
    other.delete(0)
    lake.take()
    assert [str(e.code) for e in lake.run.failed.values()] == ["TABLE_INCONSISTENT"]
    assert lake.reasons(model) == ["TABLE_INCONSISTENT"]
    assert lake.silver(model) == before
    assert lake.silver(other) == expected(other)
    model.snapshot()
    lake.take()
    assert lake.run.failed == {}
    assert lake.reasons(model) == []
    assert lake.silver(model) == expected(model)
