import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../../src/kubernetes-api/api-errors.ts";

/** Answers as Kubernetes 1.36 gives them (recorded by test/kubernetes). */
const forbidden =
  'kafkaconnectors.kafka.strimzi.io "shop" is forbidden: User "arn:aws:iam::1:role/dev" cannot patch resource "kafkaconnectors" in API group "kafka.strimzi.io" in the namespace "weir-shop"';

const asked = { verb: "apply", what: "KafkaConnector shop in namespace weir-shop" };

function refuse(status: number, body: unknown, more: { secrets?: string[] } = {}) {
  return refusal({ status, body, warnings: [] }, { ...asked, ...more });
}

test("names verb and resource that a user may not", () => {
  const error = refuse(403, { message: forbidden, reason: "Forbidden" });
  assert.equal(error.code, "KUBERNETES_FORBIDDEN");
  assert.equal(
    error.message,
    "Kubernetes refuses to apply KafkaConnector shop in namespace weir-shop: arn:aws:iam::1:role/dev may not patch kafkaconnectors.kafka.strimzi.io in namespace weir-shop",
  );
  assert.match(error.remedy ?? "", /verb "patch" on kafkaconnectors\.kafka\.strimzi\.io/);
});

test("keeps the reason of a quota or of pod security", () => {
  const message = 'pods "a" is forbidden: exceeded quota: small';
  assert.match(refuse(403, { message }).message, /exceeded quota: small$/);
});

test("names each field that another manager holds", () => {
  const error = refuse(409, {
    message: "Apply failed with 2 conflicts",
    reason: "Conflict",
    details: {
      causes: [
        {
          reason: "FieldManagerConflict",
          message: 'conflict with "kubectl-edit" using v1',
          field: ".spec.replicas",
        },
        { reason: "FieldManagerConflict", message: 'conflict with "argocd"', field: ".spec.image" },
      ],
    },
  });
  assert.equal(error.code, "KUBERNETES_CONFLICT");
  assert.match(
    error.message,
    /: \.spec\.replicas is managed by kubectl-edit; \.spec\.image is managed by argocd$/,
  );
});

test("lists every invalid field", () => {
  const error = refuse(422, {
    message: 'KafkaConnect.kafka.strimzi.io "a" is invalid: [...]',
    reason: "Invalid",
    details: {
      causes: [
        { message: "Required value", field: "spec.groupId" },
        { message: 'Unsupported value: "oauth"', field: "spec.authentication.type" },
      ],
    },
  });
  assert.equal(error.code, "KUBERNETES_INVALID");
  assert.match(
    error.message,
    /: spec\.groupId: Required value; spec\.authentication\.type: Unsupported value: "oauth"$/,
  );
});

test("takes an unknown field for invalid although the API server answers 500", () => {
  const error = refuse(500, {
    message:
      "failed to create typed patch object (weir-shop/shop; kafka.strimzi.io/v1, Kind=KafkaConnector): .spec.pause: field not declared in schema",
  });
  assert.equal(error.code, "KUBERNETES_INVALID");
  assert.match(error.message, /weir-shop: \.spec\.pause: field not declared in schema$/);
});

test("tells a missing namespace from a missing object", () => {
  const namespace = { details: { kind: "namespaces", name: "a" }, message: "not found" };
  assert.match(refuse(404, namespace).message, /there is no namespace a$/);
  const object = { details: { kind: "jobs", name: "a" }, message: 'jobs "a" not found' };
  assert.match(refuse(404, object).message, /jobs "a" not found$/);
});

test("says of a refused credential what to do", () => {
  const error = refuse(401, { message: "Unauthorized" });
  assert.equal(error.code, "KUBERNETES_UNAUTHORIZED");
  assert.match(error.remedy ?? "", /access entry/);
});

test("keeps status and text of any other answer, also of a proxy's page", () => {
  const error = refuse(502, "<h1>Bad gateway</h1>");
  assert.equal(error.code, "KUBERNETES_FAILED");
  assert.match(error.message, /\(502\): <h1>Bad gateway<\/h1>$/);
});

test("hides values of a Secret wherever they stand", () => {
  const body = {
    message: "no s3cret here",
    details: { causes: [{ field: "data", message: "s3cret" }] },
  };
  const { message, details } = refuse(422, body, { secrets: ["s3cret"] });
  assert.doesNotMatch(message + JSON.stringify(details), /s3cret/);
});
