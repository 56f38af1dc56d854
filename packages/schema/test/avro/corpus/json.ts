/** A schema as JSON, to be mutated. */
export type Json = null | boolean | number | string | Json[] | JsonMap;
export interface JsonMap {
  [key: string]: Json;
}

export function isMap(node: Json | undefined): node is JsonMap {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

/** A place that holds a schema: the root, a field's type, items, values or a branch. */
export interface Slot {
  readonly schema: Json;
  readonly replace: (schema: Json) => void;
}

export function listSlots(schema: Json, replace: (schema: Json) => void): Slot[] {
  const slots: Slot[] = [{ schema, replace }];
  if (Array.isArray(schema)) {
    for (const [index, branch] of schema.entries()) {
      slots.push(
        ...listSlots(branch, (other) => {
          schema[index] = other;
        }),
      );
    }
  } else if (isMap(schema)) {
    for (const key of ["items", "values"]) {
      const inner = schema[key];
      if (inner !== undefined) {
        slots.push(
          ...listSlots(inner, (other) => {
            schema[key] = other;
          }),
        );
      }
    }
    for (const field of fieldsOf(schema)) {
      slots.push(
        ...listSlots(field.type as Json, (other) => {
          field.type = other;
        }),
      );
    }
  }
  return slots;
}

export function fieldsOf(schema: JsonMap): JsonMap[] {
  return Array.isArray(schema.fields) ? (schema.fields as JsonMap[]) : [];
}

/** Every object that a walk through the schema meets, properties' values included. */
export function listMaps(node: Json): JsonMap[] {
  if (Array.isArray(node)) return node.flatMap(listMaps);
  if (!isMap(node)) return [];
  return [node, ...Object.values(node).flatMap(listMaps)];
}
