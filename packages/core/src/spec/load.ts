import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { WeirError } from "../weir-error.ts";
import { checkSpec } from "./checks.ts";
import { findSpecFile } from "./find-spec-file.ts";
import { listOrigins, type OriginEntry } from "./origins.ts";
import { environmentOverrides, flagOverrides, type Override, type SpecFlag } from "./overrides.ts";
import { formatPath, valueAt, withValueAt } from "./path.ts";
import { type Platform, platformSpec } from "./platform-spec.ts";
import { problemAt, problemsOf, renderProblem, type SpecProblem } from "./problems.ts";
import { readSpecFile } from "./read-spec-file.ts";

export interface LoadPlatformOptions {
  /** File or folder, relative to `cwd`; where absent, the spec in `cwd`. */
  readonly path?: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags?: readonly SpecFlag[];
}

export interface LoadedPlatform {
  /** Deep-frozen, every default filled in. */
  readonly platform: Platform;
  /** Every value and where it comes from, in the order of the spec. */
  readonly origins: readonly OriginEntry[];
  /** Absolute path of the spec. */
  readonly file: string;
  /** Its folder: relative paths in the spec start here, and so does `.weir/`. */
  readonly directory: string;
}

/**
 * Finds, reads, checks and freezes the spec; flag > environment > file > default.
 * Throws SPEC_NOT_FOUND, or SPEC_INVALID with every problem in `details.problems`.
 */
export async function loadPlatform(options: LoadPlatformOptions): Promise<LoadedPlatform> {
  const file = findSpecFile(options.path, options.cwd);
  const directory = path.dirname(file);
  const written = await readSpecFile(file);
  if (written.problems.length > 0) throw invalid(file, written.problems);

  const overrides = [...environmentOverrides(options.env), ...flagOverrides(options.flags ?? [])];
  let input = written.value;
  for (const { path, value } of overrides) input = withValueAt(input, path, value);

  const result = platformSpec.safeParse(input);
  const problems = [
    ...(result.error === undefined ? [] : problemsOf(result.error.issues, input)),
    ...checkSpec(input),
    ...checkFiles(input, directory),
  ];
  if (!result.success || problems.length > 0) {
    throw invalid(
      file,
      problems.map((problem) => withOrigin(problem, overrides)),
    );
  }
  const platform = deepFreeze({
    ...result.data,
    registry: { ...result.data.registry, name: result.data.registry.name ?? result.data.name },
  });
  const origins = listOrigins(platform, {
    file: path.relative(options.cwd, file) || file,
    written: written.value,
    lineOf: written.lineOf,
    overrides,
  });
  return { platform, origins, file, directory };
}

function checkFiles(input: unknown, directory: string): SpecProblem[] {
  const at = ["local", "mysql", "init"];
  const init = valueAt(input, at);
  if (typeof init !== "string" || init === "") return [];
  const file = path.resolve(directory, init);
  if (existsSync(file) && statSync(file).isFile()) return [];
  return [problemAt(at, init, "expected a file", `create ${file}, or correct the path`)];
}

/** Says so where a wrong value is not in the file. */
function withOrigin(problem: SpecProblem, overrides: readonly Override[]): SpecProblem {
  const override = overrides.findLast(({ path }) => formatPath(path) === problem.path);
  if (override === undefined) return problem;
  return { ...problem, remedy: `${problem.remedy} (it comes from ${override.origin})` };
}

function invalid(file: string, problems: readonly SpecProblem[]): WeirError {
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  const lines = problems.map((problem) => `\n  ${renderProblem(problem)}`).join("");
  return new WeirError("SPEC_INVALID", `the platform spec ${file} has ${count}:${lines}`, {
    remedy: "correct the spec; every field is in docs/reference/spec.md",
    details: { file, problems },
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const child of Object.values(value)) deepFreeze(child);
    Object.freeze(value);
  }
  return value;
}
