/**
 * Protobuf text (proto2, proto3) to plain data: protoc's grammar and checks, and where AWS's Java
 * serializer is more lenient than protoc, its leniency.
 * https://protobuf.dev/reference/protobuf/proto3-spec/
 */
import type { SchemaReference } from "../data-format.ts";
import { foldMapEntries } from "./fold-map-entries.ts";
import { ImportedFiles, type ParsedFile } from "./imports.ts";
import { fail } from "./invalid.ts";
import { parseDottedName, parseOptionStatement, parseTextString } from "./literals.ts";
import { parseEnum, parseExtend, parseMessage } from "./parse-definitions.ts";
import { inner, register, type Scope } from "./parse-fields.ts";
import { parseService } from "./parse-services.ts";
import type {
  ProtobufExtend,
  ProtobufFile,
  ProtobufImport,
  ProtobufOption,
  ProtobufService,
  ProtobufSyntax,
  ProtobufType,
} from "./protobuf-file.ts";
import { renderProtobuf } from "./render-protobuf.ts";
import { resolveNames } from "./resolve-names.ts";
import { TokenReader } from "./tokens.ts";
import { validateFile } from "./validate-file.ts";

/**
 * `references` are the files it may import, by the path in the import; well-known ones (Google's,
 * AWS's) need none. Nothing is read from disk or network.
 *
 * @throws WeirError SCHEMA_INVALID; the message ends with the place: line and column, or the path
 * (`/Person/fields/age`), which `details` hold too.
 */
export function parseProtobuf(
  text: string,
  references: readonly SchemaReference[] = [],
): ProtobufFile {
  return parseFile(text, new ImportedFiles(references, parseFile)).file;
}

/**
 * The text that two definitions share exactly where they are one. Imports need not be there: a name
 * that only they can explain stays as it is written.
 *
 * @throws WeirError SCHEMA_INVALID
 */
export function canonicalProtobuf(text: string): string {
  return renderProtobuf(parseFile(text, new ImportedFiles([], parseFile, true)).file);
}

function parseFile(text: string, imported: ImportedFiles): ParsedFile {
  const { file, scope } = parseStatements(text);
  const { own, visible } = imported.namesAround(file);
  resolveNames(scope.references, visible);
  foldMapEntries(file);
  const resolved = { ...file, visible: visible.types };
  validateFile(resolved);
  return { file: resolved, names: own };
}

type Statements = Omit<ProtobufFile, "visible">;

function parseStatements(text: string): { readonly file: Statements; readonly scope: Scope } {
  const reader = new TokenReader(text);
  const syntax = parseSyntax(reader);
  const imports: ProtobufImport[] = [];
  const options: ProtobufOption[] = [];
  const types: ProtobufType[] = [];
  const extended: ProtobufExtend[] = [];
  const services: ProtobufService[] = [];
  let scope: Scope = {
    syntax,
    package: "",
    fullName: "",
    steps: [],
    depth: 0,
    references: [],
  };
  const packageName = findPackage(reader);
  if (packageName !== "") {
    scope = { ...inner(scope, packageName), package: packageName, steps: [], depth: 0 };
  }
  while (reader.current.kind !== "end") {
    if (reader.skips(";")) continue;
    if (reader.skips("package")) {
      parseDottedName(reader, "the name of a package");
      reader.expect(";");
    } else if (reader.skips("import")) imports.push(parseImport(reader));
    else if (reader.skips("option")) options.push(parseOptionStatement(reader));
    else if (reader.skips("message")) types.push(parseMessage(reader, scope));
    else if (reader.skips("enum")) types.push(parseEnum(reader, scope));
    else if (reader.skips("extend")) extended.push(parseExtend(reader, scope));
    else if (reader.skips("service")) services.push(parseService(reader, scope));
    else reader.failExpected("message, enum, service, extend, import, option or package");
  }
  register(options, scope, ["options"]);
  const head = { syntax, package: packageName, imports, options };
  return { file: { ...head, types, extends: extended, services }, scope };
}

function parseSyntax(reader: TokenReader): ProtobufSyntax {
  while (reader.skips(";"));
  if (reader.sees("edition")) {
    reader.fail("AWS Glue knows proto2 and proto3, and no editions");
  }
  if (!reader.skips("syntax")) return "proto2";
  reader.expect("=");
  const { offset } = reader.current;
  const syntax = parseTextString(reader);
  if (syntax !== "proto2" && syntax !== "proto3") {
    reader.fail(`the syntax is ${JSON.stringify(syntax)}, and not proto2 or proto3`, offset);
  }
  reader.expect(";");
  return syntax;
}

function parseImport(reader: TokenReader): ProtobufImport {
  const isPublic = reader.skips("public");
  const path = parseTextString(reader);
  reader.expect(";");
  return { path, public: isPublic };
}

/** The package counts for the whole file, wherever it stands. */
function findPackage(reader: TokenReader): string {
  const packages = reader.lookAhead((ahead) => {
    const found: string[] = [];
    let depth = 0;
    let starts = true;
    for (; ahead.current.kind !== "end"; ) {
      if (starts && depth === 0 && ahead.skips("package")) {
        found.push(parseDottedName(ahead, "the name of a package"));
        continue;
      }
      const { kind, text } = ahead.next();
      if (kind === "symbol" && text === "{") depth++;
      if (kind === "symbol" && text === "}") depth--;
      starts = kind === "symbol" && (text === ";" || text === "}");
    }
    return found;
  });
  if (packages.length > 1) fail("a file has one package", ["package"]);
  return packages[0] ?? "";
}
