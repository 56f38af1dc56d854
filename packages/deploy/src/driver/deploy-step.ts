import type { AwsClients } from "../aws/aws-clients.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { Kubernetes } from "../kubernetes-api/kubernetes.ts";
import type { DeployFiles, LakeJarFile } from "./deploy-files.ts";
import type { Helm } from "./helm.ts";
import type { Timing } from "./wait-until.ts";

/** The steps of a deployment, in order. */
export const stepNames = [
  "foundation",
  "data",
  "platform",
  "operator",
  "connect",
  "connectors",
  "lake",
  "verify",
] as const;

export type StepName = (typeof stepNames)[number];

/** One thing that happens. `step` of other commands: "preflight", "destroy", "rotate". */
export interface DriverEvent {
  readonly step: string;
  readonly state: "started" | "running" | "done" | "failed";
  readonly detail?: string;
  /** 0 to 1 where it is known. */
  readonly fraction?: number;
}

export type ReportEvent = (event: DriverEvent) => void;

/** One resource that a step changed, or, in a dry run, would change. */
export interface StepChange {
  readonly action: "create" | "update" | "replace" | "may-replace" | "destroy";
  /** Stack or namespace. */
  readonly where: string;
  readonly kind: string;
  readonly name: string;
}

/** What a step did. */
export interface StepResult {
  readonly changes: readonly StepChange[];
  /** Facts for people: "3 topics, 1 connector RUNNING". */
  readonly detail?: string;
  /** In a dry run: what cannot be said before an earlier step is done, and why. */
  readonly notPreviewed?: readonly string[];
}

/** Whether a step's result stands. `missing` says what does not, in words for people. */
export interface StepCheck {
  readonly missing: readonly string[];
}

/** What every step works with. */
export interface DriverContext {
  readonly platform: AwsPlatform;
  readonly files: DeployFiles;
  readonly aws: AwsClients;
  readonly helm: Helm;
  readonly timing: Timing;
  readonly signal: AbortSignal | undefined;
  /** Logical ids that may be replaced or deleted although they hold data. */
  readonly allowReplacement: ReadonlySet<string>;
  /** Reports under the step at work. */
  readonly report: (detail: string, fraction?: number) => void;
  /** The cluster's API; opened once, and only where a step needs it. */
  readonly kubernetes: () => Promise<Kubernetes>;
  /** Values of the placeholders, as AWS last answered, or answers now where they must be fresh. */
  readonly outputs: (options?: {
    readonly fresh: boolean;
  }) => Promise<Readonly<Record<string, string | undefined>>>;
  /** Content of a jar, from the cache or its source, checked by sha256. */
  readonly downloadJar: (jar: LakeJarFile) => Promise<Uint8Array>;
  /** Start one run of the lake job and wait for it. */
  readonly runLake: boolean;
}

export interface DeployStep {
  readonly name: StepName;
  /** Steps whose check must pass before. */
  readonly needs: readonly StepName[];
  /** One sentence of what is there afterwards. */
  readonly summary: string;
  readonly deadlineMs: number;
  /** How to undo it. */
  readonly back: string;
  /** Makes it so; done again, changes nothing. */
  run(context: DriverContext): Promise<StepResult>;
  /** Asks AWS and Kubernetes to say what `run` would change; changes nothing that lasts. */
  preview(context: DriverContext): Promise<StepResult>;
  /** Looks, without waiting, whether the step's result stands. */
  check(context: DriverContext): Promise<StepCheck>;
}
