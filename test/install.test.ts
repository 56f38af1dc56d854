import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { packAll, planManifest } from "../scripts/pack.ts";

const installDeadlineMs = 300_000;

describe("the packed packages", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "weir-install-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (file: string, ...args: string[]): SpawnSyncReturns<string> => {
    const { WEIR_STATE_DIR: _, PATH = "", ...env } = process.env;
    return spawnSync(file, args, {
      cwd: folder,
      encoding: "utf8",
      timeout: installDeadlineMs,
      // npm tells its children where it runs; ours is another project, on the machine's own Node.
      env: {
        ...Object.fromEntries(
          Object.entries(env).filter(
            ([name]) => !/^npm_|^NODE_/.test(name) || name === "NODE_EXTRA_CA_CERTS",
          ),
        ),
        PATH: PATH.split(":")
          .filter((entry) => !entry.includes("node_modules"))
          .join(":"),
      },
    });
  };

  before(() => {
    const tarballs = packAll(path.join(folder, "tarballs"));
    writeFileSync(
      path.join(folder, "package.json"),
      '{ "name": "legopoc", "version": "1.0.0", "private": true, "type": "module" }\n',
    );
    const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel", "error"];
    const install = run("npm", "install", ...flags, ...tarballs);
    assert.equal(install.status, 0, install.stderr);
  });

  test("write a starter spec and show it with every default", () => {
    const init = run("npx", "weir", "init", "--name", "legopoc");
    assert.equal(init.status, 0, init.stderr);
    assert.match(readFileSync(path.join(folder, "weir.config.ts"), "utf8"), /definePlatform/);
    const show = run("npx", "weir", "config", "show", "-o", "json");
    assert.equal(show.status, 0, show.stderr);
    const platform = JSON.parse(show.stdout);
    assert.equal(platform.name, "legopoc");
    assert.equal(platform.kafka.brokers, 3);
  });

  test("give the exit code and the error of a command", () => {
    const status = run("npx", "weir", "status", "-o", "json");
    assert.equal(status.status, 1);
    assert.equal(JSON.parse(lastLine(status.stderr)).error.code, "STACK_NOT_RUNNING");
  });

  test("find what they carry beside their code", () => {
    const script = path.join(folder, "look.mjs");
    writeFileSync(
      script,
      `import { engineSourceDirectory } from "@weir/stack";
       import { findLakehouseDirectory } from "@weir/lake";
       import { fileURLToPath } from "node:url";
       console.log(JSON.stringify([
         engineSourceDirectory() + "/pom.xml",
         engineSourceDirectory() + "/connect-plugin/pom.xml",
         engineSourceDirectory() + "/engines/kafka/pom.xml",
         findLakehouseDirectory() + "/weir_lakehouse/__main__.py",
         fileURLToPath(import.meta.resolve("@weir/registry/main")),
         fileURLToPath(new URL("supervisor/main.js", import.meta.resolve("@weir/stack"))),
       ]));`,
    );
    const look = run(process.execPath, script);
    assert.equal(look.status, 0, look.stderr);
    for (const file of JSON.parse(look.stdout) as string[]) {
      assert.ok(file.startsWith(path.join(folder, "node_modules")), file);
      assert.ok(existsSync(file), file);
    }
  });
});

test("no published package names TypeScript as what is to be run", () => {
  const manifest = {
    name: "@weir/registry",
    version: "0.1.0",
    exports: { ".": "./src/index.ts", "./main": "./src/main.ts" },
    devDependencies: { typescript: "1.0.0" },
  };
  assert.deepEqual(planManifest("registry", manifest), {
    name: "@weir/registry",
    version: "0.1.0",
    exports: {
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./main": { types: "./dist/main.d.ts", default: "./dist/main.js" },
    },
    files: ["dist"],
  });
});

/** npm may warn of its own before. */
function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
