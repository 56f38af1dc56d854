import { deflateSync } from "node:zlib";
import { encodeGlueHeader } from "../glue-header.ts";
import { TimedCache } from "../timed-cache.ts";
import { registerSchema } from "./register-schema.ts";
import {
  addDefaultSerializerOptions,
  type GlueSerializerOptions,
  type RecordPart,
} from "./settings.ts";
import { type CompiledSource, compileSource, type SchemaSource } from "./writer-schema.ts";

export interface GlueSerializer {
  /**
   * The record of a value: header and payload; null for null and undefined, the tombstone. The
   * first record of a schema asks the registry.
   *
   * @throws WeirError ENCODE_FAILED, SCHEMA_INVALID, SCHEMA_UNKNOWN, SCHEMA_REFUSED, and what the
   *   registry's call throws
   */
  encode(
    topic: string,
    value: unknown,
    schema: SchemaSource,
    part?: RecordPart,
  ): Promise<Buffer | null>;
  /** Does what the first record does, so that `encodeNow` can follow; the schema version id. */
  prepare(topic: string, schema: SchemaSource, part?: RecordPart): Promise<string>;
  /** The id of a schema that is prepared. */
  registeredId(topic: string, schema: SchemaSource, part?: RecordPart): string | undefined;
  /** Without waiting; undefined where `prepare` has not been called, or was long ago. */
  encodeNow(
    topic: string,
    value: unknown,
    schema: SchemaSource,
    part?: RecordPart,
  ): Buffer | null | undefined;
}

/** One schema under one name, in one topic. */
interface Slot {
  readonly source: CompiledSource;
  readonly schemaName: string;
  readonly topic: string;
}

interface Registration {
  readonly schemaVersionId: string;
  readonly header: Buffer;
}

type Slots = Readonly<Record<RecordPart, Map<string, Slot>>> & { readonly source: CompiledSource };

const noHeader = Buffer.alloc(0);

/** Writes records as AWS's Kafka serializer does. Throws WeirError USAGE. */
export function createGlueSerializer(options: GlueSerializerOptions): GlueSerializer {
  const settings = addDefaultSerializerOptions(options);
  const { compression, cacheSize: maxEntries, timeToLiveMs, now } = settings;
  const known = new WeakMap<SchemaSource, Slots>();
  const registrations = new TimedCache<Slot, Registration>({
    load: async ({ source, schemaName, topic }) => {
      const { dataFormat, definition } = source;
      const schema = { dataFormat, definition, schemaName, topic };
      const schemaVersionId = await registerSchema(settings, schema);
      return { schemaVersionId, header: encodeGlueHeader(schemaVersionId, compression) };
    },
    maxEntries,
    timeToLiveMs,
    now,
  });

  function slotOf(topic: string, schema: SchemaSource, part: RecordPart): Slot {
    let slots = known.get(schema);
    if (slots === undefined) {
      slots = { source: compileSource(schema), key: new Map(), value: new Map() };
      known.set(schema, slots);
    }
    let slot = slots[part].get(topic);
    if (slot === undefined) {
      slot = { source: slots.source, schemaName: settings.nameSchema(topic, part), topic };
      slots[part].set(topic, slot);
    }
    return slot;
  }

  function encodeWith({ header }: Registration, { source }: Slot, value: unknown): Buffer {
    if (compression === "NONE") return source.encode(value, header);
    return Buffer.concat([header, deflateSync(source.encode(value, noHeader))]);
  }

  async function register(slot: Slot): Promise<Registration> {
    // A registration is never kept as undefined: it is there, or `load` has thrown.
    return (await registrations.get(slot)) as Registration;
  }

  function encodeNow(
    topic: string,
    value: unknown,
    schema: SchemaSource,
    part: RecordPart = "value",
  ): Buffer | null | undefined {
    if (value === null || value === undefined) return null;
    const slot = slotOf(topic, schema, part);
    const registration = registrations.peek(slot);
    return registration && encodeWith(registration, slot, value);
  }

  return {
    async encode(topic, value, schema, part = "value") {
      const record = encodeNow(topic, value, schema, part);
      if (record !== undefined) return record;
      const slot = slotOf(topic, schema, part);
      return encodeWith(await register(slot), slot, value);
    },
    async prepare(topic, schema, part = "value") {
      return (await register(slotOf(topic, schema, part))).schemaVersionId;
    },
    registeredId: (topic, schema, part = "value") =>
      registrations.peek(slotOf(topic, schema, part))?.schemaVersionId,
    encodeNow,
  };
}
