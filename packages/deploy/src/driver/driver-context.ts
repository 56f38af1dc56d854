import type { AwsClients } from "../aws/aws-clients.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { Kubernetes } from "../kubernetes-api/kubernetes.ts";
import type { SynthFile } from "../synth-file.ts";
import { connectCluster, type OpenKubernetes } from "./connect-cluster.ts";
import { type HelmChart, indexFiles, type LakeJarFile } from "./deploy-files.ts";
import type { DriverContext, ReportEvent } from "./deploy-step.ts";
import type { Helm } from "./helm.ts";
import { type DeployedOutputs, readOutputs } from "./read-deployed.ts";
import { defaultTiming, type Timing } from "./wait-until.ts";

/** What deploy, destroy and rotation are given from outside. */
export interface DriverOptions {
  readonly platform: AwsPlatform;
  /** The synthesis of the same platform. */
  readonly files: readonly SynthFile[];
  readonly aws: AwsClients;
  readonly openKubernetes: OpenKubernetes;
  readonly helm: Helm;
  /** Content of a jar of the lake, from the cache or its source, checked by sha256. */
  readonly downloadJar: (jar: LakeJarFile) => Promise<Uint8Array>;
  /** @default helmCharts of the platform */
  readonly charts?: readonly HelmChart[];
  readonly report?: ReportEvent;
  readonly signal?: AbortSignal;
  /** @default defaultTiming */
  readonly timing?: Partial<Timing>;
}

/** A context whose reports carry the name of the step at work. */
export interface OpenedContext {
  readonly context: DriverContext;
  /** Names the step that reports from now on. */
  begin(step: string): void;
  close(): void;
}

export async function openContext(
  options: DriverOptions,
  extra: Pick<DriverContext, "allowReplacement" | "runLake">,
): Promise<OpenedContext> {
  const { platform, aws, openKubernetes, helm, downloadJar, report, signal } = options;
  let step = "deploy";
  let kubernetes: Promise<Kubernetes> | undefined;
  let outputs: Promise<DeployedOutputs> | undefined;
  const context: DriverContext = {
    platform,
    aws,
    helm,
    downloadJar,
    signal,
    ...extra,
    files: indexFiles(options.files, options.charts ?? (await chartsOf(platform))),
    timing: { ...defaultTiming, ...options.timing },
    report: (detail, fraction) =>
      report?.({ step, state: "running", detail, ...(fraction === undefined ? {} : { fraction }) }),
    kubernetes: () => {
      kubernetes ??= connectCluster(platform, aws, openKubernetes).catch((error) => {
        // Asked again, it is tried again: the cluster may be there by then.
        kubernetes = undefined;
        throw error;
      });
      return kubernetes;
    },
    outputs: ({ fresh } = { fresh: false }) => {
      if (outputs === undefined || fresh) {
        outputs = readOutputs(platform, aws).catch((error) => {
          outputs = undefined;
          throw error;
        });
      }
      return outputs;
    },
  };
  return {
    context,
    begin: (name) => {
      step = name;
    },
    close: () => {
      void kubernetes?.then((api) => api.close()).catch(() => {});
    },
  };
}

async function chartsOf(platform: AwsPlatform): Promise<readonly HelmChart[]> {
  const { helmCharts } = await import("../kubernetes/helm-charts.ts");
  return helmCharts(platform);
}
