/**
 * Confluent's Python serializer registers a Protobuf schema as the base64 of its FileDescriptorProto,
 * and asks for it as such (`format=serialized`); the store keeps text, which every other client reads.
 * https://protobuf.dev/reference/protobuf/google.protobuf/#file-descriptor-proto
 */
import { createRequire } from "node:module";
import { WeirError } from "@weir/core";
import { parseProtobuf, renderProtobuf, type SchemaReference } from "@weir/schema";
import type { Message, Type } from "protobufjs";
import type { FileDescriptor } from "./file-descriptor.ts";
import { fromDescriptor } from "./protobuf-from-descriptor.ts";
import { toDescriptor } from "./protobuf-to-descriptor.ts";
import { refuseInvalid } from "./refuse-invalid.ts";

/** Nothing else looks like base64: a file of text has blanks or semicolons in it. */
const base64Pattern = /^[A-Za-z0-9+/]+={0,2}$/;

/** @throws ConfluentError 42201 where it is base64 and no descriptor */
export function readProtobufText(text: string): string {
  const packed = text.replace(/\s/g, "");
  if (!base64Pattern.test(packed) || /\s/.test(text.trim())) return text;
  return refuseInvalid("PROTOBUF", () => {
    try {
      const type = fileType();
      const file = type.toObject(type.decode(Buffer.from(packed, "base64")), {
        enums: String,
        longs: String,
      });
      return renderProtobuf(fromDescriptor(file as FileDescriptor));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new WeirError("SCHEMA_INVALID", `no FileDescriptorProto in base64: ${reason}`, {
        cause,
      });
    }
  });
}

/** @throws WeirError SCHEMA_INVALID */
export function renderDescriptor(
  definition: string,
  references: readonly SchemaReference[],
): string {
  const type = fileType();
  const message: Message = type.fromObject(toDescriptor(parseProtobuf(definition, references)));
  return Buffer.from(type.encode(message).finish()).toString("base64");
}

let loaded: Type | undefined;

/** It takes 35 ms to load, which only those pay who need it. */
function fileType(): Type {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  const { Root } = require("protobufjs") as typeof import("protobufjs");
  const root = Root.fromJSON(require("protobufjs/google/protobuf/descriptor.json"));
  loaded = root.lookupType("google.protobuf.FileDescriptorProto");
  return loaded;
}
