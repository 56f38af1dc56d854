import { defineCommand } from "../define-command.ts";
import { stateColour } from "../output/paint.ts";
import { renderTable } from "../output/table.ts";
import { openRunningStack } from "../running-stack.ts";

/** `weir get workers`: the Connect workers, their health and what they run. */
export const getWorkers = defineCommand({
  async run(command) {
    const { connect, state } = await openRunningStack(command);
    const { hasErrorCode } = await import("@weir/core");
    const statuses = await connect.listConnectorStatuses().catch((error: unknown) => {
      if (hasErrorCode(error, "CONNECT_UNREACHABLE")) return [];
      throw error;
    });
    const services = state.services.filter(({ kind }) => kind === "connect");
    const workers = await Promise.all(
      services.map(async ({ name, endpoint, metricsEndpoint }) => {
        const workerId = new URL(endpoint).host;
        const runs = statuses.flatMap((status) =>
          status.tasks
            .filter((task) => task.worker_id === workerId)
            .map((task) => `${status.name}/${task.id}`),
        );
        return { name, endpoint, metricsEndpoint, workerId, tasks: runs, ...(await ask(endpoint)) };
      }),
    );
    return {
      json: workers,
      human: renderTable(
        ["worker", "health", "version", "worker id", "tasks"].map((heading) => ({ heading })),
        workers.map(({ name, health, version, workerId, tasks }) => [
          name,
          command.paint(stateColour(health), health),
          version ?? "-",
          workerId,
          tasks.join(", ") || "-",
        ]),
      ),
    };

    async function ask(endpoint: string): Promise<{ health: string; version: string | null }> {
      try {
        const { status } = await connect.getHealth(endpoint);
        const version = status === "starting" ? null : (await connect.getWorker(endpoint)).version;
        return { health: status, version };
      } catch (error) {
        if (hasErrorCode(error, "CONNECT_UNREACHABLE")) return { health: "away", version: null };
        throw error;
      }
    }
  },
});
