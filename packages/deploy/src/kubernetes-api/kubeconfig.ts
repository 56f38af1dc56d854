/** Kubeconfig files, as kubectl reads them. https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ */
import { readFileSync } from "node:fs";
import path from "node:path";
import { WeirError } from "@weir/core";
import { parse } from "yaml";
import { type ApiCredential, type ApiServer, isSafeServer } from "./api-requests.ts";
import { createExecCredential, type ExecConfig } from "./exec-credential.ts";

interface Kubeconfig {
  readonly "current-context"?: string;
  readonly contexts?: readonly Named<{ context: { cluster: string; user: string } }>[];
  readonly clusters?: readonly Named<{ cluster: ClusterEntry }>[];
  readonly users?: readonly Named<{ user: UserEntry }>[];
}

type Named<T> = T & { readonly name: string };

interface ClusterEntry {
  readonly server?: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
  readonly "tls-server-name"?: string;
  readonly "insecure-skip-tls-verify"?: boolean;
}

interface UserEntry {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly "client-certificate"?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key"?: string;
  readonly "client-key-data"?: string;
  readonly exec?: ExecConfig;
}

export interface KubeconfigOptions {
  readonly context?: string | undefined;
  /** Environment of an exec plugin. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The server and credentials of a context.
 * @throws KUBECONFIG_INVALID, naming the entry
 */
export function readKubeconfig(file: string, { context, env }: KubeconfigOptions): ApiServer {
  const config = parseFile(file);
  const problem = (message: string) => new WeirError("KUBECONFIG_INVALID", `${file}: ${message}`);
  const entry = <T extends { name: string }>(what: string, all: readonly T[] = [], name = "") => {
    const found = all.find((each) => each.name === name);
    if (found !== undefined) return found;
    const known = all.map((each) => each.name).join(", ") || "none";
    throw problem(`no ${what} "${name}"; it has ${known}`);
  };
  const chosen = context ?? config["current-context"];
  if (!chosen) throw problem("no current-context; name a context");
  const { cluster: clusterName, user } = entry("context", config.contexts, chosen).context;
  const { cluster } = entry("cluster", config.clusters, clusterName);
  if (!cluster.server) throw problem(`cluster "${clusterName}" has no server`);
  if (!URL.canParse(cluster.server) || !isSafeServer(cluster.server)) {
    throw problem(
      `cluster "${clusterName}" has the server ${cluster.server}: expected https, or http on loopback`,
    );
  }
  if (cluster["insecure-skip-tls-verify"]) {
    throw problem(
      `cluster "${clusterName}" has insecure-skip-tls-verify: give certificate-authority-data instead`,
    );
  }
  const read = (data: string | undefined, name: string | undefined) =>
    pemOf(data, name, path.dirname(file));
  const ca = read(cluster["certificate-authority-data"], cluster["certificate-authority"]);
  const tlsServerName = cluster["tls-server-name"];
  return {
    server: cluster.server,
    ...(ca === undefined ? {} : { ca }),
    ...(tlsServerName === undefined ? {} : { tlsServerName }),
    credential: credentialOf(entry("user", config.users, user).user, { read, env, file }),
  };
}

function credentialOf(
  user: UserEntry,
  source: {
    readonly read: (data?: string, name?: string) => string | undefined;
    readonly env: KubeconfigOptions["env"];
    readonly file: string;
  },
): () => Promise<ApiCredential> {
  const { token, tokenFile, exec } = user;
  if (token !== undefined) return async () => ({ token });
  if (tokenFile !== undefined) {
    // Read each time: it is rotated while we run.
    const where = path.resolve(path.dirname(source.file), tokenFile);
    return async () => ({ token: readFileSync(where, "utf8").trim() });
  }
  if (exec !== undefined) return createExecCredential(exec, source.env);
  const cert = source.read(user["client-certificate-data"], user["client-certificate"]);
  const key = source.read(user["client-key-data"], user["client-key"]);
  return async () => (cert !== undefined && key !== undefined ? { cert, key } : {});
}

function parseFile(file: string): Kubeconfig {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new WeirError("KUBECONFIG_INVALID", `cannot read the kubeconfig ${file}`, { cause });
  }
  if (typeof content === "object" && content !== null) return content as Kubeconfig;
  throw new WeirError("KUBECONFIG_INVALID", `${file} is no kubeconfig`);
}

/** Data in base64 goes before the name of a file, which is relative to the kubeconfig. */
function pemOf(data: string | undefined, name: string | undefined, folder: string) {
  if (data !== undefined) return Buffer.from(data, "base64").toString("utf8");
  if (name === undefined) return undefined;
  const file = path.resolve(folder, name);
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new WeirError("KUBECONFIG_INVALID", `cannot read ${file}, which the kubeconfig names`, {
      cause,
    });
  }
}
