import { randomUUID } from "node:crypto";
import { AwsFault } from "./aws-fault.ts";
import type { FakeSecret, FakeState } from "./fake-state.ts";

// biome-ignore lint/suspicious/noExplicitAny: a request's body, checked by nothing but the real SDK.
type Input = any;
type Operations = Readonly<Record<string, (input: Input) => unknown>>;

export function fakeGlue({ glue }: FakeState): Operations {
  const missing = (what: string) =>
    new AwsFault("EntityNotFoundException", `${what} is not found.`);
  return {
    GetRegistry({ RegistryId }) {
      const name = RegistryId.RegistryName;
      if (!glue.registries.has(name)) throw missing(`Registry ${name}`);
      return { RegistryName: name, Status: "AVAILABLE" };
    },
    DeleteRegistry({ RegistryId }) {
      if (!glue.registries.delete(RegistryId.RegistryName)) throw missing("Registry");
      return { Status: "DELETING" };
    },
    GetJob({ JobName }) {
      if (!glue.jobs.has(JobName)) throw missing(`Job ${JobName}`);
      return { Job: { Name: JobName } };
    },
    StartJobRun({ JobName }) {
      if (!glue.jobs.has(JobName)) throw missing(`Job ${JobName}`);
      const id = `jr_${randomUUID()}`;
      glue.runs.set(id, { job: JobName, states: ["STARTING", "RUNNING", "SUCCEEDED"] });
      return { JobRunId: id };
    },
    GetJobRun({ RunId }) {
      const run = glue.runs.get(RunId);
      if (run === undefined) throw missing(`Run ${RunId}`);
      const [state] = run.states;
      if (run.states.length > 1) run.states.shift();
      const error = state === "FAILED" ? { ErrorMessage: "fake failure" } : {};
      return { JobRun: { Id: RunId, JobRunState: state, ...error } };
    },
    GetJobRuns: ({ JobName }) => ({
      JobRuns: [...glue.runs]
        .filter(([, { job }]) => job === JobName)
        .map(([Id, { states }]) => ({ Id, JobRunState: states[0] })),
    }),
  };
}

export function fakeEcr({ account, region, ecr }: FakeState): Operations {
  return {
    GetAuthorizationToken: () => ({
      authorizationData: [
        {
          authorizationToken: Buffer.from(`AWS:${randomUUID()}`).toString("base64"),
          expiresAt: Date.now() / 1000 + 43_200,
          proxyEndpoint: `https://${account}.dkr.ecr.${region}.amazonaws.com`,
        },
      ],
    }),
    ListImages({ repositoryName }) {
      const images = ecr.images.get(repositoryName);
      if (images === undefined) throw new AwsFault("RepositoryNotFoundException", "not found");
      return { imageIds: images.slice(0, 100).map((imageDigest) => ({ imageDigest })) };
    },
    BatchDeleteImage({ repositoryName, imageIds }) {
      const gone = new Set(imageIds.map(({ imageDigest }: { imageDigest: string }) => imageDigest));
      const left = (ecr.images.get(repositoryName) ?? []).filter((digest) => !gone.has(digest));
      ecr.images.set(repositoryName, left);
      return { imageIds, failures: [] };
    },
  };
}

export function fakeSecretsManager({ secrets, region, account }: FakeState): Operations {
  const find = (id: string): FakeSecret => {
    const secret = secrets.get(id);
    if (secret !== undefined) return secret;
    throw new AwsFault(
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    );
  };
  return {
    DescribeSecret({ SecretId }) {
      const { values, stages } = find(SecretId);
      const byVersion = Object.fromEntries(
        [...values.keys()].map((version) => [
          version,
          [...stages].flatMap(([stage, holder]) => (holder === version ? [stage] : [])),
        ]),
      );
      return {
        ARN: `arn:aws:secretsmanager:${region}:${account}:secret:${SecretId}`,
        Name: SecretId,
        VersionIdsToStages: Object.fromEntries(
          Object.entries(byVersion).filter(([, all]) => all.length > 0),
        ),
      };
    },
    GetSecretValue({ SecretId, VersionStage = "AWSCURRENT" }) {
      const { values, stages } = find(SecretId);
      const version = stages.get(VersionStage);
      if (version === undefined) {
        throw new AwsFault(
          "ResourceNotFoundException",
          `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`,
        );
      }
      return { SecretString: values.get(version), VersionId: version };
    },
    PutSecretValue({ SecretId, SecretString, VersionStages = ["AWSCURRENT"], ClientRequestToken }) {
      const secret = find(SecretId);
      secret.values.set(ClientRequestToken, SecretString);
      for (const stage of VersionStages) secret.stages.set(stage, ClientRequestToken);
      return { VersionId: ClientRequestToken };
    },
    UpdateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }) {
      const { stages } = find(SecretId);
      const holder = stages.get(VersionStage);
      if (
        MoveToVersionId !== undefined &&
        holder !== undefined &&
        holder !== MoveToVersionId &&
        holder !== RemoveFromVersionId
      ) {
        throw new AwsFault(
          "InvalidParameterException",
          `The parameter RemoveFromVersionId can't be empty. Staging label ${VersionStage} is currently attached to version ${holder}`,
        );
      }
      if (MoveToVersionId === undefined) stages.delete(VersionStage);
      else stages.set(VersionStage, MoveToVersionId);
      // Secrets Manager keeps the one before under a label of its own.
      if (VersionStage === "AWSCURRENT" && holder !== undefined) stages.set("AWSPREVIOUS", holder);
      return {};
    },
  };
}
