import type protobuf from "protobufjs";
import { ExactReader } from "./exact-reader.ts";
import { compileMessageToValue } from "./message-to-value.ts";

/** Reads the message from `start` to the end of the bytes. Throws where they are none. */
export type ReadMessage = (bytes: Buffer, start: number) => object;

export function compileMessageReader(type: protobuf.Type): ReadMessage {
  const toValue = compileMessageToValue(type);
  const reader = new ExactReader();
  return (bytes, start) => {
    reader.start(bytes, start);
    try {
      return toValue(type.decode(reader));
    } finally {
      reader.release();
    }
  };
}
