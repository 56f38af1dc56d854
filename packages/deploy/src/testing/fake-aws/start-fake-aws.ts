import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsOptions } from "../../aws/aws-service.ts";
import { AwsFault } from "./aws-fault.ts";
import { fakeCloudFormation } from "./cloudformation.ts";
import { createState, type FakeState } from "./fake-state.ts";
import { fakeEcr, fakeGlue, fakeSecretsManager } from "./json-services.ts";
import {
  ec2Response,
  type FakeRequest,
  type FakeResponse,
  faultResponse,
  jsonResponse,
  queryResponse,
  readForm,
} from "./protocols.ts";
import { fakeEc2, fakeRds, fakeSts } from "./query-services.ts";
import { fakeEks, fakeKafka, fakeS3 } from "./rest-services.ts";
import type { FakeStack, StackFaults, World } from "./stack-operation.ts";

export interface FakeAws {
  /** For openAws. */
  readonly options: AwsOptions;
  readonly state: FakeState;
  readonly stacks: ReadonlyMap<string, FakeStack>;
  readonly faults: StackFaults & {
    /** Every request after this many more is refused as expired. */
    expireAfter(requests: number): void;
    /** New credentials: requests are answered again. */
    renew(): void;
    /** The next requests of a service are throttled. */
    throttle(service: string, times: number): void;
    /** `service:Operation` is denied. */
    readonly denied: Set<string>;
  };
  /** `service:Operation` of every request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * A real HTTP server on loopback that speaks AWS's protocols for the operations of the driver, with
 * state, CloudFormation operations that take several looks, and faults that a test chooses. What it
 * does not know: IAM, signatures, quotas, propagation delays, and whether AWS would accept the
 * properties of a resource.
 */
export async function startFakeAws({
  account = "123456789012",
  region = "eu-central-1",
} = {}): Promise<FakeAws> {
  const state = createState(account, region);
  const world: World = {
    state,
    stacks: new Map(),
    faults: { failing: new Map(), failingRollbacks: new Set() },
  };
  const query = {
    cloudformation: fakeCloudFormation(world),
    rds: fakeRds(state),
    sts: fakeSts(state),
    ec2: fakeEc2(state),
  };
  const json = {
    glue: fakeGlue(state),
    ecr: fakeEcr(state),
    secretsmanager: fakeSecretsManager(state),
  };
  const requests: string[] = [];
  const denied = new Set<string>();
  const throttled = new Map<string, number>();
  let left = Number.POSITIVE_INFINITY;

  function answer(service: string, request: FakeRequest): FakeResponse {
    const operation = operationOf(service, request);
    requests.push(`${service}:${operation}`);
    left--;
    if (left < 0) {
      throw new AwsFault(
        "ExpiredToken",
        "The security token included in the request is expired",
        403,
      );
    }
    if (denied.has(`${service}:${operation}`)) {
      throw new AwsFault(
        "AccessDenied",
        `User: arn:aws:iam::${account}:user/fake is not authorized to perform: ${service}:${operation}`,
        403,
      );
    }
    const times = throttled.get(service) ?? 0;
    if (times > 0) {
      throttled.set(service, times - 1);
      throw new AwsFault("Throttling", "Rate exceeded");
    }
    if (service === "eks") return fakeEks(state, request);
    if (service === "kafka") return fakeKafka(state, request);
    if (service === "s3") return fakeS3(state, request);
    const run =
      service in query
        ? query[service as keyof typeof query][operation]
        : json[service as keyof typeof json]?.[operation];
    if (run === undefined)
      throw new AwsFault("InvalidAction", `${service}:${operation} is not known here`);
    if (service in json)
      return jsonResponse(run(JSON.parse(request.body.toString("utf8") || "{}")));
    const result = run(readForm(request.body));
    return service === "ec2" ? ec2Response(operation, result) : queryResponse(operation, result);
  }

  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming).then((request) => {
      const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(
        String(incoming.headers.authorization ?? ""),
      )?.[1];
      let response: FakeResponse;
      try {
        if (service === undefined)
          throw new AwsFault("MissingAuthenticationToken", "Missing Authentication Token", 403);
        response = answer(service, request);
      } catch (error) {
        const fault =
          error instanceof AwsFault ? error : new AwsFault("InternalFailure", String(error), 400);
        response = faultResponse(service ?? "s3", fault);
      }
      outgoing.writeHead(response.status, response.headers);
      outgoing.end(request.method === "HEAD" ? undefined : response.body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;

  return {
    options: {
      region,
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: "AKIAFAKE", secretAccessKey: "fake" },
      retryMode: "standard",
    },
    state,
    stacks: world.stacks,
    faults: {
      ...world.faults,
      denied,
      expireAfter: (count) => {
        left = count;
      },
      renew: () => {
        left = Number.POSITIVE_INFINITY;
      },
      throttle: (service, times) => void throttled.set(service, times),
    },
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function operationOf(service: string, { method, path, headers, body }: FakeRequest): string {
  const target = headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? "";
  if (["cloudformation", "rds", "sts", "ec2"].includes(service)) {
    return new URLSearchParams(body.toString("utf8")).get("Action") ?? "";
  }
  return `${method} ${path}`;
}

async function readRequest(incoming: IncomingMessage): Promise<FakeRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const url = new URL(incoming.url ?? "/", "http://fake");
  return {
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(parts),
  };
}
