/**
 * `npm run test:kubernetes [-- FILE …]`: test/kubernetes against a real Kubernetes API server, which
 * is built with Go the first time. Opt-in: the build takes about ten minutes, the tests about one.
 */
import { globSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { cacheDirectory, describeError, WeirError } from "@weir/core";
import { prepareTestKubernetes } from "../test/kubernetes/support/prepare.ts";
import { runProgram } from "./test/run-program.ts";

const root = path.dirname(import.meta.dirname);
const deadlineMs = 30 * 60_000;
const say = (line: string) => process.stderr.write(`${line}\n`);

const abort = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => abort.abort());
}

const work = mkdtempSync(path.join(tmpdir(), "weir-test-kubernetes-"));
try {
  const prepared = await prepareTestKubernetes({
    cacheDirectory: cacheDirectory(process.env, homedir()),
    env: process.env,
    say,
    signal: abort.signal,
  });
  const preparedFile = path.join(work, "prepared.json");
  writeFileSync(preparedFile, JSON.stringify(prepared));
  const chosen = process.argv.slice(2);
  const files = chosen.length > 0 ? chosen : globSync("test/kubernetes/*.test.ts", { cwd: root });
  if (files.length === 0) throw new Error("no test was found");
  // One API server at a time: each takes 300 MB and, while it starts, all of a core.
  const flags = ["--disable-warning=ExperimentalWarning", "--test", "--test-concurrency=1"];
  const result = await runProgram(
    process.execPath,
    [...flags, "--test-reporter=spec", ...files.toSorted()],
    {
      cwd: root,
      env: { WEIR_TEST_KUBERNETES: preparedFile },
      deadlineMs,
      signal: abort.signal,
      onLine: (line) => process.stdout.write(`${line}\n`),
    },
  );
  if (!result.ok) say(`test:kubernetes FAILED: ${result.reason}`);
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  const remedy = error instanceof WeirError && error.remedy ? `\nremedy: ${error.remedy}` : "";
  say(`error: ${describeError(error)}${remedy}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
