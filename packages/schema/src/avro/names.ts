import { type AvroNamed, type AvroPrimitiveType, avroPrimitiveTypes } from "./avro-schema.ts";
import { fail, type Path } from "./invalid.ts";

const primitives: ReadonlySet<string> = new Set(avroPrimitiveTypes);

export function isPrimitiveName(name: string): name is AvroPrimitiveType {
  return primitives.has(name);
}

/**
 * Java's `Character.isLetter` and `isLetterOrDigit`: Avro 1.11 takes letters of any alphabet, but
 * looks at single UTF-16 units, and so at none beyond U+FFFF.
 */
const namePattern =
  /^[[\p{L}_]--[\u{10000}-\u{10ffff}]][[\p{L}\p{Nd}_]--[\u{10000}-\u{10ffff}]]*$/v;

/** The part after the last dot is checked, the namespace is not: as Avro Java 1.11 does it. */
export function assertName(name: string, path: Path): string {
  if (name === "") fail("empty name", path);
  if (!namePattern.test(name)) {
    fail(`illegal character in name ${JSON.stringify(name)}; use letters, digits and _`, path);
  }
  return name;
}

/** Splits a written name; a dotted one carries its own namespace, another inherits `namespace`. */
export function resolveName(
  written: string,
  namespace: string | undefined,
  path: Path,
): { name: string; namespace: string | undefined; fullName: string } {
  const dot = written.lastIndexOf(".");
  const name = assertName(written.slice(dot + 1), path);
  const space = dot < 0 ? namespace : written.slice(0, dot);
  if (space === undefined || space === "") return { name, namespace: undefined, fullName: name };
  return { name, namespace: space, fullName: `${space}.${name}` };
}

/** The named types seen so far; a type must be defined before, or around, its references. */
export class NamedTypes<T extends AvroNamed> {
  readonly #byFullName = new Map<string, T>();

  define(type: T, path: Path): void {
    if (primitives.has(type.fullName)) {
      fail(`a schema may not be named after a primitive: ${type.fullName}`, path);
    }
    if (this.#byFullName.has(type.fullName)) fail(`can't redefine: ${type.fullName}`, path);
    this.#byFullName.set(type.fullName, type);
  }

  /** What `"type": "Name"` means: looks in the namespace around, then among names without one. */
  find(written: string, namespace: string | undefined): T | undefined {
    return this.findInNamespace(written, namespace) ?? this.findInNamespace(written, undefined);
  }

  /** What `"type": {"type": "Name"}` means: Avro Java looks in the namespace around only. */
  findInNamespace(written: string, namespace: string | undefined): T | undefined {
    return this.#byFullName.get(qualify(written, namespace));
  }
}

function qualify(written: string, namespace: string | undefined): string {
  const dot = written.lastIndexOf(".");
  if (dot === 0) return written.slice(1);
  return dot > 0 || namespace === undefined ? written : `${namespace}.${written}`;
}
