import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { nearMatch } from "../near-match.ts";
import { WeirError } from "../weir-error.ts";
import { checkSpec } from "./checks.ts";
import { environmentNames, environmentOverlay } from "./environments.ts";
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
  /** One of the spec's `environments`; where absent, WEIR_ENVIRONMENT, else the spec as it is. */
  readonly environment?: string | undefined;
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
  if (written.problems.length > 0) throw invalidSpec(file, written.problems);

  const environment = options.environment ?? options.env.WEIR_ENVIRONMENT;
  const chosen = environment === "" ? undefined : environment;
  if (chosen !== undefined && !environmentNames(written.value).includes(chosen)) {
    throw invalidSpec(file, [unknownEnvironment(written.value, chosen)]);
  }
  const overrides = [
    ...(chosen === undefined ? [] : environmentOverlay(written.value, chosen)),
    ...environmentOverrides(options.env),
    ...flagOverrides(options.flags ?? []),
  ];
  const input = applyOverrides(written.value, overrides);

  const result = platformSpec.safeParse(input);
  const own = [
    ...(result.error === undefined ? [] : problemsOf(result.error.issues, input)),
    ...checkSpec(input),
  ];
  const problems = [
    ...own,
    ...checkFiles(input, directory),
    ...checkEnvironments(written.value, own),
  ];
  if (!result.success || problems.length > 0) {
    throw invalidSpec(
      file,
      problems.map((problem) => withOrigin(problem, overrides)),
    );
  }
  const platform = deepFreeze({
    ...result.data,
    registry: { ...result.data.registry, name: result.data.registry.name ?? result.data.name },
    connect: {
      ...result.data.connect,
      plugins: result.data.connect.plugins.map((folder) => path.resolve(directory, folder)),
    },
  });
  const origins = listOrigins(platform, {
    file: path.relative(options.cwd, file) || file,
    written: written.value,
    lineOf: written.lineOf,
    overrides,
  });
  return { platform, origins, file, directory };
}

function applyOverrides(written: unknown, overrides: readonly Override[]): unknown {
  let input = written;
  for (const { path, value } of overrides) input = withValueAt(input, path, value);
  return input;
}

/** Problems that an overlay brings and the spec by itself does not have, chosen or not. */
function checkEnvironments(written: unknown, own: readonly SpecProblem[]): SpecProblem[] {
  const known = new Set(own.map(({ path, expectation }) => `${path} ${expectation}`));
  return environmentNames(written).flatMap((name) => {
    const path = ["environments", name];
    const nested = valueAt(written, [...path, "environments"]);
    if (nested !== undefined) {
      return [
        problemAt(
          [...path, "environments"],
          nested,
          "expected no overlays inside one",
          "remove it",
        ),
      ];
    }
    const input = applyOverrides(written, environmentOverlay(written, name));
    const { error } = platformSpec.safeParse(input);
    return [...(error === undefined ? [] : problemsOf(error.issues, input)), ...checkSpec(input)]
      .filter((problem) => !known.has(`${problem.path} ${problem.expectation}`))
      .filter((problem) => !problem.path.startsWith("environments"))
      .map((problem) => ({ ...problem, path: `environments.${name}.${problem.path}` }));
  });
}

function unknownEnvironment(written: unknown, name: string): SpecProblem {
  const known = environmentNames(written);
  const match = nearMatch(name, known);
  return {
    path: "environments",
    value: name,
    expectation:
      known.length === 0
        ? "expected no environment: the spec has none"
        : `expected one of ${known.join(", ")}`,
    remedy: match === undefined ? "add it, or choose another" : `did you mean "${match}"?`,
  };
}

function checkFiles(input: unknown, directory: string): SpecProblem[] {
  return [...checkInit(input, directory), ...checkPlugins(input, directory)];
}

function checkPlugins(input: unknown, directory: string): SpecProblem[] {
  const plugins = valueAt(input, ["connect", "plugins"]);
  return (Array.isArray(plugins) ? plugins : []).flatMap((given: unknown, index) => {
    if (typeof given !== "string" || given === "") return [];
    const folder = path.resolve(directory, given);
    if (existsSync(folder) && statSync(folder).isDirectory()) return [];
    const at = ["connect", "plugins", index];
    return [problemAt(at, given, "expected a folder", `create ${folder}, or correct the path`)];
  });
}

function checkInit(input: unknown, directory: string): SpecProblem[] {
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

/** SPEC_INVALID with every problem, as `loadPlatform` throws it. */
export function invalidSpec(file: string, problems: readonly SpecProblem[]): WeirError {
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
