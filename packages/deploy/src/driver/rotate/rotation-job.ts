import { createHash } from "node:crypto";
import { WeirError } from "@weir/core";
import { awsNames, slug } from "../../aws-names.ts";
import type { KubernetesObject } from "../../kubernetes-api/kubernetes.ts";
import type { DriverContext } from "../deploy-step.ts";
import { readManifests } from "../manifests.ts";

interface Env {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}

interface JobSpec {
  readonly template: {
    readonly spec: { readonly containers: readonly { readonly env?: readonly Env[] }[] };
  };
}

export interface RotationJobOptions {
  /** Kubernetes Secret with the credentials that the database shall accept. */
  readonly secret: string;
  /** Lock the user that the secret does not name. */
  readonly retireOtherUser: boolean;
  /** Makes Jobs of different rotations different Jobs. */
  readonly rotation: string;
}

/**
 * The database Job of a source as the manifests have it, for one step of a rotation, and what it
 * needs beside it.
 */
export async function planRotationJob(
  context: Pick<DriverContext, "files" | "outputs" | "platform">,
  source: string,
  options: RotationJobOptions,
): Promise<{ readonly job: KubernetesObject; readonly others: readonly KubernetesObject[] }> {
  const objects = await readManifests(context, 20);
  const prefix = `${slug(source)}-database-`;
  const job = objects.find(
    ({ kind, metadata }) => kind === "Job" && metadata.name.startsWith(prefix),
  );
  if (job === undefined)
    throw new WeirError("INTERNAL", `the manifests have no database Job of ${source}`);
  const cdc = awsNames(context.platform).kubernetes.cdcSecret(source);
  const tag = createHash("sha256").update(JSON.stringify(options)).digest("hex").slice(0, 8);
  const spec = job.spec as JobSpec;
  const pod = spec.template.spec;
  const containers = pod.containers.map((container) => ({
    ...container,
    env: (container.env ?? []).map((each) => adapt(each, cdc, options)),
  }));
  return {
    job: {
      ...job,
      metadata: { ...job.metadata, name: `${slug(source)}-rotate-${tag}` },
      spec: {
        ...spec,
        // A Job of a rotation is no evidence of the deployment; it need not stay.
        ttlSecondsAfterFinished: 3_600,
        template: { ...spec.template, spec: { ...pod, containers } },
      },
    },
    others: objects.filter(({ kind }) => kind !== "Job"),
  };
}

function adapt(env: Env, cdc: string, { secret, retireOtherUser }: RotationJobOptions): Env {
  if (env.name === "RETIRE_OTHER_USER") return { name: env.name, value: String(retireOtherUser) };
  const reference = env.valueFrom?.secretKeyRef;
  if (reference?.name !== cdc) return env;
  return { name: env.name, valueFrom: { secretKeyRef: { ...reference, name: secret } } };
}
