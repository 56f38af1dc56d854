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
  // In time, not in the order of the plan: what fails later was given up because of the first.
  const failures: unknown[] = [];
  const startAfterDependencies = async (service: Service): Promise<void> => {
    try {
      await Promise.all(service.dependsOn.map((name) => ready.get(name)));
      running.push(await start(service));
    } catch (error) {
      failures.push(error);
      throw error;
    }
  };
  for (const service of services) {
    for (const name of service.dependsOn) {
      if (!ready.has(name)) throw new Error(`${service.name} depends on ${name}, planned later`);
    }
    ready.set(service.name, startAfterDependencies(service));
  }
  await Promise.allSettled(ready.values());
  if (failures.length > 0) throw failures[0];
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
