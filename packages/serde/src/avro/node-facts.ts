import type { AvroNode, AvroRecordNode } from "./avro-schema.ts";

/** The least number of bytes that a value of a type takes; each record is counted once. */
export function createLeastBytes(): (node: AvroNode) => number {
  const known = new Map<AvroRecordNode, number>();
  const leastBytes = (node: AvroNode): number => {
    if (node.kind === "primitive") return sizes[node.type as string] ?? 1;
    if (node.kind === "fixed") return node.size;
    if (node.kind !== "record") return 1;
    const before = known.get(node);
    if (before !== undefined) return before;
    // While it is counted: a record that must hold itself has no value at all.
    known.set(node, 0);
    const sum = node.fields.reduce((total, field) => total + leastBytes(field.type), 0);
    known.set(node, sum);
    return sum;
  };
  return leastBytes;
}

const sizes: Readonly<Record<string, number>> = { null: 0, float: 4, double: 8 };

/** Whether a value of this record can hold another one of it. */
export function isRecursive(record: AvroRecordNode): boolean {
  const seen = new Set<AvroNode>();
  const reaches = (node: AvroNode): boolean => {
    if (node === record && seen.size > 0) return true;
    if (seen.has(node)) return false;
    seen.add(node);
    return innerNodes(node).some(reaches);
  };
  return reaches(record);
}

function innerNodes(node: AvroNode): readonly AvroNode[] {
  if (node.kind === "union") return node.branches;
  if (node.kind === "array" || node.kind === "map") return [node.values];
  return node.kind === "record" ? node.fields.map((field) => field.type) : [];
}

/** How an error names a type. */
export function describeNode(node: AvroNode): string {
  switch (node.kind) {
    case "primitive":
      return node.decimalScale === undefined
        ? node.type
        : `a decimal with ${node.decimalScale} places`;
    case "union":
      return node.branches.map(describeNode).join(" or ");
    case "array":
    case "map":
      return `${node.kind} of ${describeNode(node.values)}`;
    case "fixed":
      return node.decimalScale === undefined
        ? `${node.size} bytes (${node.fullName})`
        : `a decimal with ${node.decimalScale} places in ${node.size} bytes`;
    default:
      return `${node.kind} ${node.fullName}`;
  }
}
