/**
 * Protobuf after AWS's header: the number of the message as an unsigned varint, then its bytes. After
 * Confluent's: an array of indexes, the way to the message through the file.
 */

import { WeirError } from "@weir/core";
import type { ProtobufFile, ProtobufMessage, SchemaReference } from "@weir/schema";
import type { Decode } from "../avro/avro-decoder.ts";
import type { Encode } from "../avro/avro-encoder.ts";
import { type LoadedProtobuf, loadProtobuf } from "./load-protobuf.ts";
import { compileMessageReader, type ReadMessage } from "./read-message.ts";
import { decodeVarint, decodeZigZag, encodeVarint } from "./varint.ts";
import { compileMessageWriter } from "./write-message.ts";

/** Whose bytes stand before the message. */
export type Framing = "glue" | "confluent";

/** Compiles the text of a writer schema. Throws where it is not a Protobuf schema. */
export function compileProtobufDecoder(
  definition: string,
  references: readonly SchemaReference[] = [],
  framing: Framing = "glue",
): Decode {
  const loaded = loadProtobuf(definition, references);
  const readName = framing === "glue" ? readMessageIndex : readIndexPath;
  const readers = new Map<string, ReadMessage>();
  return (bytes, start = 0) => {
    const { name, next } = readName(loaded, bytes, start);
    let read = readers.get(name);
    if (read === undefined) {
      read = compileMessageReader(loaded.messageType(name));
      readers.set(name, read);
    }
    return read(bytes, next);
  };
}

export interface ProtobufEncoderOptions {
  readonly references?: readonly SchemaReference[];
  /**
   * Full name, or the name without the package.
   * @default the one message at the top of the file
   */
  readonly messageName?: string;
}

/** Throws WeirError USAGE where the message is not told, or not in the file. */
export function compileProtobufEncoder(
  definition: string,
  { references = [], messageName }: ProtobufEncoderOptions = {},
): Encode {
  const loaded = loadProtobuf(definition, references);
  const fullName = chooseMessage(loaded, messageName);
  const index = encodeVarint(loaded.messageNames.indexOf(fullName));
  return compileMessageWriter(loaded.messageType(fullName), index);
}

function chooseMessage({ file, messageNames }: LoadedProtobuf, wanted?: string): string {
  const top = messagesOf(file).map(({ fullName }) => fullName);
  const [only, ...more] = top;
  if (wanted === undefined && only !== undefined && more.length === 0) return only;
  const inPackage = file.package === "" ? wanted : `${file.package}.${wanted}`;
  const found =
    messageNames.find((name) => name === wanted) ?? messageNames.find((name) => name === inPackage);
  if (wanted !== undefined && found !== undefined) return found;
  throw new WeirError(
    "USAGE",
    wanted === undefined
      ? `the Protobuf schema has ${top.length} messages, and none is named to be written`
      : `the Protobuf schema has no message ${wanted}`,
    { remedy: `set messageName to one of: ${messageNames.join(", ")}` },
  );
}

function readMessageIndex({ messageNames }: LoadedProtobuf, bytes: Buffer, start: number) {
  const { value, next } = decodeVarint(bytes, start);
  const name = messageNames[value];
  if (name === undefined) {
    throw new RangeError(`message index ${value} of ${messageNames.length} messages`);
  }
  return { name, next };
}

/** `[]` stands for the first message, and is written as one zero. */
function readIndexPath({ file }: LoadedProtobuf, bytes: Buffer, start: number) {
  const { value: count, next: first } = decodeZigZag(bytes, start);
  if (count < 0 || count > bytes.length) throw new RangeError(`${count} message indexes`);
  let around: Pick<ProtobufFile, "types"> = file;
  let next = first;
  let message: ProtobufMessage | undefined;
  for (let left = Math.max(1, count); left > 0; left--) {
    const read = count === 0 ? { value: 0, next } : decodeZigZag(bytes, next);
    next = read.next;
    message = messagesOf(around)[read.value];
    if (message === undefined) throw new RangeError(`there is no message at index ${read.value}`);
    around = message;
  }
  return { name: message?.fullName ?? "", next };
}

function messagesOf({ types }: Pick<ProtobufFile, "types">): readonly ProtobufMessage[] {
  return types.filter((type) => type.kind === "message");
}
