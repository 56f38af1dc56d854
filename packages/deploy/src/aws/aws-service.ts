import { translateAwsError } from "./translate-aws-error.ts";

/** Where and as whom AWS is asked. Credentials come from the SDK's own chain unless given. */
export interface AwsOptions {
  readonly region: string;
  /** Every service at this address: a fake, or a proxy. `AWS_ENDPOINT_URL` works as well. */
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Tries of one request, throttled or broken ones. @default 6 */
  readonly maxAttempts?: number;
  /** @default "adaptive": slows down where AWS throttles */
  readonly retryMode?: "standard" | "adaptive";
  /** @default 30_000 */
  readonly requestTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What every client of the SDK is made with. */
export function clientConfig(options: AwsOptions) {
  const { region, endpoint, credentials, maxAttempts = 6, retryMode = "adaptive" } = options;
  return {
    region,
    maxAttempts,
    retryMode,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: options.requestTimeoutMs ?? 30_000,
      throwOnRequestTimeout: true,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

interface Opened<Sdk, Client> {
  readonly sdk: Sdk;
  readonly client: Client;
}

/** One service: its SDK is imported with the first call, its errors are translated once. */
export interface AwsService<Sdk, Client extends { destroy(): void }> {
  /** @throws WeirError as translateAwsError makes it; an error that `tolerate` accepts gives undefined */
  call<Output>(
    operation: string,
    send: (opened: Opened<Sdk, Client>, options: { abortSignal?: AbortSignal }) => Promise<Output>,
  ): Promise<Output>;
  /** Undefined where AWS answers with one of these error names. */
  callOptional<Output>(
    operation: string,
    errorNames: readonly string[],
    send: (opened: Opened<Sdk, Client>, options: { abortSignal?: AbortSignal }) => Promise<Output>,
  ): Promise<Output | undefined>;
  close(): void;
}

export function awsService<Sdk, Client extends { destroy(): void }>(
  service: string,
  options: AwsOptions,
  open: () => Promise<Opened<Sdk, Client>>,
): AwsService<Sdk, Client> {
  let opened: Promise<Opened<Sdk, Client>> | undefined;
  const sendOptions = options.signal === undefined ? {} : { abortSignal: options.signal };
  const place = { service, region: options.region, endpoint: options.endpoint };

  async function send<Output>(
    run: (opened: Opened<Sdk, Client>, options: { abortSignal?: AbortSignal }) => Promise<Output>,
  ): Promise<Output> {
    opened ??= open();
    return await run(await opened, sendOptions);
  }

  return {
    async call(operation, run) {
      try {
        return await send(run);
      } catch (error) {
        throw translateAwsError(error, { ...place, operation, signal: options.signal });
      }
    },
    async callOptional(operation, errorNames, run) {
      try {
        return await send(run);
      } catch (error) {
        if (error instanceof Error && errorNames.includes(error.name)) return undefined;
        throw translateAwsError(error, { ...place, operation, signal: options.signal });
      }
    },
    close() {
      void opened?.then(({ client }) => client.destroy()).catch(() => {});
    },
  };
}
