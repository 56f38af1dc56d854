import { resolveReferences } from "../resolve-references.ts";
import { giveConfluentId } from "../store/confluent-ids.ts";
import type { SubjectVersion } from "../store/confluent-versions.ts";
import { refusals } from "./confluent-error.ts";
import { nameOf, render } from "./find-version.ts";
import { renderDescriptor } from "./protobuf-descriptor.ts";
import { readQuery } from "./read-request.ts";
import { parseStored, renderReferences } from "./references.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import type { ConfluentContext, ConfluentRequest } from "./route.ts";

/** A version as answers show it. Its `guid` is Glue's SchemaVersionId. */
export function renderVersion(
  context: ConfluentContext,
  request: ConfluentRequest,
  version: SubjectVersion,
) {
  const qualified = readQuery(request, "referenceFormat") === "qualified";
  const references = renderReferences(version, context.defaultRegistry, qualified);
  return {
    subject: render(context, nameOf(version)),
    version: version.versionNumber,
    id: giveConfluentId(context.store, version),
    guid: version.schemaVersionId,
    schemaType: version.dataFormat,
    ...(references.length === 0 ? {} : { references }),
    schema: renderDefinition(context, request, version),
    ts: Date.parse(version.createdTime),
    ...(version.deletedTime === null ? {} : { deleted: true }),
  };
}

/**
 * The text as it was registered, or in the `format` that is asked for: PROTOBUF's `serialized` is
 * the base64 of its FileDescriptorProto.
 *
 * @throws ConfluentError 422 for a format that is not known here
 */
export function renderDefinition(
  context: ConfluentContext,
  request: ConfluentRequest,
  version: SubjectVersion,
): string {
  const format = readQuery(request, "format")?.trim() || "default";
  if (format === "default") return version.definition;
  const references = parseStored(version);
  if (version.dataFormat === "PROTOBUF" && format === "serialized") {
    const resolved = resolveReferences(context.store, references);
    return refuseInvalid("PROTOBUF", () => renderDescriptor(version.definition, resolved));
  }
  // Nothing is there to be resolved.
  if (version.dataFormat === "AVRO" && format === "resolved" && references.length === 0) {
    return version.definition;
  }
  throw refusals.unprocessable(`format ${format} is not supported for this schema; leave it out`);
}
