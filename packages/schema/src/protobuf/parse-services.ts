import { parseOptionStatement } from "./literals.ts";
import { inner, parseTypeName, register, type Scope } from "./parse-fields.ts";
import type {
  ProtobufMethod,
  ProtobufOption,
  ProtobufRpcType,
  ProtobufService,
} from "./protobuf-file.ts";
import type { TokenReader } from "./tokens.ts";

/** After the word `service`. */
export function parseService(reader: TokenReader, around: Scope): ProtobufService {
  const name = reader.identifier("the name of a service");
  const scope = inner(around, name);
  const methods: ProtobufMethod[] = [];
  const options: ProtobufOption[] = [];
  reader.expect("{");
  while (!reader.skips("}")) {
    if (reader.skips(";")) continue;
    if (reader.skips("option")) options.push(parseOptionStatement(reader));
    else if (reader.skips("rpc")) methods.push(parseMethod(reader, scope));
    else reader.failExpected('"rpc"');
  }
  return { name, methods, options: register(options, scope, scope.steps) };
}

function parseMethod(reader: TokenReader, scope: Scope): ProtobufMethod {
  const name = reader.identifier("the name of a method");
  const steps = [...scope.steps, "methods", name];
  const request = parseRpcType(reader, scope, steps);
  reader.expect("returns");
  const response = parseRpcType(reader, scope, steps);
  const options: ProtobufOption[] = [];
  if (reader.skips("{")) {
    while (!reader.skips("}")) {
      if (reader.skips(";")) continue;
      reader.expect("option");
      options.push(parseOptionStatement(reader));
    }
  } else reader.expect(";");
  return { name, request, response, options: register(options, scope, steps) };
}

function parseRpcType(
  reader: TokenReader,
  scope: Scope,
  steps: readonly string[],
): ProtobufRpcType {
  reader.expect("(");
  const stream = reader.skips("stream");
  const written = parseTypeName(reader);
  reader.expect(")");
  const type = { type: written, stream };
  scope.references.push({
    written,
    scope: scope.fullName,
    wants: "message",
    steps,
    assign: ({ fullName }) => {
      type.type = fullName;
    },
  });
  return type;
}
