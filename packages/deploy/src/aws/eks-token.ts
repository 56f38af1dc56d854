import { WeirError } from "@weir/core";
import type { Sts } from "./sts.ts";

/**
 * A token for the API of an EKS cluster: a presigned GetCallerIdentity that names the cluster in a
 * signed header. It holds for 15 minutes from its making; asked for anew with each connection.
 * https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
 */
export async function createEksToken(
  sts: Pick<Sts, "resolveCredentials">,
  { region, cluster }: { readonly region: string; readonly cluster: string },
): Promise<string> {
  const credentials = await sts.resolveCredentials();
  if (credentials === undefined) {
    throw new WeirError("AWS_CREDENTIALS_MISSING", "there are no AWS credentials");
  }
  const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
    import("@smithy/signature-v4"),
    import("@aws-crypto/sha256-js"),
  ]);
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const hostname = `sts.${region}.${suffix}`;
  const signer = new SignatureV4({ service: "sts", region, credentials, sha256: Sha256 });
  const request = await signer.presign(
    {
      method: "GET",
      protocol: "https:",
      hostname,
      path: "/",
      query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      headers: { host: hostname, "x-k8s-aws-id": cluster },
    },
    // EKS itself holds it valid for 15 minutes; AWS's own tools sign for 60 s.
    { expiresIn: 60, unsignableHeaders: new Set(["content-type"]) },
  );
  const query = Object.entries(request.query ?? {})
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`)
    .join("&");
  const url = `https://${hostname}/?${query}`;
  return `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;
}
