import type { RangeMs } from "@weir/connect";

/** A part of a recovery. */
export interface Term {
  readonly name: string;
  readonly range: RangeMs;
  /** Where the numbers come from. */
  readonly because: string;
}

const seconds = (min: number, max: number): RangeMs => ({
  minMs: min * 1_000,
  maxMs: max * 1_000,
});

/**
 * A broker's lease: broker.session.timeout.ms 9 s less a heartbeat of 2 s, which MSK does not let
 * change. https://kafka.apache.org/documentation/#brokerconfigs_broker.session.timeout.ms
 */
export const brokerLease: Term = {
  name: "lease",
  range: seconds(7, 9),
  because: "broker.session.timeout.ms 9 s, last heartbeat up to 2 s ago",
};

/** Measured: 13 s from the kill of one of three brokers until every partition took writes again. */
export const brokerElection: Term = {
  name: "election",
  range: seconds(1, 4),
  because: "new leaders and coordinator; 13 s in all measured locally",
};

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html */
export const databaseFailover: Term = {
  name: "failover",
  range: seconds(60, 120),
  because: "RDS Multi-AZ, typical by AWS's documentation; large transactions take longer",
};

/** networkaddress.cache.ttl of a JVM without a security manager. */
export const nameCache: Term = {
  name: "name",
  range: seconds(0, 30),
  because: "the JVM keeps the old address up to 30 s",
};

/**
 * Kubernetes gives a node up after node-monitor-grace-period (50 s) and its pods after 300 s.
 * https://kubernetes.io/docs/concepts/architecture/nodes/
 */
export const nodeGivenUp: Term = {
  name: "eviction",
  range: seconds(350, 350),
  because: "50 s until the node is NotReady, 300 s until its pods are given up",
};

/** A worker took 8 s to its REST interface without a class archive; image pull on a new node not counted. */
export const podStart: Term = {
  name: "pod",
  range: seconds(10, 60),
  because: "scheduling, JVM, plugin discovery",
};

/** The terms one after the other. */
export function totalOf(terms: readonly Term[]): RangeMs {
  return {
    minMs: terms.reduce((sum, { range }) => sum + range.minMs, 0),
    maxMs: terms.reduce((sum, { range }) => sum + range.maxMs, 0),
  };
}

/** `detect 4–6 s (…) + join 0–2 s (…) = 4–8 s`. */
export function renderTerms(terms: readonly Term[]): string {
  const parts = terms.map(
    ({ name, range, because }) => `${name} ${renderRange(range)} (${because})`,
  );
  return `${parts.join(" + ")} = ${renderRange(totalOf(terms))}`;
}

function renderRange({ minMs, maxMs }: RangeMs): string {
  const [min, max] = [minMs / 1_000, maxMs / 1_000];
  return min === max ? `${max} s` : `${min}–${max} s`;
}
