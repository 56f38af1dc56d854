import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const heavy = /node_modules\/(aws-cdk-lib|cdk8s|constructs|@aws-sdk|@grafana)\//;

/** Files of packages that a new process has loaded after importing `specifier`. */
function loadedBy(specifier: string): string[] {
  const script = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({
      load(url, context, next) {
        loaded.push(url);
        return next(url, context);
      },
    });
    await import(${JSON.stringify(specifier)});
    console.log(JSON.stringify(loaded));`;
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script];
  const output = execFileSync(process.execPath, args, { cwd: import.meta.dirname });
  return (JSON.parse(output.toString()) as string[]).filter((url) => heavy.test(url));
}

test("importing the room loads no CDK, no SDK and no other heavy library", () => {
  assert.deepEqual(loadedBy("@weir/deploy"), []);
});

test("the check sees a heavy library where one is loaded", () => {
  assert.ok(loadedBy("constructs").length > 0);
});
