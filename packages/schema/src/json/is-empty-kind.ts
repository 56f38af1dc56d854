import { isRangeEmpty } from "./bounds.ts";
import type { Conjunction } from "./conjunction.ts";
import { sizeOf } from "./content-model.ts";
import type { Comparer } from "./demand.ts";
import { kinds } from "./json-kind.ts";

/** A tuple longer than this is not looked through. */
const maxPositions = 100;

/** Whether keywords contradict each other for values of the one kind in question. */
export function isEmptyKind(writer: Conjunction, comparer: Comparer): boolean {
  switch (writer.mask) {
    case kinds.integer:
    case kinds.fraction:
      return isRangeEmpty(writer);
    case kinds.string: {
      const { least, most } = sizeOf(writer, "Length");
      return least > most;
    }
    case kinds.array:
      return isEmptyArray(writer, comparer);
    case kinds.object:
      return isEmptyObject(writer, comparer);
    default:
      return false;
  }
}

function isEmptyArray(writer: Conjunction, comparer: Comparer): boolean {
  const { least, most } = sizeOf(writer, "Items");
  if (least > most) return true;
  const length = Math.max(0, ...writer.atoms.map((atom) => atom.tuple?.length ?? 0)) + 1;
  for (let position = 0; position < Math.min(least, length, maxPositions); position++) {
    if (comparer.isEmptyPart(comparer.model.item(writer, position).value)) return true;
  }
  return false;
}

function isEmptyObject(writer: Conjunction, comparer: Comparer): boolean {
  const { least, most } = sizeOf(writer, "Properties");
  if (least > most) return true;
  for (const name of writer.required) {
    if (comparer.isEmptyPart(comparer.model.property(writer, name).value)) return true;
  }
  return false;
}
