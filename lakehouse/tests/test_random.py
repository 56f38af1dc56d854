"""A random source against silver: re-deliveries, kills between steps, DDL, new snapshots.

After every round silver must equal the plain-Python model, in keyed and keyless tables alike.
"""

import random

import pytest
from full_run import FULL
from lake_fixture import Lake, expected
from source_model import Column
from test_silver import KILLS, fill, orders, person

from weir_lakehouse import failpoints, silver


def change(model, dice):
    """One statement on the source."""
    free = [c.name for c in model.columns if c.name not in (model.key or [])]
    kind = dice.choices(
        ["insert", "update", "delete", "add", "add default", "drop", "snapshot"],
        [8, 6, 4, 1, 1, 1, 1],
    )[0]
    if kind == "insert":
        values = {n: dice.choice([None, "a", "b"]) for n in free}
        values |= {c.name: dice.randint(0, 3) for c in model.columns if not c.optional}
        if model.key:
            taken = {row["id"] for row in model.rows}
            values["id"] = next(n for n in range(1000) if n not in taken and dice.random() < 0.5)
        model.insert(**values)
    elif kind == "update" and model.rows and free:
        names = [c.name for c in model.columns if c.name in free]
        name = dice.choice(names)
        optional = next(c for c in model.columns if c.name == name).optional
        model.update(
            dice.randrange(len(model.rows)),
            **{name: dice.choice([None, "x", "y"]) if optional else dice.randint(0, 3)},
        )
    elif kind == "delete" and model.rows:
        model.delete(dice.randrange(len(model.rows)))
    elif kind.startswith("add"):
        used = {c.name for c in model.columns}
        # A name that was dropped may come back: its old values must not.
        name = dice.choice([n for n in ("c1", "c2", "c3", "c4", "c5") if n not in used] or ["c9"])
        if name not in used:
            default = "filled" if kind == "add default" else None
            model.add(Column(name, length=20, default=default))
    elif kind == "drop":
        names = [c.name for c in model.columns if c.name in free and c.optional]
        if names and len(model.columns) > 1 + len(model.key or []):
            model.drop(dice.choice(names))
    elif kind == "snapshot" and model.rows:
        model.snapshot()


def play(spark, path, seed, rounds, merge):
    """Compares after every round; `merge`: whether the usual step is a MERGE."""
    dice = random.Random(seed)
    models = [person(), orders()]
    for model in models:
        fill(model)
    lake = Lake(spark, path, *models, merge=merge)
    for _ in range(rounds):
        for model in models:
            for _ in range(dice.randint(2, 9)):
                change(model, dice)
            if dice.random() < 0.8:
                model.redeliver(dice.randint(2, 6))
                if dice.random() < 0.7:
                    change(model, dice)
        if dice.random() < 0.4:
            failpoints.arm(dice.choice(KILLS))
            with pytest.raises(failpoints.Killed):
                lake.take()
            lake.new_run()
        lake.take()
        lake.catch_up()
        assert lake.run.failed == {}
        for model in models:
            assert lake.reasons(model) == []
            assert lake.silver(model) == expected(model), (seed, model.table)
            assert lake.bronze(model).count() == len(model.records)


# `npm run test:full` plays longer and more often.
GAMES = [(1, True), (2, False), (3, True), (4, False)] if FULL else [(1, True)]


@pytest.mark.parametrize("seed, merge", GAMES)
def test_equals_the_source_whatever_happens(spark, tmp_path, seed, merge):
    play(spark, tmp_path, seed, rounds=3 if FULL else 2, merge=merge)


def test_fails_without_the_ledger(spark, tmp_path, monkeypatch):
    monkeypatch.setattr(silver, "first_deliveries", lambda pending, *_: pending)
    with pytest.raises(AssertionError):
        play(spark, tmp_path, seed=1, rounds=3, merge=False)
