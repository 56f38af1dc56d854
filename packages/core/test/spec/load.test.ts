import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { loadPlatform, type SpecProblem, smallFlags, starterSpec, WeirError } from "@weir/core";

const scratch = mkdtempSync(path.join(tmpdir(), "weir-spec-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

let folders = 0;

/** A new folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = path.join(scratch, String(++folders));
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

function load(files: Readonly<Record<string, string>>, env: Record<string, string> = {}) {
  return loadPlatform({ cwd: folderWith(files), env });
}

async function problemsOf(loading: Promise<unknown>): Promise<readonly SpecProblem[]> {
  const error = await loading.then(
    () => assert.fail("the spec was accepted"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof WeirError);
  assert.equal(error.code, "SPEC_INVALID");
  return error.details.problems as readonly SpecProblem[];
}

const json = (value: unknown) => ({ "weir.config.json": JSON.stringify(value, null, 2) });
const minimal = { name: "shop", sources: { shop: { tables: ["shop_db.orders"] } } };

test("loads TypeScript that imports @weir/core from a folder without node_modules", async () => {
  const text = `import { definePlatform } from "@weir/core";
const name: string = "legopoc";
export default definePlatform({ name, sources: { fullfillment: { tables: ["test_db.person"] } } });`;
  const { platform, directory, file } = await load({ "weir.config.ts": text });
  assert.equal(platform.name, "legopoc");
  assert.equal(platform.registry.name, "legopoc");
  assert.equal(platform.sources.fullfillment?.snapshot, "initial");
  assert.deepEqual(platform.kafka, { brokers: 3, replicationFactor: 3, minInsyncReplicas: 2 });
  assert.equal(file, path.join(directory, "weir.config.ts"));
});

test("loads JavaScript, JSON with $schema, and YAML alike", async () => {
  const { platform: fromJson } = await load(
    json({ $schema: "./platform.schema.json", ...minimal }),
  );
  const { platform: fromYaml } = await load({
    "weir.config.yml": "name: shop\nsources:\n  shop:\n    tables: [shop_db.orders]\n",
  });
  const { platform: fromJs } = await load({
    "weir.config.mjs": `export default ${JSON.stringify(minimal)}`,
  });
  assert.deepEqual(fromYaml, fromJson);
  assert.deepEqual(fromJs, fromJson);
});

test("loads the starter that weir init writes", async () => {
  const { platform } = await load({ "weir.config.ts": starterSpec("my-shop") });
  assert.equal(platform.name, "my-shop");
});

test("freezes the platform to its leaves", async () => {
  const { platform } = await load(json(minimal));
  assert.ok(Object.isFrozen(platform.sources.shop?.tables));
  assert.throws(() => Object.assign(platform.kafka, { brokers: 9 }), TypeError);
});

test("derives copies from the brokers where they are not given", async () => {
  const { platform } = await load(json({ ...minimal, kafka: { brokers: 1 } }));
  assert.deepEqual(platform.kafka, { brokers: 1, replicationFactor: 1, minInsyncReplicas: 1 });
});

test("takes a flag before the environment, that before the file, that before the default", async () => {
  const cwd = folderWith({
    "weir.config.yaml":
      "name: shop\nsources:\n  shop:\n    tables:\n      - shop_db.orders\nconnect:\n  workers: 2\nkafka:\n  brokers: 5\n",
  });
  const { platform, origins } = await loadPlatform({
    cwd,
    env: { WEIR_KAFKA_BROKERS: "4", WEIR_CONNECT_WORKERS: "7", WEIR_CONNECT_EXACTLY_ONCE: "true" },
    flags: [{ path: "connect.workers", value: 1, flag: "--workers" }],
  });
  assert.equal(platform.connect.workers, 1);
  assert.equal(platform.connect.exactlyOnce, true);
  assert.equal(platform.kafka.brokers, 4);
  const originOf = new Map(origins.map((entry) => [entry.path, entry.origin]));
  assert.equal(originOf.get("connect.workers"), "flag --workers");
  assert.equal(originOf.get("kafka.brokers"), "environment WEIR_KAFKA_BROKERS");
  assert.equal(originOf.get("sources.shop.tables"), "file weir.config.yaml:4");
  assert.equal(originOf.get("name"), "file weir.config.yaml:1");
  assert.equal(originOf.get("lake.cadence"), "default");
});

test("makes a small stack of a large spec", async () => {
  const cwd = folderWith(json({ ...minimal, kafka: { brokers: 5, replicationFactor: 3 } }));
  const { platform } = await loadPlatform({ cwd, env: {}, flags: smallFlags });
  assert.deepEqual(platform.kafka, { brokers: 1, replicationFactor: 1, minInsyncReplicas: 1 });
});

test("rejects a spec with every problem at once", async () => {
  const problems = await problemsOf(
    load(
      json({
        name: "Shop",
        nmae: "x",
        sources: {
          shop: { tables: ["orders", "shop_db.items", "shop_db.items"], snapshot: "intial" },
          "2nd": { tables: ["other.items"], config: { "database.password": "hunter2" } },
        },
        kafka: { brokers: 2, replicationFactor: 3, brokrs: 1 },
        lake: { gold: { people: " " } },
        local: { mysql: { url: "mysql://root:hunter2@localhost:3306", init: "missing.sql" } },
      }),
      { WEIR_CONNECT_WORKERS: "many" },
    ),
  );
  const byPath = new Map(problems.map((problem) => [problem.path, problem]));
  assert.deepEqual([...byPath.keys()].sort(), [
    "connect.workers",
    "kafka.brokrs",
    "kafka.replicationFactor",
    "lake.gold.people",
    "local.mysql.init",
    "local.mysql.url",
    "name",
    "nmae",
    "sources.2nd",
    'sources.2nd.config["database.password"]',
    "sources.2nd.tables[0]",
    "sources.shop.snapshot",
    "sources.shop.tables[0]",
    "sources.shop.tables[2]",
  ]);
  assert.equal(byPath.get("kafka.brokrs")?.remedy, 'did you mean "brokers"?');
  assert.equal(byPath.get("nmae")?.remedy, 'did you mean "name"?');
  assert.equal(byPath.get("sources.shop.snapshot")?.remedy, 'did you mean "initial"?');
  assert.match(byPath.get("connect.workers")?.remedy ?? "", /environment WEIR_CONNECT_WORKERS/);
  assert.match(
    byPath.get("kafka.replicationFactor")?.expectation ?? "",
    /at most kafka\.brokers, which is 2/,
  );
  assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
});

test("rejects a password without repeating it in the message", async () => {
  const url = "mysql://root:hunter2@localhost:3306";
  await assert.rejects(
    load(json({ ...minimal, local: { mysql: { url } }, lake: { gold: { a: `select '${url}'` } } })),
    (error: Error) => !error.message.includes("hunter2") && error.message.includes("2 problems"),
  );
});

test("accepts a reference to a config provider where a password would stand", async () => {
  const config = { "database.ssl.keystore.password": "$" + "{file:/etc/weir/secrets:keystore}" };
  const sources = { shop: { tables: ["shop_db.orders"], config } };
  assert.ok(await load(json({ name: "shop", sources })));
});

test("rejects one table in two sources, and Weir's own tables", async () => {
  const problems = await problemsOf(
    load(
      json({
        name: "shop",
        sources: { a: { tables: ["d.t"] }, b: { tables: ["d.t", "weir.signal"] } },
      }),
    ),
  );
  assert.deepEqual(
    problems.map(({ path }) => path),
    ["sources.b.tables[0]", "sources.b.tables[1]"],
  );
});

test("rejects ports that meet", async () => {
  const ports = { kafka: 9092, registry: 9094 };
  const problems = await problemsOf(load(json({ ...minimal, local: { ports } })));
  assert.match(problems[0]?.expectation ?? "", /kafka has 9094/);
});

test("rejects a property that a field sets", async () => {
  const sources = { a: { tables: ["d.t"], config: { "snapshot.mode": "never" } } };
  const [problem] = await problemsOf(load(json({ name: "shop", sources })));
  assert.equal(problem?.remedy, "use sources.a.snapshot");
});

for (const [what, files, at] of [
  ["JSON cut off", { "weir.config.json": '{\n  "name": "shop"' }, /^line 2, column \d+$/],
  [
    "JSON with a comma too many",
    { "weir.config.json": '{\n  "name": "shop",\n}' },
    /^line 3, column 1$/,
  ],
  [
    "YAML that is not closed",
    { "weir.config.yaml": "name: shop\nsources: {a: [\n" },
    /^line \d+, column \d+$/,
  ],
  [
    "TypeScript that does not parse",
    { "weir.config.ts": "export default {\n  name: :\n};" },
    /^(line \d+|import)$/,
  ],
  [
    "an import that fails",
    { "weir.config.ts": 'import "./missing.ts";\nexport default {};' },
    /^(line \d+|import)$/,
  ],
  ["no default export", { "weir.config.ts": "export const platform = {};" }, /^export default$/],
] as const) {
  test(`rejects ${what} and says where`, async () => {
    const problems = await problemsOf(load(files));
    assert.match(problems[0]?.path ?? "", at);
    assert.ok((problems[0]?.expectation.length ?? 0) > "expected valid syntax: ".length);
  });
}

test("rejects a spec that is not an object", async () => {
  const problems = await problemsOf(load({ "weir.config.json": "[]" }));
  assert.match(problems[0]?.expectation ?? "", /expected object/);
});

test("fails with SPEC_NOT_FOUND where there is none", async () => {
  await assert.rejects(load({}), { code: "SPEC_NOT_FOUND" });
  await assert.rejects(loadPlatform({ cwd: scratch, env: {}, path: "gone.yaml" }), {
    code: "SPEC_NOT_FOUND",
  });
});

test("rejects a folder with two specs", async () => {
  const files = { ...json(minimal), "weir.config.yaml": "name: shop" };
  await assert.rejects(load(files), { code: "SPEC_INVALID" });
});
