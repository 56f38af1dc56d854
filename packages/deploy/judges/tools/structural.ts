/** The part of OpenAPI that resource definitions use. */
export interface StructuralSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly pattern?: string;
  readonly oneOf?: readonly StructuralSchema[];
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
}

/**
 * What a definition refuses of a value, as `path: reason`; empty where it takes it. As strict as
 * `kubectl --validate=strict`: an unknown field is refused. Rules in CEL are not evaluated.
 */
export function checkStructure(value: unknown, schema: StructuralSchema, path = ""): string[] {
  const at = (reason: string) => [`${path || "."}: ${reason}`];
  const type = schema.type ?? (schema.properties === undefined ? undefined : "object");
  if (type !== undefined && !hasType(value, type)) {
    return at(`expected ${type}, got ${JSON.stringify(value)}`);
  }
  const problems: string[] = [];
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    problems.push(...at(`expected one of ${schema.enum.join(", ")}, got ${JSON.stringify(value)}`));
  }
  if (schema.minimum !== undefined && Number(value) < schema.minimum) {
    problems.push(...at(`expected at least ${schema.minimum}, got ${value}`));
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(String(value))) {
    problems.push(...at(`expected ${schema.pattern}, got ${JSON.stringify(value)}`));
  }
  if (schema.oneOf !== undefined) {
    const fitting = schema.oneOf.filter(({ required = [] }) => hasAll(value, required)).length;
    if (fitting !== 1) problems.push(...at(`expected exactly one alternative, got ${fitting}`));
  }
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    problems.push(...value.flatMap((each, n) => checkStructure(each, items, `${path}[${n}]`)));
  } else if (type === "object") {
    problems.push(...checkObject(value as Record<string, unknown>, schema, path));
  }
  return problems;
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  schema: StructuralSchema,
  path: string,
): string[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  // `metadata` and the like: an object of which the definition says nothing more.
  const open =
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    additionalProperties === true ||
    (schema.properties === undefined && additionalProperties === undefined);
  const missing = required
    .filter((field) => !(field in value))
    .map((field) => `${path}.${field}: missing`);
  return [
    ...missing,
    ...Object.entries(value).flatMap(([field, each]) => {
      const known = properties[field];
      if (known !== undefined) return checkStructure(each, known, `${path}.${field}`);
      if (typeof additionalProperties === "object") {
        return checkStructure(each, additionalProperties, `${path}.${field}`);
      }
      return open ? [] : [`${path}.${field}: unknown field`];
    }),
  ];
}

function hasAll(value: unknown, fields: readonly string[]): boolean {
  return typeof value === "object" && value !== null && fields.every((field) => field in value);
}

function hasType(value: unknown, type: string): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "object")
    return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}
