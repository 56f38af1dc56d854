import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { WeirError } from "@weir/core";
import { readLogTail, readResidentBytes } from "@weir/stack";
import {
  openKubernetes,
  type ServerConnection,
} from "../../../packages/deploy/src/kubernetes-api/open-kubernetes.ts";
import type { TestPrograms } from "./prepare.ts";
import { freePorts, type RunningProgram, spawnProgram } from "./running-program.ts";

export interface TestApiServer {
  /** As user `admin` of group system:masters. */
  readonly connection: ServerConnection;
  /** The same server as user `nobody`, whom no role names. */
  readonly asNobody: ServerConnection;
  /** A kubeconfig file of `admin`, mode 0600. */
  readonly kubeconfig: string;
  readonly directory: string;
  readonly pids: readonly number[];
  readonly startMs: number;
  /** Of both processes together. */
  residentBytes(): number;
  stop(): Promise<void>;
}

const readyDeadlineMs = 120_000;
const attempts = 3;

/**
 * Starts etcd and kube-apiserver on loopback, RBAC on, data in a folder of mode 0700 that goes with
 * them. The kernel ends both when this process dies, however it dies.
 */
export async function startApiServer(programs: TestPrograms): Promise<TestApiServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(programs);
    } catch (error) {
      // A port that was free a moment ago.
      const taken = (error as Error).message.includes("address already in use");
      if (!taken || attempt === attempts) throw error;
    }
  }
}

async function start(programs: TestPrograms): Promise<TestApiServer> {
  const startedMs = performance.now();
  const directory = mkdtempSync(path.join(tmpdir(), "weir-kubernetes-"));
  const at = (name: string) => path.join(directory, name);
  const [etcdPort, peerPort, port] = await freePorts(3);
  const tokens = { admin: token(), nobody: token() };
  writeFileSync(
    at("tokens.csv"),
    `${tokens.admin},admin,admin,"system:masters"\n${tokens.nobody},nobody,nobody\n`,
    { mode: 0o600 },
  );
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  writeFileSync(at("service-account.key"), privateKey, { mode: 0o600 });

  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  const etcd = spawnProgram(programs.etcd, at("etcd.log"), [
    `--data-dir=${at("etcd")}`,
    `--listen-client-urls=${etcdUrl}`,
    `--advertise-client-urls=${etcdUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    // Nothing of it outlives the tests.
    "--unsafe-no-fsync",
    "--log-level=warn",
  ]);
  const apiServer = spawnProgram(programs.apiServer, at("kube-apiserver.log"), [
    `--etcd-servers=${etcdUrl}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    // It makes itself a certificate there.
    `--cert-dir=${at("certificates")}`,
    `--token-auth-file=${at("tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--anonymous-auth=false",
    `--service-account-key-file=${at("service-account.key")}`,
    `--service-account-signing-key-file=${at("service-account.key")}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    "--service-cluster-ip-range=10.0.0.0/24",
  ]);
  const processes = [etcd, apiServer];
  const stop = async () => {
    for (const { child } of processes) child.kill("SIGKILL");
    await Promise.all(processes.map(({ exited }) => exited));
    rmSync(directory, { recursive: true, force: true });
  };
  const server = `https://127.0.0.1:${port}`;
  try {
    const caData = await waitUntilReady(server, tokens.nobody, at, processes);
    const connect = (of: string): ServerConnection => ({ server, caData, token: async () => of });
    return {
      connection: connect(tokens.admin),
      asNobody: connect(tokens.nobody),
      kubeconfig: writeKubeconfig(at("kubeconfig"), server, caData, tokens.admin),
      directory,
      pids: processes.flatMap(({ child }) => child.pid ?? []),
      startMs: performance.now() - startedMs,
      residentBytes: () =>
        processes.reduce((sum, { child }) => sum + readResidentBytes(child.pid ?? 0), 0),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function waitUntilReady(
  server: string,
  bearer: string,
  at: (name: string) => string,
  processes: readonly RunningProgram[],
): Promise<string> {
  const certificate = at("certificates/apiserver.crt");
  const endMs = performance.now() + readyDeadlineMs;
  let last: unknown;
  for (;;) {
    const ended = processes.find(({ hasExited }) => hasExited());
    if (ended !== undefined || performance.now() > endMs) {
      const tails = ["etcd.log", "kube-apiserver.log"].map((log) => readLogTail(at(log)));
      throw new WeirError(
        "READY_TIMEOUT",
        `the Kubernetes API server of the tests did not start; its logs end with:\n${tails.join("\n")}`,
        { cause: last },
      );
    }
    await sleep(100);
    if (!existsSync(certificate)) continue;
    const caData = Buffer.from(readFileSync(certificate)).toString("base64");
    const kubernetes = await openKubernetes(
      { server, caData, token: async () => bearer },
      { retryDeadlineMs: 0 },
    );
    try {
      // Everybody may, once the server's start-up has made its roles and they are in force.
      await kubernetes.version();
      return caData;
    } catch (error) {
      last = error;
    } finally {
      kubernetes.close();
    }
  }
}

function writeKubeconfig(file: string, server: string, caData: string, bearer: string): string {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "test",
    contexts: [{ name: "test", context: { cluster: "test", user: "admin" } }],
    clusters: [{ name: "test", cluster: { server, "certificate-authority-data": caData } }],
    users: [{ name: "admin", user: { token: bearer } }],
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

function token(): string {
  return randomBytes(24).toString("hex");
}
