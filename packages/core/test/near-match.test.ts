import assert from "node:assert/strict";
import { test } from "node:test";
import { nearMatch } from "@weir/core";

test("finds what was meant", () => {
  assert.equal(nearMatch("brokrs", ["workers", "brokers"]), "brokers");
  assert.equal(nearMatch("nmae", ["sources", "name"]), "name");
  assert.equal(nearMatch("test_db.Person", ["test_db.person", "test_db.orders"]), "test_db.person");
});

test("finds nothing where nothing is near", () => {
  assert.equal(nearMatch("colour", ["name", "sources"]), undefined);
  assert.equal(nearMatch("x", ["name"]), undefined);
  assert.equal(nearMatch("name", []), undefined);
});
