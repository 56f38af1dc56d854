"""Gold from the spec's SQL, and the same lake read without Spark."""

import json

import pytest
from lake_fixture import Lake
from test_silver import fill, orders, person

from weir_lakehouse.errors import LakeError
from weir_lakehouse.query import lake_status, run_query

GOLD = {
    "people_by_age": "select age, count(*) as people from silver.person group by age",
    "most": "select max(people) as people from gold.people_by_age",
}


def query(lake, sql):
    return json.loads(run_query(lake.path, sql))


def test_writes_gold_and_answers_queries(spark, tmp_path):
    models = [person(), orders()]
    for model in models:
        fill(model)
    lake = Lake(spark, tmp_path, *models, gold=GOLD)
    lake.take()
    lake.run.gold()
    # A keyless row that is there twice counts twice.
    assert query(lake, "select * from gold.people_by_age order by age") == [
        {"age": 18, "people": 3},
        {"age": 19, "people": 1},
    ]
    assert query(lake, "select * from gold.most") == [{"people": 3}]
    models[1].delete(0)
    lake.take()
    assert query(lake, "select * from silver.orders order by id") == models[1].rows
    bronze = query(lake, 'select "offset", operation, "after" from bronze.orders order by 1')
    assert [row["operation"] for row in bronze] == ["c"] * 4 + ["d", None]
    assert json.loads(bronze[0]["after"]) == {"id": 0, "item": "item 0"}
    assert [t["key"] for t in json.loads(lake_status(lake.path))] == [["id"], None]
    with pytest.raises(LakeError, match="nowhere"):
        query(lake, "select * from silver.nowhere")
    lake.job.gold["bad"] = "select nothing from silver.person"
    with pytest.raises(LakeError, match="gold table bad"):
        lake.run.gold()


def test_prints_scalars_exactly(tmp_path):
    sql = """select 1.10::decimal(9,2) as a, 9007199254740993 as b, -9007199254740991 as c,
      1.1::float as d, date '0001-01-01' as e, timestamp '9999-12-31 23:59:59.999999' as f,
      timestamp '2020-01-01 10:00:00.120' as g, timestamp '2020-01-01 10:00:00' as h,
      'a'::blob as i, null as j, true as k, 0.1::double as l"""
    assert json.loads(run_query(str(tmp_path), sql)) == [
        {
            "a": "1.10",
            "b": "9007199254740993",
            "c": -9007199254740991,
            "d": 1.1,
            "e": "0001-01-01",
            "f": "9999-12-31 23:59:59.999999",
            "g": "2020-01-01 10:00:00.12",
            "h": "2020-01-01 10:00:00",
            "i": "YQ==",
            "j": None,
            "k": True,
            "l": 0.1,
        }
    ]
