import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { workerLabels } from "./labels.ts";
import type { PlannedObject } from "./render-manifest.ts";

/** Holds the zone of a worker's pod; Strimzi reads it as `client.rack`. */
export const rackVariable = "RACK_ZONE";

/** Copied from the node to each pod since Kubernetes 1.35 (KEP-4742). */
const zoneLabel = "topology.kubernetes.io/zone";

/**
 * `rack.type: environment-variable` leaves the variable to others, and Strimzi's container template
 * takes no value from a field of the pod. This policy puts it into the workers' pods, without a
 * webhook and without the ClusterRole that `topology-label` needs. Only where the cluster is ours and
 * its version known: MutatingAdmissionPolicy is stable since 1.36. It may be missing: then no rack
 * matches and records are read from the leader, as without it.
 *
 * MSK names its racks by zone id (euc1-az1), not by zone (eu-central-1a): reads stay with the leader
 * there until the two agree. Source connectors read nothing but their own small topics.
 *
 * https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export function planRackPolicy(platform: AwsPlatform): PlannedObject[] {
  if (!hasRack(platform)) return [];
  const { kubernetes } = awsNames(platform);
  const name = `${kubernetes.namespace}-worker-zone`;
  const env = "Object.spec.containers.env";
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingAdmissionPolicy",
      metadata: { name },
      spec: {
        // A zone is not worth a worker that cannot start.
        failurePolicy: "Ignore",
        reinvocationPolicy: "Never",
        matchConstraints: {
          resourceRules: [
            { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
          ],
        },
        mutations: [
          {
            // Not ApplyConfiguration: it refuses a fieldRef, which is replaced as a whole only.
            patchType: "JSONPatch",
            jsonPatch: {
              expression: `has(object.spec.containers[0].env) ? [JSONPatch{op: "add", path: "/spec/containers/0/env/-", value: ${env}{name: "${rackVariable}", valueFrom: ${env}.valueFrom{fieldRef: ${env}.valueFrom.fieldRef{fieldPath: "metadata.labels['${zoneLabel}']"}}}}] : []`,
            },
          },
        ],
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "MutatingAdmissionPolicyBinding",
      metadata: { name },
      spec: {
        policyName: name,
        matchResources: {
          namespaceSelector: {
            matchLabels: { "kubernetes.io/metadata.name": kubernetes.namespace },
          },
          objectSelector: { matchLabels: workerLabels(kubernetes.kafkaConnect) },
        },
      },
    },
  ];
}

/** Whether workers know their zone. */
export function hasRack({ aws }: AwsPlatform): boolean {
  return aws.eks.existing === undefined;
}
