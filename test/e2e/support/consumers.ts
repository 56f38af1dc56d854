import { join } from "node:path";
import { prepareJavaJudges } from "../../judges/java-judges.ts";
import { preparePythonJudges } from "../../judges/python-judges.ts";
import { runTool, type ToolOutput } from "../../judges/run-tool.ts";
import { root } from "./weir-command.ts";

export interface ConsumedLine {
  readonly partition: number;
  readonly offset: number;
  readonly key: unknown;
  readonly value: unknown;
}

export interface ConsumerOptions {
  readonly bootstrapServers: string;
  readonly topic: string;
  /** Endpoint of the local registry. */
  readonly registry: string;
}

type Consumer = (options: ConsumerOptions) => Promise<ToolOutput>;

const folder = join(root, "examples", "consumers");
const deadlineMs = 120_000;
// AWS's Java client signs its requests, and asks who it is before.
const credentials = {
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: "eu-central-1",
};

/** The consumers of examples/consumers, each run as its README says. */
export const consumers: Readonly<Record<"node" | "python" | "java", Consumer>> = {
  node: ({ bootstrapServers, topic, registry }) =>
    runTool(
      process.execPath,
      [
        ...["--disable-warning=ExperimentalWarning", join(folder, "node", "consumer.ts")],
        ...["--bootstrap-servers", bootstrapServers, "--topic", topic, "--registry", registry],
      ],
      { deadlineMs },
    ),
  python: async ({ bootstrapServers, topic, registry }) =>
    runTool(
      join(await preparePythonJudges("registry-judges"), "python"),
      [
        join(folder, "python", "consumer.py"),
        ...["--bootstrap-servers", bootstrapServers, "--topic", topic, "--registry", registry],
      ],
      { deadlineMs },
    ),
  java: async ({ bootstrapServers, topic, registry }) => {
    const judges = await prepareJavaJudges("examples/consumers/java");
    const source = join(folder, "java", "Consumer.java");
    return judges.run(source, [bootstrapServers, topic, registry], {
      deadlineMs,
      env: { ...process.env, ...credentials },
    });
  },
};

/** What a consumer printed, in the order of the topic. Throws with its own words where it failed. */
export async function consumeWith(
  name: keyof typeof consumers,
  options: ConsumerOptions,
): Promise<ConsumedLine[]> {
  const { code, stdout, stderr } = await consumers[name](options);
  if (code !== 0)
    throw new Error(`the ${name} consumer ended with ${code}: ${stderr.slice(-2_000)}`);
  const lines = stdout.split("\n").filter((line) => line !== "");
  return lines
    .map((line) => JSON.parse(line) as ConsumedLine)
    .sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}
