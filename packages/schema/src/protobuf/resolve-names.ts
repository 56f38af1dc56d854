/**
 * What a type name means where it is written: protoc's rules. The first part of a name is looked up
 * from the innermost scope outwards; the first scope that has it decides, even if the rest fails.
 * https://protobuf.dev/programming-guides/proto3/#name-resolution
 */
import { fail } from "./invalid.ts";
import type { Reference } from "./parse-fields.ts";
import type { VisibleType } from "./protobuf-file.ts";

/** What a file can name: its own definitions and those of its imports. */
export interface Names {
  readonly types: ReadonlyMap<string, VisibleType>;
  /** Full names of extensions, which options name. */
  readonly extensions: ReadonlySet<string>;
  /** Packages and the packages around them. */
  readonly packages: ReadonlySet<string>;
  /** Files are missing: a name that is not found here may be theirs, and stays as it is written. */
  readonly isPartial: boolean;
}

export function resolveNames(references: readonly Reference[], names: Names): void {
  const known = new Map<string, VisibleType | undefined>();
  for (const reference of references) {
    const { written, scope, wants, steps, assign } = reference;
    if (wants === "option") {
      const found = findFrom(scope, written, (name) => names.extensions.has(name));
      if (found === undefined && !names.isPartial) {
        fail(`the option (${written}) is not defined in this file or an import`, steps);
      }
      continue;
    }
    const key = `${scope} ${written}`;
    if (!known.has(key)) known.set(key, findType(scope, written, names));
    const found = known.get(key);
    if (found === undefined && names.isPartial) {
      assign({ kind: "message", fullName: written.replace(/^\./, "") });
      continue;
    }
    if (found === undefined) {
      fail(`${written} is not defined; define it, or import the file that does`, steps);
    }
    if (wants === "message" && found.kind !== "message") fail(`${written} is no message`, steps);
    assign(found);
  }
}

function findType(scope: string, written: string, names: Names): VisibleType | undefined {
  const { types, packages } = names;
  const first = written.split(".", 1)[0] as string;
  if (first === "") return types.get(written.slice(1));
  const rest = written.slice(first.length);
  // An enum holds no types: a name that goes on behind it means something further out.
  const isFirst =
    rest === ""
      ? (name: string) => types.has(name)
      : (name: string) => types.get(name)?.kind === "message" || packages.has(name);
  const found = findFrom(scope, first, isFirst);
  return found === undefined ? undefined : types.get(`${found}${rest}`);
}

function findFrom(
  scope: string,
  written: string,
  isKnown: (fullName: string) => boolean,
): string | undefined {
  if (written.startsWith(".")) return isKnown(written.slice(1)) ? written.slice(1) : undefined;
  for (let around = scope; ; around = around.slice(0, Math.max(around.lastIndexOf("."), 0))) {
    const fullName = around === "" ? written : `${around}.${written}`;
    if (isKnown(fullName)) return fullName;
    if (around === "") return undefined;
  }
}
