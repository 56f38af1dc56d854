import { names, type Platform } from "@weir/core";

export interface ConverterOptions {
  readonly region: string;
  /** Endpoint of a stand-in for AWS Glue; AWS's own where absent. */
  readonly registryEndpoint?: string;
}

/** A converter with its keys, or why there is none. */
export type ConverterPlan =
  | {
      readonly ok: true;
      readonly className: string;
      /** Without the `key.converter.` prefix. */
      readonly keys: Record<string, string>;
      /** What the connector itself must say beside the converter's own keys. */
      readonly connectorKeys?: Readonly<Record<string, string>>;
      /** Whether a service manifest names it, so that a worker finds it without a class scan. */
      readonly hasManifest: boolean;
      /** Whether Weir's tests run it; what is not is for the user to try first. */
      readonly proven: boolean;
    }
  | { readonly ok: false; readonly reason: string; readonly remedy: string };

type Format = Platform["registry"]["format"];

/** Value schema = topic, key schema = topic + `-key`; AWS's own strategy uses one name for both. */
export const namingStrategyClass = "dev.weir.connect.TopicKeyValueNamingStrategy";

/** The registry's name: the spec's, else the platform's. */
export function registryName(platform: Platform): string {
  return platform.registry.name ?? platform.name;
}

/** Keys that AWS's converters share. */
function glueKeys(platform: Platform, { region, registryEndpoint }: ConverterOptions) {
  return {
    region,
    ...(registryEndpoint === undefined ? {} : { endpoint: registryEndpoint }),
    "registry.name": registryName(platform),
    schemaAutoRegistrationEnabled: "true",
    schemaNameGenerationClass: namingStrategyClass,
    // Only CreateSchema looks at it; an existing schema keeps its mode.
    compatibility: platform.registry.compatibility,
    compression: "NONE",
    cacheSize: String(schemaCacheSize(platform)),
  };
}

const useAvro = 'set registry.format to "avro"';

/** One entry per format. */
const converters: Record<Format, (platform: Platform, o: ConverterOptions) => ConverterPlan> = {
  avro: (platform, options) => ({
    ok: true,
    className: "com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter",
    // Without the type the converter fails with a NullPointerException (GSR#128).
    keys: { ...glueKeys(platform, options), avroRecordType: "GENERIC_RECORD" },
    // Weir's own jar brings the manifest that AWS's lacks.
    hasManifest: true,
    proven: true,
  }),
  json: (platform, options) =>
    options.registryEndpoint === undefined
      ? {
          ok: true,
          className:
            "com.amazonaws.services.schemaregistry.kafkaconnect.jsonschema.JsonSchemaConverter",
          keys: { ...glueKeys(platform, options), dataFormat: "JSON" },
          // A tombstone would be registered as a version of the table's schema that allows null only.
          connectorKeys: { "tombstones.on.delete": "false" },
          hasManifest: false,
          proven: false,
        }
      : {
          ok: false,
          reason: "there is no JSON Schema converter yet that the local registry judges",
          remedy: useAvro,
        },
  protobuf: () => ({
    ok: false,
    reason:
      "AWS's Protobuf converter cannot carry a Debezium envelope: nested records have names with dots, and it numbers fields by column order",
    remedy: useAvro,
  }),
};

/**
 * The converter of a Confluent registry, which the user brings. Weir's local registry answers that
 * API at the same address, with the platform's registry as its default context.
 */
function planOwnConverter(
  platform: Platform,
  { registryEndpoint }: ConverterOptions,
): ConverterPlan {
  const { converter, url } = platform.registry;
  if (converter === undefined) {
    const reason = "Weir brings no converter for registry.kind confluent";
    return { ok: false, reason, remedy: "name one in registry.converter" };
  }
  const own = Object.entries(converter.config).map(([key, value]) => [key, String(value)]);
  return {
    ok: true,
    className: converter.class,
    keys: { "schema.registry.url": registryEndpoint ?? url ?? "", ...Object.fromEntries(own) },
    hasManifest: false,
    proven: false,
  };
}

/** The converter of the spec's registry and format; a refusal is a value. */
export function planConverter(platform: Platform, options: ConverterOptions): ConverterPlan {
  if (platform.registry.kind === "confluent") return planOwnConverter(platform, options);
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

/** `key.converter…` and `value.converter…` of a connector, and what goes with them. */
export function converterConfig(plan: ConverterPlan & { ok: true }): Record<string, string> {
  const config: Record<string, string> = {};
  for (const side of ["key", "value"]) {
    config[`${side}.converter`] = plan.className;
    for (const [key, value] of Object.entries(plan.keys)) {
      config[`${side}.converter.${key}`] = value;
    }
  }
  return { ...config, ...plan.connectorKeys };
}

/** The names under which a topic's schemas are registered. */
export function schemaNames(topic: string): { readonly key: string; readonly value: string } {
  return { key: names.keySchemaName(topic), value: names.valueSchemaName(topic) };
}
