import {
  connectorProperties,
  planWorkerProfile,
  predictRecovery,
  type WorkerProfile,
} from "@weir/connect";
import type { AwsPlatform } from "../aws-platform.ts";
import type { RecoveryEstimate } from "./deploy-plan.ts";
import {
  brokerElection,
  brokerLease,
  databaseFailover,
  nameCache,
  nodeGivenUp,
  podStart,
  renderTerms,
  type Term,
  totalOf,
} from "./recovery-terms.ts";

/** How long rows stand still after the loss of each part; nothing is lost in any of these. */
export function planRecovery(platform: AwsPlatform): RecoveryEstimate[] {
  const sources = Object.keys(platform.sources).length;
  const profile = planWorkerProfile(sources);
  const worker = workerTerms(platform, profile);
  const broker = brokerTerms(profile);
  const database = databaseTerms(platform);
  const adopted = sources - newDatabases(platform).length;
  return [
    estimate("worker", worker),
    estimate("node", nodeTerms(platform, profile), nodeNote(platform)),
    zoneEstimate([...brokerTerms(profile), ...nodeTerms(platform, profile)], database),
    estimate("broker", broker, brokerNote(platform)),
    estimate(
      "database primary",
      database,
      adopted === 0 ? undefined : "for adopted instances only where they are Multi-AZ",
    ),
  ];
}

/** Sources whose database Weir makes. */
function newDatabases({ aws, sources }: AwsPlatform): string[] {
  return Object.keys(sources).filter((source) => aws.rds.existing[source] === undefined);
}

function workerTerms(platform: AwsPlatform, profile: WorkerProfile): Term[] {
  const predicted = predictRecovery(profile, "follower");
  const s = (ms: number) => ms / 1_000;
  const terms: Term[] = [
    {
      name: "detect",
      range: predicted.detect,
      because: `session.timeout.ms ${s(profile.sessionTimeoutMs)} s, last heartbeat up to ${s(profile.heartbeatIntervalMs)} s ago`,
    },
    {
      name: "join",
      range: predicted.join,
      because: `survivors learn at their next heartbeat, every ${s(profile.heartbeatIntervalMs)} s`,
    },
    {
      name: "delay",
      range: predicted.delay,
      because: "scheduled.rebalance.max.delay.ms",
    },
    { name: "start", range: predicted.start, because: "one task, short schema history" },
  ];
  // Nobody can take over: the pod itself has to come back.
  return platform.connect.workers > 1 ? terms : [...terms.slice(0, 1), podStart, ...terms.slice(3)];
}

function nodeTerms(platform: AwsPlatform, profile: WorkerProfile): Term[] {
  const terms = workerTerms(platform, profile);
  return platform.connect.workers > 1 ? terms : [nodeGivenUp, podStart, ...terms.slice(-1)];
}

function nodeNote({ connect, aws }: AwsPlatform): string | undefined {
  if (connect.workers === 1) return "a single worker waits until Kubernetes gives the node up";
  const perNode = Math.ceil(connect.workers / aws.eks.nodes);
  const survivors = connect.workers - perNode;
  return `${survivors} of ${connect.workers} workers stand on other nodes and take over; the lost pods come back when the node is replaced`;
}

/** A worker without coordinator for one heartbeat drops its tasks (KAFKA-9184) and joins again. */
function brokerTerms(profile: WorkerProfile): Term[] {
  const { join, start } = predictRecovery(profile, "leader");
  return [
    brokerLease,
    brokerElection,
    { name: "join", range: join, because: "workers find the new coordinator" },
    { name: "start", range: start, because: "they dropped their tasks meanwhile" },
  ];
}

function brokerNote({ kafka }: AwsPlatform): string {
  const { replicationFactor: copies, minInsyncReplicas: least } = kafka;
  return copies > least
    ? `${copies} copies, ${least} needed: writes go on; where it was not the coordinator of the workers' group, lease and election only`
    : `${copies} copies, ${least} needed: writes wait until the broker is back, which MSK does not bound`;
}

function databaseTerms(platform: AwsPlatform): Term[] {
  const interval = Math.max(
    ...Object.values(platform.sources).map(({ config }) =>
      Number(config["connect.keep.alive.interval.ms"] ?? keepAliveMs),
    ),
  );
  return [
    databaseFailover,
    nameCache,
    {
      name: "reconnect",
      range: { minMs: 0, maxMs: 2 * interval },
      because: `connect.keep.alive.interval.ms ${interval / 1_000} s, one to two of them`,
    },
  ];
}

const keepAliveMs = Number(
  connectorProperties.find(({ key }) => key === "connect.keep.alive.interval.ms")?.value,
);

/** Broker and worker one after the other; the database beside them. The longer path counts. */
function zoneEstimate(kafka: readonly Term[], database: readonly Term[]): RecoveryEstimate {
  const paths = [
    { what: "broker and worker", sum: totalOf(kafka), text: renderTerms(kafka) },
    { what: "database primary", sum: totalOf(database), text: renderTerms(database) },
  ];
  const worst = Math.max(...paths.map(({ sum }) => sum.maxMs));
  const text = paths.map((path) => `${path.what}: ${path.text}`).join("; ");
  return {
    fault: "zone",
    seconds: Math.ceil(worst / 1_000),
    arithmetic: `what stood in the zone, the longer of two at the same time. ${text}`,
  };
}

function estimate(fault: string, terms: readonly Term[], note?: string): RecoveryEstimate {
  const arithmetic = `${renderTerms(terms)}${note === undefined ? "" : `; ${note}`}`;
  return { fault, seconds: Math.ceil(totalOf(terms).maxMs / 1_000), arithmetic };
}
