import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheDirectory } from "@weir/core";

test("prefers WEIR_CACHE_DIR, then XDG, then the home folder", () => {
  const xdg = { XDG_CACHE_HOME: "/xdg" };
  assert.equal(cacheDirectory({ ...xdg, WEIR_CACHE_DIR: "/own" }, "/home/a"), "/own");
  assert.equal(cacheDirectory(xdg, "/home/a"), "/xdg/weir");
  assert.equal(cacheDirectory({}, "/home/a"), "/home/a/.cache/weir");
});

test("ignores a relative XDG_CACHE_HOME", () => {
  assert.equal(cacheDirectory({ XDG_CACHE_HOME: "cache" }, "/home/a"), "/home/a/.cache/weir");
});
