import assert from "node:assert/strict";
import { test } from "node:test";
import { parseProtobuf, protobufMessageIndex, renderProtobuf } from "@weir/schema";

const mapText = `syntax = "proto3"; package a;
message Row { map<string, Inner> counts = 1; int32 id = 2; message Inner { int32 x = 1; } }`;

/** As AWS's serializer prints it. */
const printed = `syntax = "proto3"; package a;
message Row {
  repeated CountsEntry counts = 1;
  int32 id = 2;
  message CountsEntry { option map_entry = true; string key = 1; Inner value = 2; }
  message Inner { int32 x = 1; }
}`;

test("reads a map as AWS's serializer prints it", () => {
  const [map, entries] = [parseProtobuf(mapText), parseProtobuf(printed)];
  assert.equal(renderProtobuf(entries), renderProtobuf(map));
  assert.deepEqual(protobufMessageIndex(entries), protobufMessageIndex(map));
});

test("leaves a repeated message that only looks like an entry", () => {
  const own = printed.replace("option map_entry = true;", "");
  assert.match(renderProtobuf(parseProtobuf(own)), /repeated .*CountsEntry counts = 1/);
});
