import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { LineCounter, parseDocument } from "yaml";
import { describeError, WeirError } from "../weir-error.ts";
import { isRecord, type SpecPath } from "./path.ts";
import type { SpecProblem } from "./problems.ts";

/** What a spec file says, before anything is checked. */
export interface SpecFile {
  readonly value: unknown;
  readonly problems: readonly SpecProblem[];
  /** The line, from 1, of a value in a JSON or YAML file. */
  readonly lineOf: (path: SpecPath) => number | undefined;
}

/** Reads or imports a spec file; what cannot be understood comes back as problems. */
export async function readSpecFile(file: string): Promise<SpecFile> {
  const extension = path.extname(file);
  if (extension === ".json") return parseText(readText(file), true);
  if (extension === ".yaml" || extension === ".yml") return parseText(readText(file), false);
  return await importSpec(file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new WeirError("SPEC_NOT_FOUND", `cannot read the platform spec ${file}`, {
      cause,
      remedy: "make the file readable",
    });
  }
}

function parseText(text: string, json: boolean): SpecFile {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const problems = json ? jsonProblems(text, lineCounter) : [];
  if (!json) {
    for (const error of document.errors) {
      const { line, col } = lineCounter.linePos(error.pos[0]);
      problems.push(syntaxProblem(line, col, error.message.split(" at line ")[0] ?? ""));
    }
  }
  const lineOf = (at: SpecPath) => {
    // The line of the key reads better than that of a value that may begin below it.
    const parent = at.length > 1 ? document.getIn(at.slice(0, -1), true) : document.contents;
    const items = isRecord(parent) ? parent.items : undefined;
    const pair: unknown = Array.isArray(items)
      ? items.find((item) => isRecord(item) && isRecord(item.key) && item.key.value === at.at(-1))
      : undefined;
    const node: unknown = isRecord(pair) ? pair.key : document.getIn(at, true);
    const range = isRecord(node) ? node.range : undefined;
    return Array.isArray(range) ? lineCounter.linePos(Number(range[0])).line : undefined;
  };
  if (problems.length > 0) return { value: undefined, problems, lineOf };
  const parsed: unknown = json ? JSON.parse(text) : document.toJS();
  if (!isRecord(parsed)) return { value: parsed, problems: [], lineOf };
  const { $schema: _, ...value } = parsed;
  return { value, problems: [], lineOf };
}

function jsonProblems(text: string, lineCounter: LineCounter): SpecProblem[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const message = describeError(error);
    const position = /at position (\d+)/.exec(message)?.[1];
    // Where the text ends too early no position is given: it is the end.
    const offset =
      position === undefined ? Math.max(0, text.trimEnd().length - 1) : Number(position);
    const { line, col } = lineCounter.linePos(offset);
    const what = message.replace(/,? ?(\.\.\.)?".*" is not valid JSON$/s, "").split(" in JSON")[0];
    return [syntaxProblem(line, col, what ?? message)];
  }
}

function syntaxProblem(line: number, column: number, what: string): SpecProblem {
  return {
    path: `line ${line}, column ${column}`,
    value: undefined,
    expectation: `expected valid syntax: ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
    remedy: "correct the syntax there",
  };
}

/** Beside this file, also after the package was compiled to JavaScript. */
const coreIndexUrl = new URL(
  import.meta.url.endsWith(".ts") ? "../index.ts" : "../index.js",
  import.meta.url,
).href;

async function importSpec(file: string): Promise<SpecFile> {
  const url = pathToFileURL(file).href;
  const lineOf = () => undefined;
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      // A spec may lie in a folder without node_modules.
      if (specifier === "@weir/core") return { url: coreIndexUrl, shortCircuit: true };
      const resolved = nextResolve(specifier, context);
      // Without a package.json beside it Node would guess, and warn that it had to.
      if (resolved.url !== url) return resolved;
      return { ...resolved, format: /\.m?ts$/.test(file) ? "module-typescript" : "module" };
    },
  });
  try {
    const exports: Record<string, unknown> = await import(url);
    if (exports.default !== undefined) return { value: exports.default, problems: [], lineOf };
    const named = Object.keys(exports).join(", ") || "no exports";
    return { value: undefined, problems: [noDefaultExport(named)], lineOf };
  } catch (error) {
    return { value: undefined, problems: [importProblem(error, file)], lineOf };
  } finally {
    hooks.deregister();
  }
}

function noDefaultExport(found: string): SpecProblem {
  return {
    path: "export default",
    value: found,
    expectation: "expected a default export",
    remedy: "write: export default definePlatform({ ... })",
  };
}

function importProblem(error: unknown, file: string): SpecProblem {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const start = stack.indexOf(`${file}:`);
  const line = start < 0 ? undefined : /^:(\d+)/.exec(stack.slice(start + file.length))?.[1];
  return {
    path: line === undefined ? "import" : `line ${line}`,
    value: undefined,
    expectation: `expected a file that can be imported: ${describeError(error).split("\n")[0]}`,
    remedy: "correct the file; TypeScript must be erasable: no enum, no namespace",
  };
}
