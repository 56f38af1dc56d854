import type { Service } from "../services/service.ts";
import type { RunningService } from "./run-service.ts";

/**
 * Starts services as soon as what they depend on is ready, side by side where they do not depend
 * on each other. Fails with the first failure; what runs by then is in `running`.
 */
export async function startServices(
  services: readonly Service[],
  start: (service: Service) => Promise<RunningService>,
  running: RunningService[],
): Promise<void> {
  const ready = new Map<string, Promise<void>>();
  const startAfterDependencies = async (service: Service): Promise<void> => {
    await Promise.all(service.dependsOn.map((name) => ready.get(name)));
    running.push(await start(service));
  };
  for (const service of services) {
    for (const name of service.dependsOn) {
      if (!ready.has(name)) throw new Error(`${service.name} depends on ${name}, planned later`);
    }
    ready.set(service.name, startAfterDependencies(service));
  }
  const outcomes = await Promise.allSettled(ready.values());
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed) throw failed.reason;
}

/** Ends services in the reverse of their order, kinds that do not depend on each other together. */
export async function stopServices(running: readonly RunningService[]): Promise<void> {
  const order = ["connect", "registry", "kafka", "mysql"] as const;
  for (const kind of order) {
    await Promise.all(
      running.filter(({ service }) => service.kind === kind).map((service) => service.stop()),
    );
  }
}
