import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WeirError } from "@weir/core";
import { openAws } from "../../src/aws/aws-clients.ts";
import { createEksToken } from "../../src/aws/eks-token.ts";
import { translateAwsError } from "../../src/aws/translate-aws-error.ts";
import { startFakeAws } from "../../src/testing/index.ts";

const request = { service: "rds", operation: "DescribeDBInstances", region: "eu-central-1" };

function errorOf(name: string, message: string, cause?: unknown): Error {
  const error = new Error(message, cause === undefined ? undefined : { cause });
  error.name = name;
  return error;
}

describe("errors of AWS", () => {
  const cases = [
    ["ExpiredTokenException", "expired", "AWS_CREDENTIALS_EXPIRED"],
    ["RequestExpired", "expired", "AWS_CREDENTIALS_EXPIRED"],
    ["UnrecognizedClientException", "invalid", "AWS_CREDENTIALS_REFUSED"],
    ["AuthFailure", "invalid", "AWS_CREDENTIALS_REFUSED"],
    ["AccessDeniedException", "not authorized to perform: x", "AWS_ACCESS_DENIED"],
    ["UnauthorizedOperation", "You are not authorized", "AWS_ACCESS_DENIED"],
    ["Throttling", "Rate exceeded", "AWS_THROTTLED"],
    ["CredentialsProviderError", "Could not load credentials", "AWS_CREDENTIALS_MISSING"],
    ["CredentialsProviderError", "The SSO session has expired", "AWS_CREDENTIALS_EXPIRED"],
    ["InvalidParameterValue", "no", "AWS_REQUEST_FAILED"],
  ] as const;
  for (const [name, message, code] of cases) {
    it(`names ${name} (${message}) ${code}`, () => {
      const error = translateAwsError(errorOf(name, message), request);
      assert.equal(error.code, code);
      assert.ok(error.message.includes(message));
    });
  }

  it("tells a host that has no address from one that does not answer", () => {
    const noAddress = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    assert.equal(translateAwsError(noAddress, request).code, "AWS_REGION_UNKNOWN");
    assert.equal(
      translateAwsError(errorOf("Error", "x", refused), request).code,
      "AWS_UNREACHABLE",
    );
  });

  it("names the action that is denied, as the service's own protocol says it", async () => {
    const aws = await startFakeAws();
    const clients = openAws({ ...aws.options, maxAttempts: 1 });
    try {
      aws.faults.denied.add("rds:DescribeDBInstances");
      aws.faults.denied.add("glue:GetRegistry");
      aws.faults.denied.add("ec2:DescribeVpcs");
      for (const run of [
        () => clients.rds.describeDBInstance("x"),
        () => clients.glue.getRegistry("x"),
        () => clients.ec2.describeVpc("vpc-1"),
      ]) {
        await assert.rejects(run, (error: unknown) => {
          assert.ok(error instanceof WeirError);
          assert.equal(error.code, "AWS_ACCESS_DENIED");
          assert.match(error.message, /not authorized to perform: (rds|glue|ec2):\w+/);
          return true;
        });
      }
    } finally {
      clients.close();
      await aws.close();
    }
  });

  it("takes a HEAD that is answered with 403 and no body as denied", () => {
    const bare = Object.assign(errorOf("Unknown", "UnknownError"), {
      $metadata: { httpStatusCode: 403 },
    });
    assert.equal(translateAwsError(bare, request).code, "AWS_ACCESS_DENIED");
    const other = Object.assign(errorOf("Unknown", "UnknownError"), {
      $metadata: { httpStatusCode: 400 },
    });
    assert.equal(translateAwsError(other, request).code, "AWS_REQUEST_FAILED");
  });

  it("tries a throttled request again, and gives up in the end", async () => {
    const aws = await startFakeAws();
    const clients = openAws({ ...aws.options, maxAttempts: 2 });
    try {
      aws.faults.throttle("sts", 1);
      assert.equal((await clients.sts.getCallerIdentity()).account, "123456789012");
      aws.faults.throttle("sts", 9);
      await assert.rejects(clients.sts.getCallerIdentity(), { code: "AWS_THROTTLED" });
    } finally {
      clients.close();
      await aws.close();
    }
  });
});

describe("token of EKS", () => {
  it("is a presigned GetCallerIdentity that names the cluster in a signed header", async () => {
    const credentials = {
      accessKeyId: "AKIATEST",
      secretAccessKey: "secret",
      sessionToken: "session",
    };
    const sts = { resolveCredentials: async () => credentials };
    const token = await createEksToken(sts, { region: "eu-central-1", cluster: "shop" });
    const url = new URL(
      Buffer.from(token.replace("k8s-aws-v1.", ""), "base64url").toString("utf8"),
    );
    assert.equal(url.host, "sts.eu-central-1.amazonaws.com");
    assert.equal(url.searchParams.get("Action"), "GetCallerIdentity");
    assert.equal(url.searchParams.get("X-Amz-SignedHeaders"), "host;x-k8s-aws-id");
    assert.equal(url.searchParams.get("X-Amz-Expires"), "60");
    assert.equal(url.searchParams.get("X-Amz-Security-Token"), "session");
    assert.match(url.searchParams.get("X-Amz-Signature") ?? "", /^[0-9a-f]{64}$/);
    assert.ok(!token.includes("="));
  });
});
