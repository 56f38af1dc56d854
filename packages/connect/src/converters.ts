import { names, type Platform } from "@weir/core";

export interface ConverterOptions {
  readonly region: string;
  /** Endpoint of a stand-in for AWS Glue; AWS's own where absent. */
  readonly registryEndpoint?: string;
}

/** A converter with its keys (without the `key.converter.` prefix), or why there is none. */
export type ConverterPlan =
  | { readonly ok: true; readonly className: string; readonly keys: Record<string, string> }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

type Format = Platform["registry"]["format"];

/** Value schema = topic, key schema = topic + `-key`; AWS's own strategy uses one name for both. */
export const namingStrategyClass = "dev.weir.connect.TopicKeyValueNamingStrategy";

/** The registry's name: the spec's, else the platform's. */
export function registryName(platform: Platform): string {
  return platform.registry.name ?? platform.name;
}

function notYet(format: string): ConverterPlan {
  return {
    ok: false,
    reason: `there is no ${format} converter yet that Debezium's records pass through unharmed`,
    remedy: 'set registry.format to "avro"',
  };
}

const converters: Record<Format, (platform: Platform, o: ConverterOptions) => ConverterPlan> = {
  avro: (platform, { region, registryEndpoint }) => ({
    ok: true,
    className: "com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter",
    keys: {
      region,
      ...(registryEndpoint === undefined ? {} : { endpoint: registryEndpoint }),
      "registry.name": registryName(platform),
      schemaAutoRegistrationEnabled: "true",
      schemaNameGenerationClass: namingStrategyClass,
      // Only CreateSchema looks at it; an existing schema keeps its mode.
      compatibility: platform.registry.compatibility,
      // Without it the converter fails with a NullPointerException (GSR#128).
      avroRecordType: "GENERIC_RECORD",
      compression: "NONE",
      cacheSize: String(schemaCacheSize(platform)),
    },
  }),
  json: () => notYet("JSON Schema"),
  protobuf: () => notYet("Protobuf"),
};

/** The converter of the spec's format; a refusal is a value. */
export function planConverter(platform: Platform, options: ConverterOptions): ConverterPlan {
  return converters[platform.registry.format](platform, options);
}

/**
 * Entries of the converter's cache, which holds whole definitions: key and value of each table, of
 * heartbeat and signals, and the older versions still in use. A cache that is too small asks the
 * registry for every record.
 */
export function schemaCacheSize(platform: Platform): number {
  const tables = Object.values(platform.sources).reduce((sum, s) => sum + s.tables.length, 0);
  const own = 2 * Object.keys(platform.sources).length;
  return Math.max(200, 2 * 2 * (tables + own));
}

/** `key.converter…` and `value.converter…` of a connector. */
export function converterConfig(plan: ConverterPlan & { ok: true }): Record<string, string> {
  const config: Record<string, string> = {};
  for (const side of ["key", "value"]) {
    config[`${side}.converter`] = plan.className;
    for (const [key, value] of Object.entries(plan.keys)) {
      config[`${side}.converter.${key}`] = value;
    }
  }
  return config;
}

/** The names under which a topic's schemas are registered. */
export function schemaNames(topic: string): { readonly key: string; readonly value: string } {
  return { key: names.keySchemaName(topic), value: names.valueSchemaName(topic) };
}
