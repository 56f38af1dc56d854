import { WeirError } from "@weir/core";
import type { SchemaReference } from "../data-format.ts";

/**
 * References in the order in which they can be defined: what a schema names before it, each once
 * (two schemas may name a third).
 *
 * @throws WeirError SCHEMA_INVALID where references go in a circle, or one name has two definitions
 */
export function orderReferences(references: readonly SchemaReference[]): SchemaReference[] {
  const ordered = new Map<string, SchemaReference>();
  const under: string[] = [];
  const visit = (reference: SchemaReference) => {
    const { name, definition } = reference;
    if (under.includes(name)) refuse(`references go in a circle: ${[...under, name].join(" → ")}`);
    const known = ordered.get(name);
    if (known !== undefined) {
      if (known.definition === definition) return;
      refuse(`two references of the name ${JSON.stringify(name)} have different definitions`);
    }
    if (under.length >= maxDepth) refuse(`references are nested deeper than ${maxDepth} levels`);
    under.push(name);
    reference.references?.forEach(visit);
    under.pop();
    ordered.set(name, reference);
  };
  references.forEach(visit);
  return [...ordered.values()];
}

const maxDepth = 100;

function refuse(reason: string): never {
  throw new WeirError("SCHEMA_INVALID", reason);
}
