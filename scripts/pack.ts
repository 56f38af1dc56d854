// Makes the npm packages: JavaScript with declarations, since Node strips no types under
// node_modules, and beside it what a package reads at run time. `node scripts/pack.ts FOLDER`
// leaves a tarball of each package in FOLDER.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** What a package carries beside its code: place in the package, place in the repository. */
const assets: Readonly<Record<string, readonly (readonly [to: string, from: string])[]>> = {
  cli: [["bin/weir", "bin/weir"]],
  stack: [
    ["assets/pom.xml", "pom.xml"],
    ["assets/connect-plugin", "connect-plugin"],
    ["assets/engines", "engines"],
  ],
  lake: [
    ["lakehouse/pyproject.toml", "lakehouse/pyproject.toml"],
    ["lakehouse/weir_lakehouse", "lakehouse/weir_lakehouse"],
  ],
};

const notPacked = new Set(["target", "__pycache__", "node_modules"]);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly devDependencies?: unknown;
  readonly [field: string]: unknown;
}

/** Packs every package into `folder` and answers with the paths of the tarballs. */
export function packAll(folder: string): string[] {
  const scratch = mkdtempSync(path.join(tmpdir(), "weir-pack-"));
  try {
    compile(scratch);
    mkdirSync(folder, { recursive: true });
    return readdirSync(path.join(root, "packages")).map((name) => {
      const staged = stage(name, scratch);
      const output = npm(["pack", "--json", "--pack-destination", path.resolve(folder)], staged);
      return path.resolve(folder, fileNameOf(output));
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** All packages in one program: they import each other by name, and their types as source. */
function compile(scratch: string): void {
  const config = path.join(scratch, "tsconfig.json");
  writeFileSync(
    config,
    JSON.stringify({
      extends: path.join(root, "tsconfig.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        rootDir: path.join(root, "packages"),
        outDir: path.join(scratch, "compiled"),
        typeRoots: [path.join(root, "node_modules", "@types")],
      },
      include: [path.join(root, "packages", "*", "src")],
    }),
  );
  const tsc = path.join(root, "node_modules", ".bin", "tsc");
  execFileSync(tsc, ["-p", config], { stdio: ["ignore", 2, "inherit"] });
}

/** Lays out one package as npm shall pack it. */
function stage(name: string, scratch: string): string {
  const source = path.join(root, "packages", name);
  const staged = path.join(scratch, name);
  cpSync(path.join(scratch, "compiled", name, "src"), path.join(staged, "dist"), {
    recursive: true,
  });
  const manifest: Manifest = JSON.parse(readFileSync(path.join(source, "package.json"), "utf8"));
  writeFileSync(
    path.join(staged, "package.json"),
    `${JSON.stringify(planManifest(name, manifest), undefined, 2)}\n`,
  );
  cpSync(path.join(root, "LICENSE"), path.join(staged, "LICENSE"));
  const readme = path.join(source, "README.md");
  if (existsSync(readme)) cpSync(readme, path.join(staged, "README.md"));
  for (const [to, from] of assets[name] ?? []) {
    cpSync(path.join(root, from), path.join(staged, to), {
      recursive: true,
      filter: (file) => !notPacked.has(path.basename(file)),
    });
  }
  return staged;
}

/** The package.json of the published package: its exports name JavaScript. */
export function planManifest(name: string, manifest: Manifest): Record<string, unknown> {
  const { devDependencies: _, ...kept } = manifest;
  const exports = Object.entries(manifest.exports).map(([key, file]) => {
    const compiled = file.replace("./src/", "./dist/").replace(/\.ts$/, "");
    return [key, { types: `${compiled}.d.ts`, default: `${compiled}.js` }];
  });
  const folders = new Set((assets[name] ?? []).map(([to]) => to.split("/")[0] ?? ""));
  return {
    ...kept,
    exports: Object.fromEntries(exports),
    files: ["dist", ...folders],
    ...(name === "cli" ? { bin: { weir: "bin/weir" }, ...broughtNode() } : {}),
  };
}

/** The command brings its Node along, as the clone does. */
function broughtNode() {
  const manifest: { optionalDependencies: Record<string, string> } = JSON.parse(
    readFileSync(path.join(root, "package.json"), "utf8"),
  );
  return { optionalDependencies: manifest.optionalDependencies };
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", [...args, "--loglevel", "error"], { cwd, encoding: "utf8" });
}

/** npm 11 answers with a list, npm 12 with an object by name. */
function fileNameOf(packOutput: string): string {
  const packed: Record<string, { filename: string }> = JSON.parse(packOutput);
  const [only] = Object.values(packed);
  if (only === undefined) throw new Error(`npm pack names no file: ${packOutput}`);
  return only.filename;
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error("usage: node scripts/pack.ts FOLDER");
    process.exitCode = 2;
  } else {
    for (const tarball of packAll(folder)) console.log(tarball);
  }
}
