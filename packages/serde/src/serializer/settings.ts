import { WeirError } from "@weir/core";
import type { CompatibilityName, GlueSerdeCall } from "../glue-call.ts";
import { httpGlueCall } from "../glue-call.ts";
import type { Compression } from "../glue-header.ts";
import { type Wait, waitMs } from "./retry.ts";

export type RecordPart = "key" | "value";

/**
 * The name of a schema in the registry. `topic-key`: the topic for values, `<topic>-key` for keys,
 * so that they do not meet under one name. `topic`: AWS's default, which ignores the part.
 */
export type SchemaNamingStrategy =
  | "topic-key"
  | "topic"
  | ((topic: string, part: RecordPart) => string);

/** The settings of AWS's Kafka serializer in their own names, and how the registry is reached. */
export interface GlueSerializerOptions {
  /** A registry that checks no signatures, such as `http://127.0.0.1:8081`; or `call`. */
  readonly endpoint?: string;
  /** Such as `awsSdkGlueCall(glue)`. */
  readonly call?: GlueSerdeCall;
  /** Stands in the default description. @default "local" */
  readonly region?: string;
  /** @default "default-registry" */
  readonly registryName?: string;
  /** Register what the registry does not have. @default false */
  readonly schemaAutoRegistrationEnabled?: boolean;
  /** Of schemas that are created. @default "BACKWARD" */
  readonly compatibility?: CompatibilityName;
  /** @default "NONE" */
  readonly compression?: Compression;
  /** One name for all topics, as AWS's `schemaName`; it wins over the strategy. */
  readonly schemaName?: string;
  /** @default "topic-key" */
  readonly schemaNamingStrategy?: SchemaNamingStrategy;
  /** @default 200 */
  readonly cacheSize?: number;
  /** @default 86 400 000 */
  readonly timeToLiveMs?: number;
  /** @default "DEFAULT-DESCRIPTION-<region>-<registry>" */
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Beside `x-amz-meta-transport`, which is the topic. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** How long a version may stay PENDING. @default 30 000 */
  readonly evaluationTimeoutMs?: number;
  /** Told of metadata that could not be put, which stops nothing. @default nobody */
  readonly onWarning?: (message: string) => void;
  /** For tests. @default a timer */
  readonly wait?: Wait;
  /** A clock in ms, for tests. @default Date.now */
  readonly now?: () => number;
}

export interface GlueSerializerSettings
  extends Required<
    Omit<GlueSerializerOptions, "endpoint" | "schemaName" | "schemaNamingStrategy">
  > {
  readonly endpoint: string | undefined;
  readonly nameSchema: (topic: string, part: RecordPart) => string;
}

/** Throws WeirError USAGE where nothing says how the registry is reached. */
export function addDefaultSerializerOptions(
  options: GlueSerializerOptions,
): GlueSerializerSettings {
  const { endpoint, region = "local", registryName = "default-registry" } = options;
  const call = options.call ?? (endpoint === undefined ? undefined : httpGlueCall({ endpoint }));
  if (call === undefined) {
    throw new WeirError("USAGE", "the serializer has no registry", {
      remedy: "give an endpoint, or a call such as awsSdkGlueCall(glue)",
    });
  }
  return {
    endpoint,
    call,
    region,
    registryName,
    schemaAutoRegistrationEnabled: options.schemaAutoRegistrationEnabled ?? false,
    compatibility: options.compatibility ?? "BACKWARD",
    compression: options.compression ?? "NONE",
    nameSchema: namingOf(options),
    cacheSize: options.cacheSize ?? 200,
    timeToLiveMs: options.timeToLiveMs ?? 86_400_000,
    description: options.description ?? `DEFAULT-DESCRIPTION-${region}-${registryName}`,
    tags: options.tags ?? {},
    metadata: options.metadata ?? {},
    evaluationTimeoutMs: options.evaluationTimeoutMs ?? 30_000,
    onWarning: options.onWarning ?? (() => {}),
    wait: options.wait ?? waitMs,
    now: options.now ?? Date.now,
  };
}

function namingOf({
  schemaName,
  schemaNamingStrategy = "topic-key",
}: GlueSerializerOptions): GlueSerializerSettings["nameSchema"] {
  if (schemaName !== undefined) return () => schemaName;
  if (typeof schemaNamingStrategy === "function") return schemaNamingStrategy;
  if (schemaNamingStrategy === "topic") return (topic) => topic;
  return (topic, part) => (part === "key" ? `${topic}-key` : topic);
}
