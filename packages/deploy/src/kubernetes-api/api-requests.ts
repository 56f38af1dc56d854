import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { WeirError } from "@weir/core";
import { unreachable } from "./unreachable.ts";

/** How an API server is reached and who asks. */
export interface ApiServer {
  /**
   * Base URL, such as `https://ABC.gr7.eu-central-1.eks.amazonaws.com`. Without TLS on loopback
   * only, as `kubectl proxy` has it.
   */
  readonly server: string;
  /** Certificate authority, PEM; the machine's own where absent. */
  readonly ca?: string;
  /** Name in the certificate where the server is reached by another, as through a port forwarding. */
  readonly tlsServerName?: string;
  /** Asked before each request, so that a long run outlives one token. */
  readonly credential: () => Promise<ApiCredential>;
}

/** A bearer token, a client certificate (PEM), or nothing. */
export type ApiCredential =
  | { readonly token: string }
  | { readonly cert: string; readonly key: string }
  | Record<string, never>;

export interface ApiRequestsOptions {
  /** Longest wait for one answer. @default 30000 */
  readonly requestTimeoutMs?: number;
  /** How long 429, 503 and broken connections are tried again. @default 20000 */
  readonly retryDeadlineMs?: number;
  /** Least pause between two tries. @default 500 */
  readonly retryDelayMs?: number;
  readonly signal?: AbortSignal;
  /**
   * Where HTTPS_PROXY and NO_PROXY are looked up, and what a kubeconfig's credential plugin gets.
   * @default empty
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface ApiRequest {
  readonly method: "GET" | "PATCH" | "DELETE";
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

export interface ApiAnswer {
  readonly status: number;
  /** Parsed where it is JSON, else text. */
  readonly body: unknown;
  readonly warnings: readonly string[];
}

/** The server is overloaded or starting; 504 is etcd's own timeout. */
const busyStatus = new Set([429, 503, 504]);
/** A kept connection that the server has closed meanwhile. */
const brokenConnection = new Set(["ECONNRESET", "EPIPE"]);

/**
 * Requests to one API server. Everything Weir sends can be repeated (apply, merge patch, delete), so
 * a busy server and a broken connection are tried again.
 *
 * Not @kubernetes/client-node: its object API cannot ask for strict field validation nor show the
 * server's warnings, and importing it takes longer than all of `weir get`.
 */
export function createApiRequests(api: ApiServer, options: ApiRequestsOptions = {}) {
  const { requestTimeoutMs = 30_000, retryDeadlineMs = 20_000, retryDelayMs = 500 } = options;
  const { signal, env } = options;
  const isPlain = api.server.startsWith("http:");
  const send = isPlain ? httpRequest : httpsRequest;
  const agent = new (isPlain ? HttpAgent : HttpsAgent)({
    keepAlive: true,
    ...(api.ca === undefined ? {} : { ca: api.ca }),
    ...(api.tlsServerName === undefined ? {} : { servername: api.tlsServerName }),
    ...(env === undefined ? {} : { proxyEnv: { ...env } }),
  });

  async function ask(what: ApiRequest): Promise<ApiAnswer & { readonly retryAfterMs: number }> {
    const credential = await api.credential();
    const timeout = AbortSignal.timeout(requestTimeoutMs);
    const either = signal ? AbortSignal.any([timeout, signal]) : timeout;
    const body = what.body === undefined ? undefined : JSON.stringify(what.body);
    const url = new URL(api.server.replace(/\/$/, "") + what.path);
    return await new Promise((resolve, reject) => {
      const sent = send(url, {
        agent,
        method: what.method,
        signal: either,
        headers: {
          accept: "application/json",
          "user-agent": "weir",
          ...(body === undefined
            ? {}
            : {
                "content-type": what.contentType ?? "application/json",
                "content-length": String(Buffer.byteLength(body)),
              }),
          ...("token" in credential ? { authorization: `Bearer ${credential.token}` } : {}),
        },
        ...("cert" in credential ? { cert: credential.cert, key: credential.key } : {}),
      });
      sent.on("error", reject);
      sent.on("response", async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          resolve({
            status: response.statusCode ?? 0,
            body: parseBody(Buffer.concat(chunks).toString("utf8")),
            warnings: parseWarnings(response.headers.warning),
            retryAfterMs: Number(response.headers["retry-after"] ?? 0) * 1000,
          });
        } catch (error) {
          reject(error);
        }
      });
      sent.end(body);
    });
  }

  async function request(what: ApiRequest): Promise<ApiAnswer> {
    const endMs = performance.now() + retryDeadlineMs;
    for (;;) {
      let pauseMs = retryDelayMs;
      const mayRetry = () => performance.now() + pauseMs < endMs;
      try {
        const answer = await ask(what);
        pauseMs = Math.max(answer.retryAfterMs, retryDelayMs);
        if (!busyStatus.has(answer.status) || !mayRetry()) return answer;
      } catch (error) {
        if (signal?.aborted) throw interrupted(error);
        if (error instanceof WeirError) throw error;
        const { code } = error as NodeJS.ErrnoException;
        if (!(brokenConnection.has(code ?? "") && mayRetry())) {
          throw await unreachable(api.server, error, requestTimeoutMs);
        }
      }
      try {
        await sleep(pauseMs, undefined, signal ? { signal } : {});
      } catch (error) {
        throw interrupted(error);
      }
    }
  }

  return { server: api.server, request, close: () => agent.destroy() };
}

/** Whether credentials may be sent there. */
export function isSafeServer(server: string): boolean {
  const { protocol, hostname } = new URL(server);
  return protocol === "https:" || ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

export type ApiRequests = ReturnType<typeof createApiRequests>;

function interrupted(cause: unknown): WeirError {
  return new WeirError("INTERRUPTED", "the request to Kubernetes was interrupted", { cause });
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A log, or the page of a proxy.
    return text;
  }
}

/** `299 - "text"`, several joined by commas. https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
function parseWarnings(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(", ") : (header ?? "");
  return [...text.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, warning = ""]) =>
    warning.replaceAll(/\\(.)/g, "$1"),
  );
}
