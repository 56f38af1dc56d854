import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { diagnoseTrace } from "../src/index.ts";

const folder = new URL("./traces/", import.meta.url);
const recorded = (name: string) => readFileSync(new URL(`${name}.txt`, folder), "utf8");
const id = "7f1b1c52-5f6b-4d3c-9d7e-2f4f0b8e6a11";

const expected = {
  "schema-evolution-failed": ["schema_refused", "never"],
  "schema-found-failure": ["schema_refused", "never"],
  "registry-unreachable": ["registry_unreachable", "backoff"],
  "registry-access-denied": ["registry_access_denied", "bounded"],
  "registry-not-found": ["registry_misconfigured", "bounded"],
  "auto-registration-off": ["registry_misconfigured", "bounded"],
  "source-unreachable": ["source_unreachable", "backoff"],
  "binlog-purged": ["binlog_purged", "never"],
  "server-id-clash": ["server_id_clash", "bounded"],
} as const;

for (const [name, [cause, policy]] of Object.entries(expected)) {
  test(`diagnoses the recorded trace ${name} as ${cause}`, () => {
    const diagnosis = diagnoseTrace(recorded(name));
    assert.equal(diagnosis.cause, cause);
    assert.equal(diagnosis.restartPolicy, policy);
    assert.equal(diagnosis.transient, policy === "backoff");
  });
}

test("expects every recorded trace", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".txt"));
  assert.deepEqual(
    files.map((file) => file.replace(".txt", "")).sort(),
    Object.keys(expected).sort(),
  );
});

test("names schema and version of a refusal", () => {
  const { details } = diagnoseTrace(recorded("schema-evolution-failed"));
  assert.equal(details.schemaVersionId, id);
  assert.equal(details.schemaName, "fullfillment.test_db.person");
  assert.equal(
    diagnoseTrace(recorded("schema-found-failure")).details.schemaName,
    "fullfillment.test_db.person",
  );
});

test("does not read causes out of a schema's own text", () => {
  const trace = recorded("registry-unreachable").replace(
    '"fields":[',
    '"fields":[{"name":"x","doc":"Schema Found but status is FAILURE","type":"int"},',
  );
  assert.notEqual(trace, recorded("registry-unreachable"));
  assert.equal(diagnoseTrace(trace).cause, "registry_unreachable");
});

test("gives an unknown trace a bounded number of tries", () => {
  const diagnosis = diagnoseTrace(
    "java.lang.IllegalStateException: the moon is full\n\tat a.B.c(B.java:1)\n",
  );
  assert.equal(diagnosis.cause, "unknown");
  assert.equal(diagnosis.transient, false);
  assert.equal(diagnosis.restartPolicy, "bounded");
  assert.equal(diagnosis.rootMessage, "the moon is full");
});

test("finds no cause in stack frames alone", () => {
  const trace =
    "java.lang.IllegalStateException: odd\n\tat org.apache.kafka.common.errors.RecordTooLargeException.x(A.java:1)\n";
  assert.equal(diagnoseTrace(trace).cause, "unknown");
});

const lines = [
  [
    "io.debezium.DebeziumException: The connector is trying to read change stream starting at x, but this is no longer available on the server. Reconfigure the connector to use a snapshot mode when needed.",
    "binlog_purged",
  ],
  [
    "io.debezium.DebeziumException: Encountered change event for table a.b whose schema isn't known to this connector",
    "table_schema_unknown",
  ],
  [
    "java.sql.SQLException: Access denied for user 'weir'@'localhost' (using password: YES)",
    "source_access_denied",
  ],
  [
    "org.apache.kafka.common.errors.RecordTooLargeException: The message is 9 bytes",
    "record_too_large",
  ],
  [
    "org.apache.kafka.common.errors.TimeoutException: Topic x not present in metadata",
    "broker_unreachable",
  ],
  [
    "org.apache.kafka.common.config.ConfigException: Missing required configuration",
    "config_invalid",
  ],
] as const;

test("diagnoses upstream's texts wherever they stand in the chain", () => {
  for (const [line, cause] of lines) {
    assert.equal(diagnoseTrace(line).cause, cause, line);
    const wrapped = `org.apache.kafka.connect.errors.ConnectException: stopped\n\tat a.B.c(B.java:1)\nCaused by: ${line}\n\t... 1 more\n`;
    assert.equal(diagnoseTrace(wrapped).cause, cause, line);
  }
});
