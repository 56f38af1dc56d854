/** The CRDs that Weir's manifests use, as their projects publish them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { WeirError } from "@weir/core";
import { runCommand } from "@weir/stack";
import type { PrepareOptions } from "./prepare-go-program.ts";

/** CRD files inside Go modules: the only registry from which these come without a chart. */
const modules = [
  {
    module: "github.com/external-secrets/external-secrets@v1.3.2",
    sum: "h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=",
    folder: "config/crds/bases",
    files: ["external-secrets.io_externalsecrets.yaml", "external-secrets.io_secretstores.yaml"],
  },
  {
    module: "github.com/prometheus-operator/prometheus-operator@v0.93.0",
    sum: "h1:AohlYJT+En8TmNpAcEUJ3GsaJTAqfEBwHmGTVpRm/Io=",
    folder: "example/prometheus-operator-crd",
    files: ["monitoring.coreos.com_podmonitors.yaml", "monitoring.coreos.com_prometheusrules.yaml"],
  },
] as const;

const downloadDeadlineMs = 10 * 60_000;

/** CRD files of External Secrets and of the Prometheus operator, kept in the cache. */
export async function prepareModuleCrds(options: PrepareOptions): Promise<string[]> {
  const found: string[] = [];
  for (const pinned of modules) {
    const directory = path.join(
      options.cacheDirectory,
      "kubernetes-crds",
      pinned.module.replaceAll("/", "_"),
    );
    const kept = pinned.files.map((file) => path.join(directory, file));
    if (!kept.every((file) => existsSync(file))) {
      const source = path.join(await downloadModule(pinned, options), pinned.folder);
      mkdirSync(directory, { recursive: true });
      for (const file of pinned.files) {
        writeFileSync(path.join(directory, file), readFileSync(path.join(source, file)));
      }
    }
    found.push(...kept);
  }
  return found;
}

async function downloadModule(
  { module, sum }: { readonly module: string; readonly sum: string },
  { say, signal }: PrepareOptions,
): Promise<string> {
  say(`CRDs of ${module}: downloading`);
  const answer = await runCommand("go", ["mod", "download", "-json", module], {
    // No go.mod there: go checks the module against the checksum database.
    cwd: "/",
    signal,
    deadlineMs: downloadDeadlineMs,
    remedy: "check that go reaches its module proxy: go env GOPROXY",
  });
  const { Dir, Sum } = JSON.parse(answer) as { Dir: string; Sum: string };
  if (Sum === sum) return Dir;
  throw new WeirError("DOWNLOAD_FAILED", `${module} has the checksum ${Sum}, not ${sum}`);
}
