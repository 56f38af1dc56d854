import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { commandTree } from "../src/command-tree.ts";
import { callWeir, makeFolder, runWeir, smallSpec } from "./run-weir.ts";

test("--help lists every command", (t) => {
  const { exitCode, stdout } = runWeir(["--help"], { cwd: makeFolder(t) });
  assert.equal(exitCode, 0);
  for (const name of Object.keys(commandTree)) assert.match(stdout, new RegExp(`^  ${name} `, "m"));
});

test("a command's own help has the flags that every command has", async (t) => {
  const cwd = makeFolder(t);
  for (const args of [["up"], ["get", "tasks"], ["lake", "query"]]) {
    const { exitCode, stdout } = await callWeir([...args, "--help"], cwd);
    assert.equal(exitCode, 0);
    assert.match(stdout, /--config FILE/);
    assert.match(stdout, /-o human\|json/);
  }
});

test("every command of the tree can be loaded", async () => {
  const load = async (tree: typeof commandTree): Promise<number> => {
    let loaded = 0;
    for (const entry of Object.values(tree)) {
      if ("routes" in entry) loaded += await load(entry.routes);
      else if (typeof (await entry.load()).run === "function") loaded += 1;
    }
    return loaded;
  };
  assert.ok((await load(commandTree)) >= 24);
});

test("an unknown command exits with 2 and names the near match", (t) => {
  const { exitCode, stderr, stdout } = runWeir(["sttus"], { cwd: makeFolder(t) });
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /^error\[USAGE\]: there is no command "sttus"\nremedy: did you mean "status"/,
  );
  assert.equal(stdout, "");
});

test("a flag, a value or an argument that does not fit exits with 2", async (t) => {
  const cwd = makeFolder(t, smallSpec);
  for (const args of [
    ["status", "--small"],
    ["status", "extra"],
    ["status", "-o", "xml"],
    ["consume"],
    ["consume", "topic", "--max", "0"],
    ["logs", "--lines", "many"],
    ["restart"],
    ["lake", "run"],
    ["pause"],
  ]) {
    const { exitCode, stderr } = await callWeir(args, cwd);
    assert.equal(exitCode, 2, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, /^error\[USAGE\]: .+\nremedy: .+\n$/, args.join(" "));
  }
});

test("with -o json a usage error is an object on stderr", (t) => {
  const cwd = makeFolder(t);
  for (const args of [
    ["sttus", "-o", "json"],
    ["status", "--smal", "--output=json"],
  ]) {
    const { exitCode, stderr } = runWeir(args, { cwd });
    assert.equal(exitCode, 2);
    const { error } = JSON.parse(stderr);
    assert.deepEqual(Object.keys(error), ["code", "message", "remedy", "details"]);
    assert.equal(error.code, "USAGE");
  }
});

test("a reader that leaves early ends the command quietly", (t) => {
  const cwd = makeFolder(t, smallSpec);
  const weir = new URL("../../../bin/weir", import.meta.url).pathname;
  const { stderr } = runShell(`${weir} config show --origin | head -1`, cwd);
  assert.equal(stderr, "");
});

function runShell(script: string, cwd: string) {
  return spawnSync("sh", ["-c", script], { cwd, encoding: "utf8" });
}
