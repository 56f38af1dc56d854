import { type Platform, type PlatformInput, platformSpec } from "@weir/core";
import type { ConnectorOptions } from "../src/index.ts";

/** The reference platform with what a test changes. */
export function samplePlatform(change: Partial<PlatformInput> = {}): Platform {
  return platformSpec.parse({
    name: "legopoc",
    sources: { fullfillment: { tables: ["test_db.person", "test_db.orders"] } },
    ...change,
  });
}

/** The same platform with properties in its source's config. */
export function sampleWithConfig(config: Record<string, string | number | boolean>): Platform {
  return samplePlatform({ sources: { fullfillment: { tables: ["test_db.person"], config } } });
}

export const sampleOptions: ConnectorOptions = {
  database: {
    host: "127.0.0.1",
    port: 3306,
    user: "weir_connect",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Kafka's own syntax
    password: "${directory:/run/weir/secrets:mysql-connect}",
    tls: false,
  },
  bootstrapServers: "127.0.0.1:9092",
  registryEndpoint: "http://127.0.0.1:7080",
  region: "eu-central-1",
};
