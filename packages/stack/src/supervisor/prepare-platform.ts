import { planCapturedTopics, planSchemaHistoryTopic } from "@weir/connect";
import { type Platform, WeirError } from "@weir/core";
import { registryClient } from "@weir/registry";
import { createTopics } from "../kafka/create-topics.ts";
import { bootstrapServers } from "../services/kafka.ts";
import type { StackPorts } from "../state/stack-state.ts";

/** Makes what connectors expect to find; harmless when repeated. */
export async function prepareRegistry(platform: Platform, ports: StackPorts): Promise<void> {
  const client = registryClient(`http://127.0.0.1:${ports.registry}`);
  try {
    // As on AWS: a registry other than the default one is never made by a converter.
    await client.call("CreateRegistry", { RegistryName: platform.registry.name ?? platform.name });
  } catch (error) {
    const exists =
      error instanceof WeirError && error.details.exception === "AlreadyExistsException";
    if (!exists) throw error;
  }
}

/**
 * Captured topics, so that empty tables have one, and Debezium's history topics, which it would
 * make with the broker's replication.
 */
export async function prepareTopics(
  platform: Platform,
  ports: StackPorts,
  signal: AbortSignal,
): Promise<void> {
  const topics = Object.keys(platform.sources).flatMap((source) => [
    planSchemaHistoryTopic(platform, source),
    ...planCapturedTopics(platform, source),
  ]);
  await createTopics(bootstrapServers(ports), topics, signal);
}
