import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { versions } from "../../src/versions.ts";

test("has the versions of the root pom.xml", () => {
  const pom = readFileSync(new URL("../../../../pom.xml", import.meta.url), "utf8");
  const property = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(pom)?.[1];
  assert.deepEqual(
    {
      strimzi: property("strimzi.version"),
      kafka: property("kafka.version"),
      debezium: property("debezium.version"),
      glueConverter: property("glue-converter.version"),
      mskIamAuth: property("msk-iam-auth.version"),
    },
    {
      strimzi: versions.strimzi,
      kafka: versions.kafka,
      debezium: versions.debezium,
      glueConverter: versions.glueConverter,
      mskIamAuth: versions.mskIamAuth,
    },
  );
});
