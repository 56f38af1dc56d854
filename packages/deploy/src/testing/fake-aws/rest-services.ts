import { AwsFault } from "./aws-fault.ts";
import type { FakeState } from "./fake-state.ts";
import { type FakeRequest, type FakeResponse, jsonResponse, list, xml } from "./protocols.ts";

/** EKS and MSK: JSON by path. */
export function fakeEks({ eks }: FakeState, { method, path, body }: FakeRequest): FakeResponse {
  const [, name = "", rest] = /^\/clusters\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  const cluster = eks.clusters.get(decodeURIComponent(name));
  if (cluster === undefined) {
    throw new AwsFault("ResourceNotFoundException", `No cluster found for name: ${name}.`, 404);
  }
  if (method === "GET" && rest === undefined) return jsonResponse({ cluster });
  if (method === "GET" && rest === "addons") {
    return jsonResponse({ addons: eks.addons.get(name) ?? [] });
  }
  if (method === "POST" && rest === "update-config") {
    cluster.deletionProtection = JSON.parse(body.toString("utf8")).deletionProtection;
    return jsonResponse({ update: { id: "fake" } });
  }
  throw new AwsFault("NotImplemented", `${method} ${path}`, 404);
}

export function fakeKafka({ kafka, region }: FakeState, { path }: FakeRequest): FakeResponse {
  const revision = /^\/v1\/configurations\/([^/]+)\/revisions\/\d+$/.exec(path)?.[1];
  if (revision !== undefined) {
    const text = kafka.configurations.get(decodeURIComponent(revision)) ?? "";
    return jsonResponse({ serverProperties: Buffer.from(text).toString("base64") });
  }
  const [, arn = "", rest] = /^\/(?:api\/v2|v1)\/clusters\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  const cluster = kafka.clusters.get(decodeURIComponent(arn));
  if (cluster === undefined) throw new AwsFault("NotFoundException", "cluster not found", 404);
  if (rest === undefined) return jsonResponse({ clusterInfo: cluster });
  const brokers = [1, 2, 3].map((id) => `b-${id}.fake.kafka.${region}.amazonaws.com:9098`);
  return jsonResponse({ bootstrapBrokerStringSaslIam: brokers.join(",") });
}

/** S3 by path style. Objects of a real upload come in chunks with checksums after them. */
export function fakeS3({ s3 }: FakeState, request: FakeRequest): FakeResponse {
  const { method, path, query } = request;
  const [bucket = "", ...rest] = decodeURIComponent(path.slice(1)).split("/");
  const key = rest.join("/");
  const objects = s3.buckets.get(bucket);
  const answer = (body: string, headers: Record<string, string> = {}): FakeResponse => ({
    status: 200,
    headers: { "content-type": "application/xml", ...headers },
    body,
  });
  if (objects === undefined)
    throw new AwsFault("NoSuchBucket", "The specified bucket does not exist", 404);
  if (key === "") {
    if (method === "HEAD") return answer("", { "x-amz-bucket-region": "eu-central-1" });
    if (method === "DELETE") {
      if (objects.size > 0)
        throw new AwsFault("BucketNotEmpty", "The bucket you tried to delete is not empty", 409);
      s3.buckets.delete(bucket);
      return { ...answer(""), status: 204 };
    }
    if (query.has("versioning"))
      return answer("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
    if (query.has("versions")) {
      const versions = [...objects.keys()].slice(0, 1_000);
      const items = list(
        versions.map((Key) => ({ Key, VersionId: "1" })),
        "Version",
      );
      return answer(`<ListVersionsResult>${xml(items)}</ListVersionsResult>`);
    }
    if (query.has("delete")) {
      const keys = [...request.body.toString("utf8").matchAll(/<Key>([^<]*)<\/Key>/g)];
      for (const [, each = ""] of keys) objects.delete(each.replaceAll("&amp;", "&"));
      return answer("<DeleteResult></DeleteResult>");
    }
    throw new AwsFault("NotImplemented", `${method} ${path}`, 501);
  }
  if (method === "PUT") {
    const chunked = String(request.headers["content-encoding"] ?? "").includes("aws-chunked");
    objects.set(key, chunked ? readChunks(request.body) : request.body);
    return answer("", { etag: '"fake"' });
  }
  const object = objects.get(key);
  if (object === undefined)
    throw new AwsFault(
      method === "HEAD" ? "NotFound" : "NoSuchKey",
      "The specified key does not exist.",
      404,
    );
  if (method === "DELETE") {
    objects.delete(key);
    return { ...answer(""), status: 204 };
  }
  return {
    status: 200,
    headers: { "content-length": String(object.length) },
    body: method === "HEAD" ? "" : object,
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html */
function readChunks(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.subarray(at, end).toString("ascii"), 16);
    if (!(size > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
