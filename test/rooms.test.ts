import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const packagesFolder = path.resolve(import.meta.dirname, "../packages");

/** The rooms and their levels, as docs/ARCHITECTURE.md has them. */
const levels: Readonly<Record<string, number>> = {
  core: 0,
  schema: 1,
  connect: 1,
  serde: 2,
  registry: 2,
  deploy: 2,
  stack: 3,
  lake: 4,
  watch: 4,
  drill: 4,
  console: 5,
  cli: 6,
};

interface Room {
  readonly name: string;
  readonly level: number | undefined;
  readonly dependencies: readonly string[];
  /** Paths relative to the room, with the specifiers each file imports. */
  readonly imports: readonly { readonly file: string; readonly specifier: string }[];
}

/** What is wrong with how `rooms` depend on each other; empty where all is well. */
function checkRooms(rooms: readonly Room[]): string[] {
  return rooms.flatMap((room) => [...checkManifest(room), ...checkImports(room)]);
}

function checkManifest({ name, level, dependencies }: Room): string[] {
  const own = levels[name];
  if (own === undefined) return [`${name} is no room of the table`];
  const problems = level === own ? [] : [`${name} says level ${level}, the table says ${own}`];
  for (const dependency of dependencies) {
    const other = roomOf(dependency);
    if (other === undefined) continue;
    const otherLevel = levels[other];
    if (otherLevel === undefined || otherLevel >= own) {
      problems.push(`${name} (${own}) depends on ${other} (${otherLevel}): not a lower level`);
    }
  }
  return problems;
}

function checkImports({ name, dependencies, imports }: Room): string[] {
  return imports.flatMap(({ file, specifier }) => {
    const where = `${name}/${file} imports ${specifier}`;
    if (specifier.startsWith("node:")) return [];
    if (specifier.startsWith(".")) {
      const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
      // Tests may not reach into another room either, and src not into its own tests.
      return target.startsWith("src/") ? [] : [`${where}: outside its src`];
    }
    if (specifier === `@weir/${name}`) return [`${where}: its own index`];
    if (/^@weir\/[^/]+\//.test(specifier)) return [`${where}: past the index`];
    const packageName = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    return dependencies.includes(packageName) ? [] : [`${where}: not among its dependencies`];
  });
}

function roomOf(packageName: string): string | undefined {
  return packageName.startsWith("@weir/") ? packageName.slice("@weir/".length) : undefined;
}

/** `import … from "x"`, `export … from "x"`, `import "x"` and `import("x")`. */
function specifiersOf(source: string): string[] {
  // A template may hold the text of a module, as the starter spec does: that is no import.
  const code = source.replace(/^\s*(\/\/|\/?\*).*$/gm, "").replace(/`(?:\\.|[^`\\])*`/gs, "``");
  const statements = /(?:^|[\s;}])(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;
  return [...code.matchAll(statements)].map((match) => match[1] ?? "");
}

function readRooms(): Room[] {
  return readdirSync(packagesFolder).map((name) => {
    const folder = path.join(packagesFolder, name);
    const manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const files = readdirSync(path.join(folder, "src"), { recursive: true, encoding: "utf8" });
    return {
      name,
      level: manifest.weir?.level,
      dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
      imports: files
        .filter((file) => file.endsWith(".ts"))
        .map((file) => path.posix.join("src", file))
        .flatMap((file) =>
          specifiersOf(readFileSync(path.join(folder, file), "utf8")).map((specifier) => ({
            file,
            specifier,
          })),
        ),
    };
  });
}

test("every room imports only what it declares, and only from lower levels", () => {
  const rooms = readRooms();
  assert.deepEqual(checkRooms(rooms), []);
  const edges = rooms.flatMap(({ imports }) => imports);
  assert.ok(
    edges.some(({ specifier }) => specifier === "@weir/core"),
    "no import was found at all",
  );
});

test("an import that breaks a rule is found, whatever its form", () => {
  const source = [
    'import { a } from "@weir/cli";',
    'export * from "../../core/src/names.ts";',
    'const b = await import("left-pad");',
    'import "@weir/core/src/names.ts";',
    '// import { c } from "commented";',
    'const text = `import { d } from "quoted"`;',
    'import { e } from "node:path";',
  ].join("\n");
  const imports = specifiersOf(source).map((specifier) => ({ file: "src/a.ts", specifier }));
  const broken: Room = {
    name: "schema",
    level: 2,
    dependencies: ["@weir/core", "@weir/cli", "@weir/connect"],
    imports,
  };
  assert.deepEqual(checkRooms([broken]), [
    "schema says level 2, the table says 1",
    "schema (1) depends on cli (6): not a lower level",
    "schema (1) depends on connect (1): not a lower level",
    "schema/src/a.ts imports ../../core/src/names.ts: outside its src",
    "schema/src/a.ts imports left-pad: not among its dependencies",
    "schema/src/a.ts imports @weir/core/src/names.ts: past the index",
  ]);
  assert.deepEqual(checkRooms([{ ...broken, name: "attic" }])[0], "attic is no room of the table");
});
