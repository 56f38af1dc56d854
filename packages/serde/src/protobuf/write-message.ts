import { WeirError } from "@weir/core";
import protobuf from "protobufjs";
import type { Encode } from "../avro/avro-encoder.ts";
import { compileToMessage } from "./fast-message.ts";

/** A buffer that one large record made is not kept. */
const maxKeptBytes = 1024 * 1024;

/** Writes the header, the index of the message, and the message. */
export function compileMessageWriter(type: protobuf.Type, index: Buffer): Encode {
  const toMessage = compileToMessage(type);
  let idle: protobuf.Writer | undefined;
  return (value, header) => {
    // A getter of the value may encode another one, and what an exception leaves is not used again.
    const writer = idle ?? protobuf.Writer.create();
    idle = undefined;
    try {
      type.encode(toMessage(value), writer.reset());
    } catch (cause) {
      throw cause instanceof WeirError ? cause : tooDeep(cause);
    }
    const size = writer.pos;
    const bytes = Buffer.allocUnsafe(header.length + index.length + size);
    bytes.set(header, 0);
    bytes.set(index, header.length);
    writer.finishInto(bytes, header.length + index.length);
    if (writer.buf.length <= maxKeptBytes) idle = writer;
    return bytes;
  };
}

/** All that is left to fail with what fits the schema: the stack, or protobufjs' limit of 100. */
function tooDeep(cause: unknown): WeirError {
  const reason = "it is nested too deeply, or holds itself";
  return new WeirError("ENCODE_FAILED", `the value cannot be written: ${reason}`, { cause });
}
