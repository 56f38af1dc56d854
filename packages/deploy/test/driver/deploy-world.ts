import path from "node:path";
import { definePlatform, type PlatformInput, platformSpec } from "@weir/core";
import { parse } from "yaml";
import { openAws } from "../../src/aws/aws-clients.ts";
import { awsNames } from "../../src/aws-names.ts";
import { type AwsPlatform, requireAws } from "../../src/aws-platform.ts";
import type { OpenKubernetes } from "../../src/driver/connect-cluster.ts";
import type { DriverEvent } from "../../src/driver/deploy-step.ts";
import type { DriverOptions } from "../../src/driver/driver-context.ts";
import type { Helm, HelmRelease } from "../../src/driver/helm.ts";
import type { Kubernetes } from "../../src/kubernetes-api/kubernetes.ts";
import { synthPlatform } from "../../src/synth/synth-platform.ts";
import type { SynthFile } from "../../src/synth-file.ts";
import { startFakeAws, startFakeOperators } from "../../src/testing/index.ts";

/** What stands in for a cluster: in memory, or a real API server. */
export interface ClusterUnderTest {
  readonly kubernetes: Kubernetes;
  /** What installing the charts does: the kinds become known. */
  installCharts(): void;
}

const repository = path.resolve(import.meta.dirname, "../../../..");

/** A platform with one source, and whatever a test sets beside. */
export function samplePlatform(aws: Partial<NonNullable<PlatformInput["aws"]>> = {}): AwsPlatform {
  const input = definePlatform({
    name: "shop",
    sources: { shop: { tables: ["shop.orders"] } },
    aws: { region: "eu-central-1", access: { cidrs: ["198.51.100.0/24"] }, ...aws },
  });
  return requireAws(platformSpec.parse(input));
}

const synthesized = new Map<string, Promise<readonly SynthFile[]>>();

/** The real synthesis of a platform, once for each. */
export function sampleFiles(platform: AwsPlatform): Promise<readonly SynthFile[]> {
  const key = JSON.stringify(platform);
  let files = synthesized.get(key);
  if (files === undefined) {
    files = synthPlatform(platform, {
      pluginJar: { sha512: pluginSha512, content: Buffer.from("plugin") },
      lakehouseDirectory: path.join(repository, "lakehouse"),
    });
    synthesized.set(key, files);
  }
  return files;
}

// printf plugin | sha512sum
const pluginSha512 =
  "649f989b1ba6622dcc50339adc75b2e9fd8866efb9802716153a2917b3444877bb325ea985333b82db787f20caddf3e88bdfba1e3e7431bc4aefae1242b06d0d";

/** Everything a run of the driver touches. */
export async function createWorld(
  createCluster: () => ClusterUnderTest,
  {
    platform = samplePlatform(),
    pollMs = 1,
    deadlineFactor = 1 / 60,
  }: { platform?: AwsPlatform; pollMs?: number; deadlineFactor?: number } = {},
) {
  // First: nothing is left running where the synthesis fails.
  const files = await sampleFiles(platform);
  const aws = await startFakeAws();
  const cluster = createCluster();
  const { namespace } = awsNames(platform).kubernetes;
  const operators = startFakeOperators(cluster.kubernetes, { namespace, pollMs });
  operators.behaviour.secretValue = (key) => {
    const secret = aws.state.secrets.get(key);
    const current = secret?.values.get(secret.stages.get("AWSCURRENT") ?? "");
    if (current !== undefined) return JSON.parse(current);
    // RDS makes the master user's secret itself.
    return key.includes("rds!db-") ? { username: "admin", password: "master" } : undefined;
  };
  const charts: string[] = [];
  const releases = new Map<string, HelmRelease>();
  const helm: Helm = {
    version: async () => "v3.19.0",
    release: async (_, { release }) => releases.get(release),
    upgrade: async (_, { release, chart, version }, { values }) => {
      charts.push(`${release} ${version}`);
      cluster.installCharts();
      const name = `${chart.split("/").at(-1)}-${version}`;
      releases.set(release, {
        status: "deployed",
        chart: name,
        values: parse(values),
        manifest: "",
      });
    },
    uninstall: async (_, { release }) => releases.delete(release),
  };
  const kubernetes: Kubernetes = { ...bind(cluster.kubernetes), podLog: operators.podLog };
  const openKubernetes: OpenKubernetes = async () => kubernetes;
  const events: DriverEvent[] = [];
  const clients = openAws({ ...aws.options, maxAttempts: 3 });
  const options: DriverOptions = {
    platform,
    files,
    aws: clients,
    openKubernetes,
    helm,
    downloadJar: async ({ coordinates }) => Buffer.from(coordinates),
    report: (event) => events.push(event),
    timing: { pollMs, staleMs: 20 * pollMs, deadlineFactor },
  };
  return {
    aws,
    clients,
    cluster,
    kubernetes,
    operators,
    charts,
    helm,
    releases,
    events,
    options,
    async close() {
      await operators.stop();
      clients.close();
      await aws.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** The API without getters, so that a part of it can be replaced. */
function bind(kubernetes: Kubernetes): Kubernetes {
  const { server, apply, read, list, remove, patch, annotate, podLog, version } = kubernetes;
  return { server, apply, read, list, remove, patch, annotate, podLog, version, close: () => {} };
}
