import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { metricsConfigKey } from "../monitoring/monitoring-resources.ts";
import { placeholder } from "../outputs.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import { versions } from "../versions.ts";
import { iamJarPath, planBuild } from "./connect-build.ts";
import { connectSpecConfig, connectSpecNames } from "./connect-config.ts";
import { planConnectLogging } from "./connect-logging.ts";
import { componentLabels, workerLabels } from "./labels.ts";
import { mskIamSasl } from "./msk-iam.ts";
import { restrictedContainer, restrictedPod } from "./pod-security.ts";
import { hasRack, planRackPolicy, rackVariable } from "./rack-policy.ts";
import type { PlannedObject } from "./render-manifest.ts";
import { planWorkerResources } from "./worker-resources.ts";

export const kafkaConnectComment = `The workers. Strimzi makes their pods, services and accounts from the KafkaConnect; the Role lets them
read the connectors' secrets and no others.`;

/** Workers, what they may read, how they log, and where they are. */
export function planKafkaConnect(platform: AwsPlatform, inputs: SynthInputs): PlannedObject[] {
  const { object, logging } = planConnectLogging(platform);
  return [
    ...planSecretAccess(platform),
    object,
    ...planRackPolicy(platform),
    {
      apiVersion: "kafka.strimzi.io/v1",
      kind: "KafkaConnect",
      metadata: {
        name: awsNames(platform).kubernetes.kafkaConnect,
        // Connectors are KafkaConnector resources; a change by REST is taken back.
        annotations: { "strimzi.io/use-connector-resources": "true" },
      },
      spec: { ...planSpec(platform, inputs), logging },
    },
  ];
}

function planSpec(platform: AwsPlatform, inputs: SynthInputs) {
  const { kubernetes } = awsNames(platform);
  const { image } = platform.aws.connect;
  return {
    version: versions.kafka,
    replicas: platform.connect.workers,
    bootstrapServers: placeholder("WEIR_BOOTSTRAP_SERVERS"),
    ...connectSpecNames(platform),
    // No certificates to trust: MSK's are signed by a public authority that Java knows.
    tls: {},
    authentication: { type: "custom", sasl: true, config: mskIamSasl },
    config: connectSpecConfig(platform),
    ...planWorkerResources(platform),
    ...(image === undefined ? { build: planBuild(platform, inputs) } : { image }),
    readinessProbe: { initialDelaySeconds: 10, periodSeconds: 5, timeoutSeconds: 5 },
    // A worker that reads its topics again is slow, not dead.
    livenessProbe: {
      initialDelaySeconds: 60,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 6,
    },
    ...(hasRack(platform)
      ? { rack: { type: "environment-variable", envVarName: rackVariable } }
      : {}),
    metricsConfig: {
      type: "jmxPrometheusExporter",
      valueFrom: {
        configMapKeyRef: { name: kubernetes.metricsConfigMap, key: metricsConfigKey },
      },
    },
    template: planTemplate(platform),
  };
}

function planTemplate(platform: AwsPlatform) {
  const labelSelector = { matchLabels: workerLabels(awsNames(platform).kubernetes.kafkaConnect) };
  const withBuild = platform.aws.connect.image === undefined;
  return {
    pod: {
      securityContext: restrictedPod,
      // Tasks stop in 5 s (task.shutdown.graceful.timeout.ms), then the worker leaves the group.
      terminationGracePeriodSeconds: 60,
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "topology.kubernetes.io/zone",
          whenUnsatisfiable: "DoNotSchedule",
          // The nodes of a lost zone are tainted: it does not count, and its worker moves.
          nodeTaintsPolicy: "Honor",
          labelSelector,
        },
        {
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector,
        },
      ],
      affinity: {
        podAntiAffinity: {
          // Preferred: two workers on one node are better than a worker that waits for a node.
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector },
            },
          ],
        },
      },
    },
    podDisruptionBudget: { maxUnavailable: 1 },
    connectContainer: {
      securityContext: restrictedContainer,
      // A given image brings the jar on its own class path.
      ...(withBuild ? { env: [{ name: "CLASSPATH", value: iamJarPath() }] } : {}),
    },
    ...(withBuild
      ? {
          // Buildah runs as root with the runtime's default capabilities (chown, setuid, sys_chroot):
          // it has no restricted security context, and a label of its own for the network policy.
          buildPod: { metadata: { labels: componentLabels("image-build") } },
        }
      : {}),
  };
}

/** The workers' account may read exactly the secrets of the connectors. */
function planSecretAccess(platform: AwsPlatform): PlannedObject[] {
  const { kubernetes } = awsNames(platform);
  const name = `${kubernetes.connectServiceAccount}-secrets`;
  return [
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name },
      rules: [
        {
          apiGroups: [""],
          resources: ["secrets"],
          resourceNames: Object.keys(platform.sources).map(kubernetes.cdcSecret),
          verbs: ["get"],
        },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [
        {
          kind: "ServiceAccount",
          name: kubernetes.connectServiceAccount,
          namespace: kubernetes.namespace,
        },
      ],
    },
  ];
}
