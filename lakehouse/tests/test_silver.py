"""Silver equals the source: the rules, one by one."""

import shutil

import pytest
from full_run import FULL
from lake_fixture import Lake, expected
from source_model import Column, SourceTable

from weir_lakehouse import failpoints
from weir_lakehouse.lake_paths import silver_path

KILLS = ["before-bronze", "after-bronze", "before-silver"]


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


@pytest.fixture
def models():
    """A table without a key and one with: every rule holds for both."""
    models = [person(), orders()]
    for model in models:
        fill(model)
    return models


def text_column(model):
    return "item" if model.key else "lastName"


def assert_equal(lake, *models):
    for model in models:
        assert lake.silver(model) == expected(model)
        assert lake.reasons(model) == []
        assert lake.bronze(model).count() == len(model.records)


def test_follows_inserts_updates_and_deletes(spark, tmp_path, models):
    lake = Lake(spark, tmp_path, *models, merge=True)
    lake.take()
    for model in models:
        model.update(0, **{text_column(model): None})
        model.delete(1)
    models[1].update(0, id=77)
    models[1].update(1, id=0)
    lake.take()
    assert_equal(lake, *models)


def test_ignores_what_is_delivered_again(spark, tmp_path, models):
    lake = Lake(spark, tmp_path, *models)
    lake.take(upto=3)
    for model in models:
        model.redeliver(4)
        model.delete(0)
        model.redeliver(2)
    lake.take()
    assert_equal(lake, *models)


def test_fills_existing_rows_as_add_column_does(spark, tmp_path, models):
    lake = Lake(spark, tmp_path, *models)
    lake.take()
    for model in models:
        model.add(Column("email", length=155))
        model.add(Column("tag", length=10, default="x"))
        model.add(Column("address", length=155, optional=False))
        model.add(Column("points", "INT", optional=False, default=5))
    lake.catch_up()
    assert_equal(lake, *models)
    for model in models:
        model.insert(id=9, age=1, email="e", tag=None, address="b", points=1)
    lake.take()
    assert_equal(lake, *models)


def test_projects_rows_that_arrive_when_their_definition_is_old(spark, tmp_path, models):
    for model in models:
        model.update(0, **{text_column(model): "late"})
        model.drop(text_column(model))
        model.delete(1)
        # It comes back empty of its old values.
        model.add(Column(text_column(model), length=50, default="again"))
    lake = Lake(spark, tmp_path, *models)
    lake.take(upto=3)
    lake.take()
    assert_equal(lake, *models)


def test_replaces_everything_by_a_new_snapshot(spark, tmp_path, models):
    lake = Lake(spark, tmp_path, *models)
    lake.take()
    for model in models:
        del model.rows[:2]
        model.snapshot()
        del model.rows[0]
        # One row: it is first and last at once, and carries only the last marker.
        model.snapshot()
        model.insert(id=50, firstName="n", age=3)
    lake.take()
    assert_equal(lake, *models)
    for model in models:
        model.snapshot()
    start = max(len(model.records) for model in models) - 1
    lake.take(upto=start)
    lake.take()
    assert_equal(lake, *models)


def test_marks_a_table_until_a_snapshot_lands(spark, tmp_path, models):
    lake = Lake(spark, tmp_path, *models)
    lake.take()
    for model in models:
        name = text_column(model)
        old = next(c for c in model.columns if c.name == name)
        model.modify(Column(name, "INT"), f"ALTER TABLE t MODIFY {name} INT")
        model.modify(old, f"ALTER TABLE t MODIFY {name} VARCHAR({old.length})")
    lake.catch_up()
    for model in models:
        assert set(lake.reasons(model)) == {"DDL_UNCERTAIN"}
        model.snapshot()
    lake.take()
    assert_equal(lake, *models)


def test_rebuilds_silver_from_bronze_alone(spark, tmp_path, models):
    lake = Lake(spark, tmp_path, *models)
    lake.take(upto=2)
    for model in models:
        model.delete(0)
    lake.take()
    for model in models:
        shutil.rmtree(silver_path(lake.path, lake.table(model)))
    lake.new_run()
    lake.catch_up()
    assert_equal(lake, *models)


@pytest.mark.parametrize("step", KILLS if FULL else ["before-silver"])
def test_survives_a_kill_between_its_steps(spark, tmp_path, models, step):
    lake = Lake(spark, tmp_path, *models)
    lake.take(upto=2)
    for model in models:
        model.delete(0)
    failpoints.arm(step)
    with pytest.raises(failpoints.Killed):
        lake.take()
    lake.new_run()
    # The checkpoint is lost as well: everything comes once more.
    lake.take(start=0)
    assert_equal(lake, *models)


def test_fails_the_table_whose_count_would_be_negative(spark, tmp_path, models):
    model, other = models
    lake = Lake(spark, tmp_path, model, other, merge=True)
    lake.take()
    before = lake.silver(model)
    model.rows.append({"firstName": "never", "lastName": "was", "age": 1})
    model.delete(len(model.rows) - 1)
    other.delete(0)
    lake.take()
    assert [str(e.code) for e in lake.run.failed.values()] == ["TABLE_INCONSISTENT"]
    assert lake.reasons(model) == ["TABLE_INCONSISTENT"]
    assert lake.silver(model) == before
    assert_equal(lake, other)
    model.snapshot()
    lake.take()
    assert lake.run.failed == {}
    assert_equal(lake, model)
