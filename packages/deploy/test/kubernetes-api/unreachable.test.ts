import assert from "node:assert/strict";
import { test } from "node:test";
import { isPrivateAddress, unreachable } from "../../src/kubernetes-api/unreachable.ts";

const failure = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

test("says of a private address from where it can be reached", async () => {
  const error = await unreachable("https://10.60.1.2", failure("ETIMEDOUT"), 30_000);
  assert.equal(error.code, "KUBERNETES_UNREACHABLE");
  assert.equal(error.message, "cannot reach Kubernetes at https://10.60.1.2: connect ETIMEDOUT");
  assert.match(error.remedy ?? "", /10\.60\.1\.2 is a private address: run this inside the VPC/);
  assert.deepEqual(error.details, { server: "https://10.60.1.2", reason: "ETIMEDOUT" });
});

test("says of a public address that only listed ranges are answered", async () => {
  const error = await unreachable("https://8.8.8.8", failure("ETIMEDOUT"), 30_000);
  assert.match(error.remedy ?? "", /answers only to the addresses in aws\.access\.cidrs/);
});

test("says of a certificate that it is not that of the cluster", async () => {
  const error = await unreachable("https://10.0.0.1", failure("DEPTH_ZERO_SELF_SIGNED_CERT"), 1);
  assert.match(error.remedy ?? "", /certificate authority is not that of this cluster/);
});

test("joins what every address of a name said", async () => {
  const both = new AggregateError([failure("ECONNREFUSED"), failure("EHOSTUNREACH")]);
  const error = await unreachable("https://127.0.0.1:1", both, 1);
  assert.match(error.message, /connect ECONNREFUSED, connect EHOSTUNREACH/);
});

test("knows private addresses from public ones", () => {
  const judged = ["10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "172.32.0.1", "3.5.6.7"];
  assert.deepEqual(judged.map(isPrivateAddress), [true, true, true, true, false, false]);
  assert.equal(isPrivateAddress("no address"), false);
});
