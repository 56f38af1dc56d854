import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeRelease } from "../../src/driver/judge-release.ts";
import type { KubernetesObject } from "../../src/kubernetes-api/kubernetes.ts";

const chart = {
  release: "strimzi",
  namespace: "strimzi",
  chart: "oci://quay.io/strimzi-helm/strimzi-kafka-operator",
  version: "1.2.0",
  values: "helm/strimzi-values.yaml",
};
const manifest = `---
# Source: strimzi-kafka-operator/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: config
data:
  text: "{{ not: yaml for us"
---
# Source: strimzi-kafka-operator/templates/operator.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: strimzi-cluster-operator
spec:
  replicas: 2
`;
const release = {
  status: "deployed",
  chart: "strimzi-kafka-operator-1.2.0",
  values: { replicas: 2 },
  manifest,
};
const values = "# how many\nreplicas: 2\n";
const cluster = (availableReplicas?: number) => ({
  read: async (): Promise<KubernetesObject | undefined> =>
    availableReplicas === undefined
      ? undefined
      : {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "strimzi-cluster-operator", namespace: "strimzi" },
          spec: { replicas: 2 },
          status: { availableReplicas },
        },
});

describe("a Helm release", () => {
  it("is current with its chart, its values and its workloads serving", async () => {
    assert.deepEqual(await judgeRelease(release, chart, values, cluster(2)), { state: "current" });
    assert.deepEqual(await judgeRelease(undefined, chart, values, cluster(2)), { state: "absent" });
  });

  it("differs by state, version, values, and workloads that are gone or do not serve", async () => {
    const why = async (other: Partial<typeof release>, replicas?: number, text = values) => {
      const verdict = await judgeRelease({ ...release, ...other }, chart, text, cluster(replicas));
      return verdict.state === "differs" ? verdict.why : verdict.state;
    };
    assert.equal(await why({ status: "failed" }, 2), "it is failed");
    const older = "strimzi-kafka-operator-1.1.0";
    assert.equal(await why({ chart: older }, 2), `it is ${older}`);
    assert.equal(await why({}, 2, "replicas: 3"), "its values are others");
    assert.equal(await why({}), "its Deployment strimzi-cluster-operator is gone");
    assert.match(await why({}, 1), /has 1 of 2 pods/);
  });
});
