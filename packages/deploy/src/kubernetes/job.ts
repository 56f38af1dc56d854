import { contentTag } from "./artifacts.ts";
import { type Component, componentLabels } from "./labels.ts";
import { restrictedContainer, restrictedPod } from "./pod-security.ts";
import type { PlannedObject } from "./render-manifest.ts";

/** A container of a Job: one script of the Job's files, run by bash. */
export interface JobContainer {
  readonly name: string;
  readonly image: string;
  /** Name in `files`. */
  readonly script: string;
  readonly env: readonly EnvVar[];
}

export type EnvVar =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly valueFrom: {
        readonly secretKeyRef: { readonly name: string; readonly key: string };
      };
    };

export interface JobOptions {
  /** Without the hash that is added. */
  readonly name: string;
  readonly component: Component;
  readonly serviceAccount: string;
  /** Scripts and what they read, by name; mounted at `filesPath`. */
  readonly files: Readonly<Record<string, string>>;
  readonly before: readonly JobContainer[];
  readonly main: JobContainer;
  readonly deadlineSeconds: number;
  /** A finished Job is removed after that; kept as evidence where absent. */
  readonly keepSeconds?: number;
}

export const filesPath = "/weir";
/** In memory, empty at first, shared by the containers of a Job. */
export const workPath = "/work";

/**
 * A Job and the ConfigMap of its files. Neither can be changed once it is there, so both names carry
 * the hash of everything in them: another content is another Job.
 */
export function planJob(options: JobOptions): PlannedObject[] {
  const { component, files, main, deadlineSeconds, keepSeconds } = options;
  const labels = componentLabels(component);
  const filesName = nameByContent(options.name, files);
  const spec = {
    activeDeadlineSeconds: deadlineSeconds,
    backoffLimit: 3,
    ...(keepSeconds === undefined ? {} : { ttlSecondsAfterFinished: keepSeconds }),
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: options.serviceAccount,
        restartPolicy: "Never",
        enableServiceLinks: false,
        securityContext: restrictedPod,
        initContainers: options.before.map(container),
        containers: [container(main)],
        volumes: [
          { name: "files", configMap: { name: filesName } },
          { name: "work", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
          { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
        ],
      },
    },
  };
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: filesName, labels },
      immutable: true,
      data: files,
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: nameByContent(options.name, spec), labels },
      spec,
    },
  ];
}

/** 63 characters at most: the Job's pods carry its name as a label. The hash holds the whole name too. */
function nameByContent(name: string, content: unknown): string {
  const tag = contentTag(name, JSON.stringify(content));
  return `${name.slice(0, 62 - tag.length).replace(/-+$/, "")}-${tag}`;
}

function container({ name, image, script, env }: JobContainer) {
  return {
    name,
    image,
    command: ["bash", `${filesPath}/${script}`],
    env,
    resources: {
      requests: { cpu: "100m", memory: "256Mi" },
      limits: { memory: "512Mi" },
    },
    securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
    volumeMounts: [
      { name: "files", mountPath: filesPath, readOnly: true },
      { name: "work", mountPath: workPath },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
