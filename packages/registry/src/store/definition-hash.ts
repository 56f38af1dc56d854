import { createHash } from "node:crypto";
import { canonicalForm, type DataFormat } from "@weir/schema";

/** What a version names, as Confluent's API has it. */
export interface StoredReference {
  /** Avro's full name, JSON Schema's `$ref`, or Protobuf's import. */
  readonly name: string;
  /** `:.registry:schema` */
  readonly subject: string;
  readonly version: number;
}

/** The name under which references to a subject are kept. */
export function storedName({
  registryName,
  subject,
}: {
  readonly registryName: string;
  readonly subject: string;
}): string {
  return `:.${registryName}:${subject}`;
}

/**
 * SHA-256 of the canonical form: equal for definitions that are one. The same text with other
 * references means something else.
 *
 * @throws WeirError SCHEMA_INVALID where the definition has no canonical form.
 */
export function hashDefinition(
  dataFormat: DataFormat,
  definition: string,
  references: readonly StoredReference[] = [],
): Buffer {
  const hash = createHash("sha256").update(canonicalForm(dataFormat, definition));
  for (const { name, subject, version } of references) {
    hash.update(JSON.stringify([name, subject, version]));
  }
  return hash.digest();
}
