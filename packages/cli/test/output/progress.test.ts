import assert from "node:assert/strict";
import { test } from "node:test";
import { createProgress, renderProgressLine } from "../../src/output/progress.ts";

function record(isTTY: boolean) {
  let text = "";
  let nowMs = 0;
  const stream = { isTTY, columns: 40, write: (part: string) => (text += part) };
  const progress = createProgress(
    stream,
    (_, plain) => plain,
    () => nowMs,
  );
  return { progress, passMs: (ms: number) => (nowMs += ms), written: () => text };
}

test("writes one line per finished step where there is no terminal", () => {
  const { progress, passMs, written } = record(false);
  progress.report({ step: "mysql", state: "started" });
  passMs(1500);
  progress.report({ step: "mysql", state: "running", fraction: 0.5 });
  progress.report({ step: "mysql", state: "done" });
  progress.report({ step: "kafka-1", state: "failed", detail: "port taken" });
  assert.equal(written(), "done   mysql  1.5 s\nfailed kafka-1  port taken\n");
});

test("keeps one live line on a terminal, never wider than it", () => {
  const { progress, written } = record(true);
  progress.report({ step: "engines", state: "running", detail: "x".repeat(80), fraction: 0.4 });
  const live = written();
  assert.equal(live.length, 39);
  assert.ok(live.startsWith("[####      ] 40 % engines: x"));
  progress.end();
  assert.equal(written(), `${live}\r\u001b[K`);
});

test("shows no bar where nobody knows how far it is", () => {
  assert.equal(renderProgressLine({ step: "mysql", state: "started" }), "[..........] mysql");
});
