import { parseTableName, weirDatabase } from "../names.ts";
import { hasUrlPassword, isPlainSecret } from "../redact.ts";
import { checkAws } from "./aws-checks.ts";
import { kafkaDefaults } from "./kafka-spec.ts";
import { isRecord, type SpecPath, valueAt } from "./path.ts";
import { problemAt, type SpecProblem } from "./problems.ts";
import { checkRegistry } from "./registry-checks.ts";

/**
 * What no single field can say: fields that contradict each other, names that meet, secrets.
 * Takes the spec as written, so that these problems come together with those of the fields.
 */
export function checkSpec(input: unknown): SpecProblem[] {
  return [
    ...checkReplication(input),
    ...checkTables(input),
    ...checkConnectorProperties(input),
    ...checkPorts(input),
    ...checkRegistry(input),
    ...checkAws(input),
    ...checkSecrets(input, []),
  ];
}

function checkReplication(input: unknown): SpecProblem[] {
  const kafka = valueAt(input, ["kafka"]) ?? {};
  if (!isRecord(kafka)) return [];
  const { brokers, replicationFactor, minInsyncReplicas } = kafkaDefaults(kafka);
  const problems: SpecProblem[] = [];
  if (replicationFactor > brokers) {
    problems.push(
      problemAt(
        ["kafka", "replicationFactor"],
        replicationFactor,
        `expected at most kafka.brokers, which is ${brokers}`,
        "lower it, or add brokers",
      ),
    );
  }
  if (minInsyncReplicas > replicationFactor) {
    problems.push(
      problemAt(
        ["kafka", "minInsyncReplicas"],
        minInsyncReplicas,
        `expected at most kafka.replicationFactor, which is ${replicationFactor}`,
        "lower it; one less than replicationFactor survives the loss of a broker",
      ),
    );
  }
  return problems;
}

const systemDatabases = ["information_schema", "mysql", "performance_schema", "sys", weirDatabase];

function checkTables(input: unknown): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const captured = new Map<string, string>();
  const views = new Map<string, string>();
  for (const [source, spec] of entriesAt(input, ["sources"])) {
    const tables = valueAt(spec, ["tables"]);
    if (!Array.isArray(tables)) continue;
    tables.forEach((name: unknown, index) => {
      if (typeof name !== "string" || !name.includes(".")) return;
      const path = ["sources", source, "tables", index];
      const { database, table } = parseTableName(name);
      const view = table.toLowerCase();
      const owner = captured.get(name);
      const namesake = views.get(view);
      if (systemDatabases.includes(database)) {
        problems.push(
          problemAt(
            path,
            name,
            "expected a table outside the server's and Weir's own databases",
            "remove it",
          ),
        );
      }
      if (owner !== undefined) {
        const where = owner === source ? "only once" : `in one source, and "${owner}" has it`;
        problems.push(
          problemAt(path, name, `expected each table ${where}`, "remove one of the two"),
        );
      } else if (namesake !== undefined) {
        problems.push(
          problemAt(
            path,
            name,
            `expected table names that differ, and ${namesake} is silver.${view} as well`,
            "capture one of the two, or put them into two platforms",
          ),
        );
      }
      captured.set(name, owner ?? source);
      views.set(view, namesake ?? name);
    });
  }
  return problems;
}

/** Debezium properties that a field of the spec sets. */
const fieldOfProperty: Readonly<Record<string, string>> = {
  "heartbeat.interval.ms": "heartbeatIntervalMs",
  "poll.interval.ms": "pollIntervalMs",
  "snapshot.mode": "snapshot",
  "table.include.list": "tables",
};

function checkConnectorProperties(input: unknown): SpecProblem[] {
  return entriesAt(input, ["sources"]).flatMap(([source, spec]) =>
    entriesAt(spec, ["config"]).flatMap(([key, value]) => {
      const field = fieldOfProperty[key];
      if (field === undefined) return [];
      const path = ["sources", source, "config", key];
      return [
        problemAt(
          path,
          value,
          "expected properties that no field sets",
          `use sources.${source}.${field}`,
        ),
      ];
    }),
  );
}

function checkPorts(input: unknown): SpecProblem[] {
  const { brokers } = kafkaDefaults(valueAt(input, ["kafka"]));
  const workers = valueAt(input, ["connect", "workers"]);
  const spans: Readonly<Record<string, number>> = {
    kafka: brokers,
    connect: typeof workers === "number" ? workers : 3,
  };
  const owners = new Map<number, string>();
  const problems: SpecProblem[] = [];
  for (const [service, first] of entriesAt(input, ["local", "ports"])) {
    if (typeof first !== "number" || !Number.isInteger(first)) continue;
    const span = Math.min(spans[service] ?? 1, 30);
    if (first + span - 1 > 65_535) {
      const expectation = `expected ports up to 65535, and it takes ${span} from here on`;
      problems.push(
        problemAt(["local", "ports", service], first, expectation, "choose a lower one"),
      );
      continue;
    }
    const ports = Array.from({ length: span }, (_, index) => first + index);
    const taken = ports.find((port) => owners.has(port));
    if (taken !== undefined) {
      const owner = owners.get(taken);
      const expectation = `expected ports that differ, and ${owner} has ${taken}`;
      problems.push(
        problemAt(["local", "ports", service], first, expectation, "choose another port"),
      );
    }
    for (const port of ports) owners.set(port, service);
  }
  return problems;
}

/** A spec is committed and printed: it holds no secret anywhere, whatever the field. */
function checkSecrets(value: unknown, path: SpecPath): SpecProblem[] {
  if (typeof value === "string") {
    // This field says it by itself.
    if (path.join(".") === "local.mysql.url" || !hasUrlPassword(value)) return [];
    return [problemAt(path, value, "expected no password in a URL", "take it out of the spec")];
  }
  if (Array.isArray(value))
    return value.flatMap((item, index) => checkSecrets(item, [...path, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const inConfig = path.at(-1) === "config";
    return inConfig && isPlainSecret(key, child)
      ? [
          problemAt(
            [...path, key],
            "***",
            "expected no secret in the spec",
            // biome-ignore lint/suspicious/noTemplateCurlyInString: Kafka's own syntax
            "refer to it through a config provider, such as ${file:/path/to/file:key}",
          ),
        ]
      : checkSecrets(child, [...path, key]);
  });
}

function entriesAt(root: unknown, path: SpecPath): [string, unknown][] {
  const value = valueAt(root, path);
  return isRecord(value) ? Object.entries(value) : [];
}
