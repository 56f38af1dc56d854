/**
 * Why Avro Java's two algorithms differ on a pair: what the resolving grammar does otherwise than
 * SchemaCompatibility, by name.
 */

import { type AvroSchema, isNamed } from "../../src/avro/avro-schema.ts";
import { ReadCheck } from "../../src/avro/can-read.ts";
import { PairSet } from "../../src/avro/pair-set.ts";
import type { Pair } from "../../test/avro/corpus/pairs.ts";
import type { PairVerdicts } from "./java-verdicts.ts";
import {
  canRead,
  changeBoth,
  parsePair,
  withEnumDefaults,
  withoutAliases,
} from "./our-verdicts.ts";

export type Difference =
  /** A lost enum symbol fails when it is met, not before. */
  | "ENUM_SYMBOLS_UNCHECKED"
  /** SchemaCompatibility throws where two fields answer to one; the grammar takes one. */
  | "ALIAS_CLASH_TAKEN"
  /** Aliases rename the writer's types and fields everywhere, also where nobody asked for it. */
  | "ALIASES_REWRITE_WRITER"
  /** A branch is chosen by full name or kind, and kept although it cannot be read. */
  | "UNION_BRANCH_BY_NAME"
  /** A record that contains itself other than through a union, array or map: no end. */
  | "ENDLESS_RECORD";

/** Undefined where nothing that is known explains it. */
export function explainDifference(
  pair: Pair,
  verdicts: PairVerdicts,
  /** The same without aliases. */
  bare: PairVerdicts,
): Difference | undefined {
  const { grammar, neutral } = verdicts;
  if (grammar.error?.startsWith("StackOverflowError")) {
    return parsePair(pair).some(isEndless) ? "ENDLESS_RECORD" : undefined;
  }
  const lenient = changeBoth(pair, withEnumDefaults);
  if (grammar.compatible && neutral.error !== undefined) return "ALIAS_CLASH_TAKEN";
  if (grammar.compatible && canRead(lenient, "aws")) return "ENUM_SYMBOLS_UNCHECKED";
  const [reader, writer] = parsePair(pair);
  if (!grammar.compatible && misleads(reader, writer)) return "UNION_BRANCH_BY_NAME";
  const bareSays = canRead(changeBoth(lenient, withoutAliases), "aws");
  const bareGrammar = bare.grammar.compatible;
  return bareSays === bareGrammar ? "ALIASES_REWRITE_WRITER" : undefined;
}

/** Whether some place offers the writer's type a branch by name or kind that it does not fit. */
function misleads(reader: AvroSchema, writer: AvroSchema): boolean {
  const check = new ReadCheck("aws");
  const seen = new PairSet();
  return visit(reader, writer);

  function visit(one: AvroSchema, other: AvroSchema): boolean {
    if (!seen.add(one, other)) return false;
    if (other.type === "union") return other.branches.some((branch) => visit(one, branch));
    if (one.type === "union") {
      const chosen = choose(one.branches, other);
      const fits = chosen !== undefined && check.canRead(chosen, other);
      if (!fits && check.canRead(one, other)) return true;
      return one.branches.some((branch) => visit(branch, other));
    }
    if (one.type === "record" && other.type === "record") {
      return [...one.fields.values()].some((field) => {
        const found = other.fields.get(field.name);
        return found !== undefined && visit(field.type, found.type);
      });
    }
    if (one.type === "array" && other.type === "array") return visit(one.items, other.items);
    return one.type === "map" && other.type === "map" && visit(one.values, other.values);
  }
}

/** Full name first; then, for records, the last of the same simple name or the first one. */
function choose(branches: readonly AvroSchema[], writer: AvroSchema): AvroSchema | undefined {
  const ofKind = branches.filter((branch) => branch.type === writer.type);
  if (!isNamed(writer)) return ofKind[0] ?? branches.find((branch) => readsNumber(branch, writer));
  const named = ofKind.filter(isNamed);
  const exact = named.find((branch) => branch.fullName === writer.fullName);
  if (exact !== undefined || writer.type !== "record") return exact;
  return named.findLast((branch) => branch.name === writer.name) ?? named[0];
}

function readsNumber(branch: AvroSchema, writer: AvroSchema): boolean {
  return branch.type !== "union" && new ReadCheck("aws").canRead(branch, writer);
}

function isEndless(schema: AvroSchema): boolean {
  const under = new Set<AvroSchema>();
  const done = new Set<AvroSchema>();
  return visit(schema);

  function visit(node: AvroSchema): boolean {
    if (node.type === "union") return node.branches.some(visit);
    if (node.type === "array") return visit(node.items);
    if (node.type === "map") return visit(node.values);
    if (node.type !== "record" || done.has(node)) return false;
    if (under.has(node)) return true;
    under.add(node);
    const endless = [...node.fields.values()].some(({ type }) => visit(type));
    under.delete(node);
    done.add(node);
    return endless;
  }
}
