import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalForm, parseProtobuf, protobufMessageIndex } from "../../src/index.ts";
import { proto2, proto3 } from "./pairs.ts";

const canonical = (text: string) => canonicalForm("PROTOBUF", text);

test("ignores comments, white space, idle syntax and the way a type is named", () => {
  const one = `syntax = "proto3"; package a;
    message M { N n = 1; string s = 2; message N {} reserved "x", "y"; oneof o { int32 i = 3; } }`;
  const other = `// licence
    syntax = 'proto' '3';;
    package a;
    message M {
      reserved "x"; reserved "y";
      message N { };
      .a.M.N n = 0x01; // first
      string s = 2;
      oneof o { int32 i = 03; };
    }`;
  assert.equal(canonical(one), canonical(other));
  assert.equal(canonical(canonical(one)), canonical(one));
});

test("keeps apart what readers can tell", () => {
  const different = [
    proto3("message M { int32 a = 1; int32 b = 2; }"),
    proto3("message M { int32 b = 2; int32 a = 1; }"),
    proto3("message M { int32 a = 1; optional int32 b = 2; }"),
    proto3("message M { int32 a = 1; int32 b = 2 [json_name = 'x']; }"),
    proto3("message M { int32 a = 1; int32 b = 2; reserved 3; }"),
    proto3("message M { int32 a = 1; int32 b = 2; } message N {}"),
    proto3("message N {} message M { int32 a = 1; int32 b = 2; }"),
    proto3("message M { int32 a = 1; int32 b = 2; }", "other"),
    proto2("message M { optional int64 a = 1 [default = 9223372036854775807]; }"),
    proto2("message M { optional int64 a = 1 [default = 9223372036854775806]; }"),
    proto2('message M { optional bytes a = 1 [default = "\\377"]; }'),
    proto2('message M { optional bytes a = 1 [default = "\\303\\277"]; }'),
    proto2('message M { optional string a = 1 [default = "\\n"]; }'),
    proto2('message M { optional string a = 1 [default = "n"]; }'),
  ];
  assert.equal(new Set(different.map(canonical)).size, different.length);
});

test("needs no imports to be there", () => {
  const text = (type: string) => proto3(`import "x.proto"; message M { ${type} a = 1; }`);
  assert.equal(canonical(text("lib.X")), canonical(`${text("lib.X")} // again`));
  assert.notEqual(canonical(text("lib.X")), canonical(text("lib.Y")));
});

test("numbers messages as AWS's serializer does: map entries count, order is that of full names", () => {
  const file = parseProtobuf(
    proto3(
      "message B { message C {} message A { message D {} } map<string, int32> by_name = 1; } message AB {}",
      "p",
    ),
  );
  assert.deepEqual(protobufMessageIndex(file), [
    "p.AB",
    "p.B",
    "p.B.A",
    "p.B.A.D",
    "p.B.ByNameEntry",
    "p.B.C",
  ]);
});
