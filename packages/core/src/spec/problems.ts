import type { z } from "zod";
import { nearMatch } from "../near-match.ts";
import { hasUrlPassword, isPlainSecret, redactUrls } from "../redact.ts";
import { knownKeys } from "./fields.ts";
import { formatPath, isRecord, type SpecPath, valueAt } from "./path.ts";

/** One thing that is wrong with a spec. */
export interface SpecProblem {
  /** Where, as people write it: `sources.shop.tables[0]`. */
  readonly path: string;
  /** What stands there, passwords replaced; undefined where nothing does. */
  readonly value: unknown;
  /** What should stand there. */
  readonly expectation: string;
  /** What to do. */
  readonly remedy: string;
}

/** One line: path, value, expectation, remedy. */
export function renderProblem({ path, value, expectation, remedy }: SpecProblem): string {
  const received = value === undefined ? "nothing" : shorten(JSON.stringify(value) ?? typeof value);
  return `${path}: received ${received}, ${expectation}; ${remedy}`;
}

export function problemAt(
  path: SpecPath,
  value: unknown,
  expectation: string,
  remedy: string,
): SpecProblem {
  return { path: formatPath(path), value: redactValue(value), expectation, remedy };
}

/** What zod found wrong with `input`; a problem for each unknown key. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], input: unknown): SpecProblem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknownKey([...path, key], valueAt(input, [...path, key])));
    }
    if (issue.code === "invalid_key") {
      const key = path.at(-1);
      const expectation = expectationOf(issue.issues[0]?.message ?? "another key");
      return [problemAt(path, key, `${expectation} as its key`, "rename it")];
    }
    const value = valueAt(input, path);
    const expectation =
      issue.code === "invalid_union"
        ? `expected ${issue.errors.flatMap(([e]) => (e && "expected" in e ? [e.expected] : [])).join(", ")}`
        : expectationOf(issue.message);
    return [problemAt(path, value, expectation, remedyFor(path, value, issue))];
  });
}

function unknownKey(path: SpecPath, value: unknown): SpecProblem {
  const known = knownKeys(path.slice(0, -1)) ?? [];
  const match = nearMatch(String(path.at(-1)), known);
  return problemAt(
    path,
    value,
    `expected one of the keys ${known.filter((key) => key !== "$schema").join(", ")}`,
    match === undefined ? "remove it" : `did you mean "${match}"?`,
  );
}

function remedyFor(path: SpecPath, value: unknown, issue: z.core.$ZodIssue): string {
  if (value === undefined) return `add ${formatPath(path)}`;
  if (issue.code === "invalid_value" && typeof value === "string") {
    const match = nearMatch(value, issue.values.map(String));
    if (match !== undefined) return `did you mean "${match}"?`;
  }
  return `change ${formatPath(path)}`;
}

/** Zod says "Invalid input: expected number, received string"; the value is said elsewhere. */
function expectationOf(message: string): string {
  const at = message.indexOf("expected");
  if (at >= 0) return message.slice(at).replace(/, received .*$/s, "");
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function redactValue(value: unknown): unknown {
  if (typeof value === "string") return hasUrlPassword(value) ? redactUrls(value) : value;
  if (Array.isArray(value)) return value.map(redactValue);
  if (!isRecord(value)) return typeof value === "function" ? "a function" : value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      isPlainSecret(key, child) ? "***" : redactValue(child),
    ]),
  );
}

function shorten(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
