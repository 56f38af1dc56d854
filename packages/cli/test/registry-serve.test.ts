import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { test } from "node:test";
import { runCli } from "../src/run-cli.ts";
import { callWeir, makeFolder } from "./run-weir.ts";

test("serves from a folder until it is interrupted, and ends in order", async (t) => {
  const folder = makeFolder(t);
  const ready = Promise.withResolvers<string>();
  const handlers = new Map<string, () => void>();
  const args = ["registry", "serve", "--data", "schemas", "--fault", "throttle=1", "-o", "json"];
  const ended = runCli(args, {
    stdin: Readable.from([]),
    stdout: {
      write: (text: string) => {
        ready.resolve(text);
        return true;
      },
    },
    stderr: { write: () => true },
    env: {},
    cwd: () => folder,
    on: (signal: string, handler: () => void) => handlers.set(signal, handler),
    off: () => {},
    exit: () => {},
  } as never);
  const { endpoint, database } = JSON.parse(await ready.promise);
  assert.equal(database, path.join(folder, "schemas", "registry.sqlite"));
  const faults = await fetch(new URL("/weir/faults", endpoint));
  assert.deepEqual(await faults.json(), { faults: ["throttle=1"] });
  handlers.get("SIGINT")?.();
  assert.equal(await ended, 0);
  assert.equal(existsSync(database), true);
  // Played in at the end: a copy of the file is a backup.
  assert.equal(existsSync(`${database}-wal`), false);
});

test("rejects flags it cannot use, each with a remedy", async (t) => {
  const folder = makeFolder(t);
  for (const flags of [
    ["--host", "0.0.0.0"],
    ["--port", "70000"],
    ["--fault", "trottle=1"],
    ["--token-file", "absent"],
    ["--json-policy", "loose"],
  ]) {
    const { exitCode, stderr } = await callWeir(
      ["registry", "serve", "--data", ":memory:", ...flags],
      folder,
    );
    assert.equal(exitCode, 2, flags.join(" "));
    assert.match(stderr, /error\[USAGE\].*\nremedy: ./);
  }
});
