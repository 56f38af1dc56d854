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
    const message = toMessage(value);
    // A getter of the value may encode another one, and what an exception leaves is not used again.
    const writer = idle ?? protobuf.Writer.create();
    idle = undefined;
    type.encode(message, writer.reset());
    const size = writer.pos;
    const bytes = Buffer.allocUnsafe(header.length + index.length + size);
    bytes.set(header, 0);
    bytes.set(index, header.length);
    writer.finishInto(bytes, header.length + index.length);
    if (writer.buf.length <= maxKeptBytes) idle = writer;
    return bytes;
  };
}
