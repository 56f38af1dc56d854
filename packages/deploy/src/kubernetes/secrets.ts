import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { outputVariable, placeholder } from "../outputs.ts";
import type { PlannedObject } from "./render-manifest.ts";

export const secretsComment = `Credentials from Secrets Manager as Kubernetes Secrets, by External Secrets.
A SecretStore without auth uses the controller's own Pod Identity: the store cannot name another
service account, because External Secrets cannot take on an account that is bound by Pod Identity.
https://external-secrets.io/latest/provider/aws-access/#eks-pod-identity-setup`;

/** Also how long a rotated password takes at most to get here, unless somebody asks. */
const refreshInterval = "15m";

/** One store, and a Secret with username and password of each CDC user and each master user. */
export function planSecrets(platform: AwsPlatform): PlannedObject[] {
  const names = awsNames(platform);
  const store = `${platform.name}-secrets-manager`;
  const secret = (name: string, key: string): PlannedObject => ({
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name },
    spec: {
      refreshInterval,
      secretStoreRef: { kind: "SecretStore", name: store },
      target: { name, creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: ["username", "password"].map((property) => ({
        secretKey: property,
        remoteRef: { key, property },
      })),
    },
  });
  return [
    {
      apiVersion: "external-secrets.io/v1",
      kind: "SecretStore",
      metadata: { name: store },
      spec: { provider: { aws: { service: "SecretsManager", region: platform.aws.region } } },
    },
    ...Object.keys(platform.sources).flatMap((source) => [
      secret(names.kubernetes.cdcSecret(source), names.cdcSecret(source)),
      secret(
        names.kubernetes.masterSecret(source),
        placeholder(outputVariable("MASTER_SECRET", source)),
      ),
    ]),
  ];
}
