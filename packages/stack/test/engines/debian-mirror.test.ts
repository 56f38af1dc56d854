import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseDebianMirror, readDebianMirror } from "../../src/engines/debian-mirror.ts";
import { temporaryFolder } from "../fixtures.ts";

const deb822 = `Types: deb
# http://snapshot.debian.org/archive/debian/20250520T000000Z
URIs: http://mirror.example/debian
Suites: bookworm
`;

test("reads the mirror of a deb822 source", () => {
  assert.equal(parseDebianMirror(deb822), "http://mirror.example/debian");
});

test("reads the mirror of one-line sources, with and without options", () => {
  const line = "http://a.example/debian/ bookworm main";
  assert.equal(parseDebianMirror(`deb ${line}\n`), "http://a.example/debian/");
  assert.equal(
    parseDebianMirror(`deb [arch=amd64 signed-by=/k.gpg] ${line}`),
    "http://a.example/debian/",
  );
});

test("passes over comments, security updates and other people's packages", () => {
  for (const text of [
    "# deb http://a.example/debian bookworm main",
    "deb http://deb.debian.org/debian-security bookworm-security main",
    "URIs: http://deb.debian.org/debian-security",
    "deb https://packages.cloud.google.com/apt cloud-sdk-bookworm main",
    "deb-src http://a.example/debian bookworm main",
    "",
  ]) {
    assert.equal(parseDebianMirror(text), undefined, text);
  }
});

test("looks through the files that apt reads, and no others", (t) => {
  const apt = temporaryFolder(t);
  assert.equal(readDebianMirror(apt), "http://deb.debian.org/debian");
  mkdirSync(join(apt, "sources.list.d"));
  const write = (name: string, text: string) => writeFileSync(join(apt, name), text);
  write("sources.list", "# empty\n");
  write("sources.list.d/debian.sources.bak", deb822.replace("mirror", "old-mirror"));
  assert.equal(readDebianMirror(apt), "http://deb.debian.org/debian");
  write("sources.list.d/google.list", "deb https://packages.cloud.google.com/apt x main\n");
  write("sources.list.d/debian.sources", deb822);
  assert.equal(readDebianMirror(apt), "http://mirror.example/debian");
});
