import assert from "node:assert/strict";
import { test } from "node:test";
import { waitUntil } from "../../src/process/wait-until.ts";

const options = { what: "the broker to answer", deadlineMs: 20, intervalMs: 5 };

test("answers with the first answer that is one", async () => {
  const answers = [undefined, false, new Error("not yet"), "yes", "too late"] as const;
  let asked = 0;
  const answer = await waitUntil(
    async () => {
      const next = answers[asked++];
      if (next instanceof Error) throw next;
      return next;
    },
    { ...options, deadlineMs: 60_000 },
  );
  assert.equal(answer, "yes");
  assert.equal(asked, 4);
});

test("fails at the deadline with the tail of the log, the remedy and the last error", async () => {
  const last = new Error("connection refused");
  const waiting = waitUntil(() => Promise.reject(last), {
    ...options,
    explain: () => ({ tail: "line 1\nline 2", remedy: "read the log", details: { a: 1 } }),
  });
  await assert.rejects(waiting, {
    code: "READY_TIMEOUT",
    message: /^waited .* s for the broker to answer; its log ends with:\nline 1\nline 2$/,
    remedy: "read the log",
    cause: last,
    details: { a: 1 },
  });
});

test("names no log where there is none", async () => {
  await assert.rejects(
    waitUntil(async () => undefined, options),
    { code: "READY_TIMEOUT", message: /for the broker to answer$/ },
  );
});

test("gives up at once on an error that waiting cannot mend", async () => {
  const final = new Error("it ended");
  let asked = 0;
  const waiting = waitUntil(
    async () => {
      asked += 1;
      throw asked === 1 ? new Error("not yet") : final;
    },
    { ...options, deadlineMs: 60_000, isFinal: (error) => error === final },
  );
  await assert.rejects(waiting, final);
  assert.equal(asked, 2);
});

test("ends when it is interrupted, before the first question or between two", async () => {
  const abort = new AbortController();
  const wait = () =>
    waitUntil(
      async () => {
        abort.abort();
        return undefined;
      },
      { ...options, deadlineMs: 60_000, intervalMs: 60_000, signal: abort.signal },
    );
  await assert.rejects(wait(), { name: "AbortError" });
  await assert.rejects(wait(), { name: "AbortError" });
});
