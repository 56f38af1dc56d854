import { z } from "zod";

/**
 * Fills what the user left out: three brokers, three copies where there are as many brokers, and
 * one copy less than those that must have a record, so that one broker may be lost.
 */
export function kafkaDefaults(given: unknown): {
  brokers: number;
  replicationFactor: number;
  minInsyncReplicas: number;
} {
  const numberOf = (key: string, otherwise: number) => {
    const value = typeof given === "object" && given !== null ? Reflect.get(given, key) : undefined;
    return typeof value === "number" ? value : otherwise;
  };
  const brokers = numberOf("brokers", 3);
  const replicationFactor = numberOf("replicationFactor", Math.min(3, brokers));
  const minInsyncReplicas = numberOf("minInsyncReplicas", Math.max(1, replicationFactor - 1));
  return { brokers, replicationFactor, minInsyncReplicas };
}

export const kafkaSpec = z
  .strictObject({
    brokers: z.int().min(1).max(30).default(3).describe("Kafka brokers."),
    replicationFactor: z
      .int()
      .min(1)
      .max(5)
      .optional()
      .describe("Copies of each partition; where absent 3, or as many as there are brokers."),
    minInsyncReplicas: z
      .int()
      .min(1)
      .max(5)
      .optional()
      .describe(
        "Copies that must have a record before a write is acknowledged; where absent one less than replicationFactor, at least 1.",
      ),
  })
  .transform(kafkaDefaults);
