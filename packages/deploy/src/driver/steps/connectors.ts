import { applyObjects, previewObjects } from "../apply-manifests.ts";
import type { DeployStep, StepChange } from "../deploy-step.ts";
import { judgeKafkaConnector } from "../judge-kafka-connector.ts";
import { hasStoredOffset, listOffsets } from "../list-offsets.ts";
import { readManifests } from "../manifests.ts";
import { connectorRef, waitForConnector } from "../wait-for-connector.ts";

const deadlineMs = 30 * 60_000;

export const connectorsStep: DeployStep = {
  name: "connectors",
  needs: ["connect"],
  summary: "each connector RUNNING with a stored offset; monitoring of it",
  deadlineMs,
  back: "weir stop NAME, or kubectl delete kafkaconnector",
  async run(context) {
    const api = await context.kubernetes();
    const sources = Object.keys(context.platform.sources);
    const before = new Map(
      await Promise.all(
        sources.map(
          async (source) => [source, await api.read(connectorRef(context, source))] as const,
        ),
      ),
    );
    const changes: StepChange[] = [];
    changes.push(...(await applyObjects(context, await readManifests(context, 50))));
    for (const source of sources) {
      const stood = before.get(source);
      await restartFailed(context, source, stood);
      await waitForConnector(context, source, { deadlineMs, before: stood });
    }
    changes.push(...(await applyObjects(context, await readManifests(context, 60, 70))));
    return { changes, detail: `${sources.length} connectors RUNNING` };
  },
  async preview(context) {
    return previewObjects(context, await readManifests(context, 50, 60, 70));
  },
  async check(context) {
    const api = await context.kubernetes();
    const missing: string[] = [];
    for (const source of Object.keys(context.platform.sources)) {
      const ref = connectorRef(context, source);
      const verdict = judgeKafkaConnector(await api.read(ref));
      if (verdict.state !== "running") {
        missing.push(`connector ${ref.name} is not RUNNING: ${verdict.why}`);
      } else if (!hasStoredOffset(await listOffsets(context, ref, { deadlineMs: 300_000 }))) {
        missing.push(`connector ${ref.name} has no stored offset`);
      }
    }
    return { missing };
  },
};

/** Running deploy again is to try again: Strimzi's own next try may be an hour away. */
async function restartFailed(
  context: Parameters<DeployStep["run"]>[0],
  source: string,
  stood: Parameters<typeof judgeKafkaConnector>[0],
): Promise<void> {
  if (judgeKafkaConnector(stood).state !== "failed") return;
  const api = await context.kubernetes();
  const ref = connectorRef(context, source);
  context.report(`${ref.name} was FAILED before; restarting what failed`);
  await api.annotate(ref, { "strimzi.io/restart": "includeTasks,onlyFailed" });
}
