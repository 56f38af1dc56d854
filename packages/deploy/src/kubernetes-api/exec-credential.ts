import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { WeirError } from "@weir/core";
import type { ApiCredential } from "./api-requests.ts";

/** `users[].user.exec` of a kubeconfig. */
export interface ExecConfig {
  readonly apiVersion: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly installHint?: string;
}

/** https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
interface ExecCredential {
  readonly status?: {
    readonly token?: string;
    readonly clientCertificateData?: string;
    readonly clientKeyData?: string;
    readonly expirationTimestamp?: string;
  };
}

const deadlineMs = 30_000;
/** So that a token does not expire between here and there. */
const leastValidityMs = 60_000;

/** Asks a credential plugin such as `aws eks get-token`, again when what it gave is about to expire. */
export function createExecCredential(
  exec: ExecConfig,
  env: Readonly<Record<string, string | undefined>>,
): () => Promise<ApiCredential> {
  let kept: { readonly credential: ApiCredential; readonly untilMs: number } | undefined;
  return async () => {
    if (kept !== undefined && Date.now() < kept.untilMs) return kept.credential;
    const { status } = await run(exec, env);
    const { token, clientCertificateData: cert, clientKeyData: key } = status ?? {};
    const credential = token ? { token } : cert && key ? { cert, key } : undefined;
    if (credential === undefined) {
      throw new WeirError("KUBERNETES_UNAUTHORIZED", `${exec.command} gave no credential`);
    }
    const expiry = Date.parse(status?.expirationTimestamp ?? "");
    // Without a timestamp it stays valid until the server says 401, which is an error here.
    kept = { credential, untilMs: (Number.isNaN(expiry) ? Infinity : expiry) - leastValidityMs };
    return credential;
  };
}

async function run(
  exec: ExecConfig,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ExecCredential> {
  const info = {
    apiVersion: exec.apiVersion,
    kind: "ExecCredential",
    spec: { interactive: false },
  };
  const own = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
  try {
    const { stdout } = await promisify(execFile)(exec.command, [...(exec.args ?? [])], {
      env: { ...env, ...own, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      timeout: deadlineMs,
    });
    return JSON.parse(stdout) as ExecCredential;
  } catch (error) {
    const { code, stderr, killed } = error as NodeJS.ErrnoException & {
      stderr?: string;
      killed?: boolean;
    };
    if (code === "ENOENT") {
      throw new WeirError(
        "PREREQUISITE_MISSING",
        `the kubeconfig asks ${exec.command} for credentials, which is not on the PATH`,
        { remedy: exec.installHint?.trim() || `install ${exec.command}` },
      );
    }
    // Its stdout holds the token; its message has the arguments only.
    const why = killed ? `did not end within ${deadlineMs / 1000} s` : (stderr ?? "").trim();
    throw new WeirError(
      "KUBERNETES_UNAUTHORIZED",
      `${exec.command} gave no credential: ${why || "it failed without a word"}`,
    );
  }
}
