/**
 * kube-apiserver, etcd and helm, built from the Go modules that the go.mod beside them pins: there is
 * no other registry to get them from.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { WeirError } from "@weir/core";
import { runCommand } from "@weir/stack";

export interface PrepareOptions {
  readonly cacheDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Narration: one line. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A program of a Go module. */
export interface GoProgram {
  readonly name: string;
  /** Folder of the go.mod, beside this one. */
  readonly folder: "apiserver" | "helm";
  readonly package: string;
  /** Module whose version the program says it is. */
  readonly module: string;
  /** Variables for `-X` of the linker. */
  readonly variables: (version: string) => readonly string[];
}

const kubernetesVersion = "k8s.io/component-base/version";

export const goPrograms = {
  etcd: {
    name: "etcd",
    folder: "apiserver",
    package: "go.etcd.io/etcd/server/v3",
    module: "go.etcd.io/etcd/server/v3",
    variables: () => [],
  },
  apiServer: {
    name: "kube-apiserver",
    folder: "apiserver",
    package: "k8s.io/kubernetes/cmd/kube-apiserver",
    module: "k8s.io/kubernetes",
    variables: (version) => {
      const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
      return [
        `${kubernetesVersion}.gitVersion=${version}`,
        `${kubernetesVersion}.gitMajor=${major}`,
        `${kubernetesVersion}.gitMinor=${minor}`,
      ];
    },
  },
  helm: {
    name: "helm",
    folder: "helm",
    package: "helm.sh/helm/v4/cmd/helm",
    module: "helm.sh/helm/v4",
    variables: (version) => [`helm.sh/helm/v4/internal/version.version=${version}`],
  },
} as const satisfies Readonly<Record<string, GoProgram>>;

/** From 1.21 on, Go fetches the newer Go that go.mod names from its proxy. */
const leastGo = [1, 21] as const;
/** Nine minutes of a core for kube-apiserver, four for helm; more on a busy machine. */
const buildDeadlineMs = 90 * 60_000;
const sayEveryMs = 15_000;

/** Path of the program in the cache, built first where it is missing. */
export async function prepareGoProgram(
  program: GoProgram,
  options: PrepareOptions,
): Promise<string> {
  const directory = path.join(options.cacheDirectory, "go-programs");
  const file = path.join(directory, `${program.name}-${versionOf(program)}-${buildKey(program)}`);
  if (existsSync(file)) return file;
  await assertGo(options.signal);
  mkdirSync(directory, { recursive: true });
  const work = mkdtempSync(path.join(directory, ".build-"));
  try {
    await build(program, path.join(work, program.name), options);
    // Whole or not at all: an interrupted build leaves nothing that looks finished.
    renameSync(path.join(work, program.name), file);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return file;
}

const directoryOf = ({ folder }: GoProgram) => path.resolve(import.meta.dirname, "..", folder);

/** The version in go.mod, such as `v1.36.3`. */
export function versionOf(program: GoProgram): string {
  const modules = readFileSync(path.join(directoryOf(program), "go.mod"), "utf8");
  const line = modules.split("\n").find((each) => each.includes(`${program.module} v`)) ?? "";
  return /\sv\S+/.exec(line)?.[0].trim() ?? "";
}

function buildKey(program: GoProgram): string {
  const hash = createHash("sha256");
  for (const name of ["go.mod", "go.sum"]) {
    hash.update(readFileSync(path.join(directoryOf(program), name)));
  }
  return hash.update(process.arch).digest("hex").slice(0, 12);
}

async function build(program: GoProgram, output: string, options: PrepareOptions): Promise<void> {
  const version = versionOf(program);
  const flags = ["-s", "-w", ...program.variables(version).map((variable) => `-X ${variable}`)];
  options.say(`go build ${program.name} ${version}: several minutes, once`);
  let compiled = 0;
  let saidMs = performance.now();
  const args = ["build", "-v", "-ldflags", flags.join(" "), "-o", output, program.package];
  await runCommand("nice", ["-n", "19", "go", ...args], {
    cwd: directoryOf(program),
    signal: options.signal,
    deadlineMs: buildDeadlineMs,
    remedy:
      "go needs its module proxy (GOPROXY) and about 3 GB in its caches (go env GOCACHE GOMODCACHE)",
    onLine: (line) => {
      // Each package as it begins; there is no total.
      if (!line.startsWith("go: ")) compiled += 1;
      if (performance.now() - saidMs < sayEveryMs) return;
      saidMs = performance.now();
      options.say(`go build ${program.name}: ${compiled} packages, now ${line}`);
    },
  });
}

async function assertGo(signal: AbortSignal): Promise<void> {
  const remedy = `install Go ${leastGo.join(".")} or newer: "apt-get install golang-go", "brew install go" or https://go.dev/dl/`;
  let version: string;
  try {
    version = await runCommand("go", ["env", "GOVERSION"], {
      signal,
      deadlineMs: 120_000,
      cwd: "/",
    });
  } catch (cause) {
    throw new WeirError(
      "PREREQUISITE_MISSING",
      "the Kubernetes API server of the tests is built with Go, which is not on the PATH",
      { remedy, cause },
    );
  }
  const [major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  if (major > leastGo[0] || (major === leastGo[0] && minor >= leastGo[1])) return;
  throw new WeirError(
    "PREREQUISITE_MISSING",
    `Go is ${version.trim()}, the Kubernetes API server of the tests needs ${leastGo.join(".")}`,
    { remedy },
  );
}
