import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { outputVariable, placeholder } from "../outputs.ts";
import { type Component, componentLabels, workerLabels } from "./labels.ts";
import type { PlannedObject } from "./render-manifest.ts";

export const networkPolicyComment = `Nothing passes but what is named here. Strimzi's own policies are off (helm/strimzi-values.yaml): they
open the metrics to everybody, and what one policy allows no other can take back.`;

/** Of Strimzi: https://github.com/strimzi/strimzi-kafka-operator/blob/1.2.0/cluster-operator/src/main/java/io/strimzi/operator/cluster/model/KafkaConnectCluster.java */
const restPort = 8083;
const metricsPort = 9404;
/** IAM over TLS. https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html */
const kafkaPort = 9098;
/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html */
const podIdentityAgent = "169.254.170.23/32";
/** What EKS takes for services when nobody says otherwise; the API server has an address in it. */
const serviceRanges = ["10.100.0.0/16", "172.20.0.0/16"];
const everywhere = "0.0.0.0/0";
/** RFC 1918 and RFC 6598: what a peered VPC or a secondary range of a VPC is made of. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

type Port = number | string;
const tcp = (port: Port) => ({ protocol: "TCP", port });
const toRanges = (cidrs: readonly string[], ...ports: readonly Port[]) => ({
  to: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
  ports: ports.map(tcp),
});

function policy(
  name: string,
  podSelector: Readonly<Record<string, unknown>>,
  rules: { readonly ingress?: readonly unknown[]; readonly egress?: readonly unknown[] },
): PlannedObject {
  const policyTypes = [
    ...(rules.ingress === undefined ? [] : ["Ingress"]),
    ...(rules.egress === undefined ? [] : ["Egress"]),
  ];
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name },
    spec: { podSelector, policyTypes, ...rules },
  };
}

/** Default deny, and each path that a pod of the platform needs. */
export function planNetworkPolicies(platform: AwsPlatform): PlannedObject[] {
  const { kubernetes } = awsNames(platform);
  const workers = { matchLabels: workerLabels(kubernetes.kafkaConnect) };
  const jobs = (...components: Component[]) =>
    components.length === 1
      ? { matchLabels: componentLabels(components[0] as Component) }
      : {
          matchExpressions: [
            { key: "app.kubernetes.io/component", operator: "In", values: components },
          ],
        };
  const namespace = (name: string) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
  });
  const vpc = placeholder("WEIR_VPC_CIDR");
  // What is adopted may lie in a secondary range of its VPC, and a database in a peered VPC. The
  // security groups behind the port decide then.
  const { vpc: network, rds } = platform.aws;
  const ownNetwork = network.existing === undefined;
  const ownDatabases = ownNetwork && Object.keys(rds.existing).length === 0;
  const brokers = toRanges(ownNetwork ? [vpc] : [vpc, ...privateRanges], kafkaPort);
  const databases = toRanges(
    ownDatabases ? [vpc] : [vpc, ...privateRanges],
    ...Object.keys(platform.sources).map((each) =>
      placeholder(outputVariable("DATABASE_PORT", each)),
    ),
  );
  const identity = toRanges([podIdentityAgent], 80);
  // Registry and API server. An adopted VPC may have no endpoints: AWS has public addresses then.
  const aws = toRanges(ownNetwork ? [vpc, ...serviceRanges] : [everywhere], 443);
  return [
    policy("default-deny", {}, { ingress: [], egress: [] }),
    policy(
      "dns",
      {},
      {
        egress: [
          {
            to: [
              {
                ...namespace("kube-system"),
                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
              },
            ],
            ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
          },
        ],
      },
    ),
    policy("workers", workers, {
      ingress: [
        {
          from: [
            { podSelector: workers },
            {
              ...namespace(kubernetes.strimziNamespace),
              podSelector: { matchLabels: { "strimzi.io/kind": "cluster-operator" } },
            },
          ],
          ports: [tcp(restPort)],
        },
        { from: [namespace(kubernetes.monitoringNamespace)], ports: [tcp(metricsPort)] },
      ],
      egress: [
        { to: [{ podSelector: workers }], ports: [tcp(restPort)] },
        brokers,
        databases,
        identity,
        aws,
      ],
    }),
    // Certificates of RDS come from the internet.
    policy("database-jobs", jobs("database", "verify"), {
      egress: [databases, toRanges([everywhere], 443)],
    }),
    policy("topics-job", jobs("topics"), {
      egress: [brokers, identity, toRanges([everywhere], 443)],
    }),
    ...(platform.aws.connect.image === undefined
      ? [
          // Base image, Maven Central, plugin bucket, registry of the image.
          policy("image-build", jobs("image-build"), { egress: [toRanges([everywhere], 443)] }),
        ]
      : []),
  ];
}
