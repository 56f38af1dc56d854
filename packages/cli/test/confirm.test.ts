import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { confirm } from "../src/confirm.ts";

const question = { question: "go on? type yes", answer: "yes", flag: "--yes" };

/** A terminal, a Ctrl-C for it, and what was asked. */
function setUp() {
  const abort = new AbortController();
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const said: string[] = [];
  const progress = { report: () => {}, end: () => {} };
  const say = (line: string) => void said.push(line);
  const asked = confirm({ stdin, progress, say, signal: abort.signal }, question);
  return { abort, stdin, said, asked };
}

test("takes the answer, and nothing else for it", async () => {
  const yes = setUp();
  yes.stdin.write("y");
  yes.stdin.write("es\n");
  assert.equal(await yes.asked, "yes");
  assert.deepEqual(yes.said, ["go on? type yes:"]);
  const no = setUp();
  no.stdin.write("y\n");
  await assert.rejects(no.asked, { code: "NOT_CONFIRMED" });
});

test("Ctrl-C at the question ends it, without a line", { timeout: 2_000 }, async () => {
  for (const when of ["before", "while"]) {
    const { abort, stdin, asked } = setUp();
    if (when === "while") await new Promise(setImmediate);
    abort.abort();
    await assert.rejects(asked, { code: "INTERRUPTED", message: /nothing was changed/ });
    assert.equal(stdin.destroyed, true);
  }
});
