import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { findProgram, WeirError } from "@weir/core";
import type { HelmChart } from "./deploy-files.ts";
import { runProgram } from "./program.ts";

/** The cluster that helm works on. */
export interface HelmTarget {
  readonly cluster: string;
  readonly server: string;
  /** PEM in base64. */
  readonly caData: string;
  readonly token: () => Promise<string>;
}

/** A release as helm finds it in the cluster. */
export interface HelmRelease {
  /** Such as `deployed`, `failed`, `pending-upgrade`. https://helm.sh/docs/helm/helm_status/ */
  readonly status: string;
  /** Name and version, as in `strimzi-kafka-operator-1.2.0`. */
  readonly chart: string;
  /** What was set when it was installed. */
  readonly values: unknown;
  /** Everything that it installed, YAML. */
  readonly manifest: string;
}

/** The helm program, as the operator step uses it. */
export interface Helm {
  /** Such as `v3.19.0`. @throws PREREQUISITE_MISSING */
  version(): Promise<string>;
  /** Undefined where there is no such release, or helm does not say. */
  release(
    target: HelmTarget,
    chart: Pick<HelmChart, "release" | "namespace">,
    options: HelmOptions,
  ): Promise<HelmRelease | undefined>;
  /** Installs a chart or brings it to this version and these values; waits for its pods. */
  upgrade(
    target: HelmTarget,
    chart: HelmChart,
    options: HelmOptions & { readonly values: string },
  ): Promise<void>;
  /** False where there was no such release. */
  uninstall(
    target: HelmTarget,
    chart: Pick<HelmChart, "release" | "namespace">,
    options: HelmOptions,
  ): Promise<boolean>;
}

export interface HelmOptions {
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  /** The API server checks everything and stores nothing. */
  readonly dryRun?: boolean;
}

/** An EKS token holds for 15 minutes: helm must end before. */
const longestRunMs = 12 * 60_000;

/** @param env of the process: PATH, proxies, HELM_* */
export function openHelm(env: Readonly<Record<string, string | undefined>>): Helm {
  const program = () => {
    const file = findProgram("helm", env);
    if (file !== undefined) return file;
    throw new WeirError("PREREQUISITE_MISSING", "helm is not on the PATH", {
      remedy: "install Helm 3.14 or newer (https://helm.sh/docs/intro/install/)",
    });
  };

  async function run(
    target: HelmTarget,
    args: readonly string[],
    { deadlineMs, signal }: HelmOptions,
    values?: string,
  ) {
    const file = program();
    const folder = await mkdtemp(path.join(tmpdir(), "weir-helm-"));
    try {
      await chmod(folder, 0o700);
      // Credentials stand in the file, not in the arguments, which every user of the machine sees.
      const kubeconfig = path.join(folder, "kubeconfig");
      await writeFile(kubeconfig, renderKubeconfig(target, await target.token()), { mode: 0o600 });
      const all = [...args, "--kubeconfig", kubeconfig];
      if (values !== undefined) {
        const valuesFile = path.join(folder, "values.yaml");
        await writeFile(valuesFile, values, { mode: 0o600 });
        all.push("--values", valuesFile);
      }
      const limitMs = Math.min(deadlineMs, longestRunMs);
      return await runProgram(file, all, {
        deadlineMs: limitMs,
        signal,
        env: { ...withoutCluster(env), KUBECONFIG: kubeconfig },
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  function assertEnded(
    result: Awaited<ReturnType<typeof run>>,
    what: string,
    release: string,
    namespace: string,
    signal: AbortSignal | undefined,
  ): void {
    if (signal?.aborted) throw new WeirError("INTERRUPTED", `helm was interrupted (${what})`);
    if (result.exitCode === 0) return;
    const said = result.stderr.trim().split("\n").slice(-10).join("\n");
    const busy = /another operation .* is in progress/i.test(said);
    const why = result.timedOut ? "did not end in time" : `ended with ${result.exitCode}`;
    throw new WeirError("HELM_FAILED", `helm ${what} of ${release} ${why}: ${said}`, {
      remedy: busy
        ? `an earlier helm was killed: "helm rollback ${release} -n ${namespace}" ("helm uninstall" where it is the first revision), then deploy again`
        : `"helm status ${release} -n ${namespace}" and "kubectl get events -n ${namespace}" say more; mend it and deploy again`,
      details: { release, namespace, stderr: said },
    });
  }

  return {
    async version() {
      const result = await runProgram(program(), ["version", "--template", "{{.Version}}"], {
        deadlineMs: 30_000,
        env,
      });
      const version = /^v?(\d+)\.(\d+)[^\s]*/.exec(result.stdout.trim());
      if (result.exitCode === 0 && version !== null && Number(version[1]) >= 3) return version[0];
      throw new WeirError(
        "PREREQUISITE_MISSING",
        `helm on the PATH is no Helm 3 or newer: it says ${JSON.stringify((result.stdout || result.stderr).trim().slice(0, 200))}`,
        { remedy: "install Helm 3.14 or newer (https://helm.sh/docs/intro/install/)" },
      );
    },

    async release(target, { release, namespace }, options) {
      const ask = async (...args: string[]) => {
        const result = await run(target, [...args, "--namespace", namespace], options);
        assertEnded(result, args[0] ?? "", release, namespace, options.signal);
        return result.stdout;
      };
      const listed = parse(await ask("list", "--filter", `^${release}$`, "--output", "json"));
      const [row] = Array.isArray(listed) ? listed : [];
      if (typeof row?.status !== "string" || typeof row.chart !== "string") return undefined;
      return {
        status: row.status,
        chart: row.chart,
        values: parse(await ask("get", "values", release, "--output", "json")),
        manifest: await ask("get", "manifest", release),
      };
    },

    async upgrade(target, chart, options) {
      const { release, namespace } = chart;
      const seconds = Math.floor(Math.min(options.deadlineMs, longestRunMs) / 1000) - 30;
      const source =
        chart.repository === undefined ? [chart.chart] : [chart.chart, "--repo", chart.repository];
      // Not --atomic: it would remove the pods whose events say why it failed.
      const args = ["upgrade", "--install", release, ...source, "--version", chart.version];
      args.push("--namespace", namespace, "--create-namespace", "--reset-values");
      args.push(
        ...(options.dryRun ? ["--dry-run=server"] : ["--wait", "--timeout", `${seconds}s`]),
      );
      const result = await run(target, args, options, options.values);
      assertEnded(result, "upgrade", release, namespace, options.signal);
    },

    async uninstall(target, { release, namespace }, options) {
      const args = ["uninstall", release, "--namespace", namespace, "--wait"];
      const result = await run(target, args, options);
      if (/release: not found/i.test(result.stderr)) return false;
      assertEnded(result, "uninstall", release, namespace, options.signal);
      return true;
    },
  };
}

function parse(json: string) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/**
 * Neither KUBECONFIG nor HELM_KUBEAPISERVER and its like of the user may win over the cluster that is
 * meant. https://helm.sh/docs/helm/helm/
 */
function withoutCluster(env: Readonly<Record<string, string | undefined>>) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^HELM_(KUBE|NAMESPACE$)/.test(name)),
  );
}

function renderKubeconfig({ cluster, server, caData }: HelmTarget, token: string): string {
  // JSON is YAML, and needs no quoting rules.
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": cluster,
    clusters: [{ name: cluster, cluster: { server, "certificate-authority-data": caData } }],
    users: [{ name: cluster, user: { token } }],
    contexts: [{ name: cluster, context: { cluster, user: cluster } }],
  });
}
