import type { RecordPart } from "../serializer/settings.ts";
import type { SchemaSource } from "../serializer/writer-schema.ts";

/** The schemas that a topic is written with. */
export interface TopicSchemas {
  readonly value?: SchemaSource;
  /** Without one, keys are text or bytes as they are given. */
  readonly key?: SchemaSource;
}

/** A function must answer with the same objects each time: they are what is compiled once. */
export type SchemasByTopic =
  | Readonly<Record<string, TopicSchemas>>
  | ((topic: string) => TopicSchemas);

export function schemaFinder(
  schemas: SchemasByTopic,
): (topic: string, part: RecordPart) => SchemaSource | undefined {
  if (typeof schemas === "function") return (topic, part) => schemas(topic)[part];
  return (topic, part) => (Object.hasOwn(schemas, topic) ? schemas[topic]?.[part] : undefined);
}
