interface RecordJson {
  type: "record";
  fields: { name: string; type: unknown; default?: unknown; aliases?: string[] }[];
}

/** A reader for what a schema has written: some of the changes that a table goes through. */
export function evolve(definition: string, random: () => number): string {
  const schema: RecordJson = JSON.parse(definition);
  const changes = [dropField, addField, renameField, promoteFields, reorder, widenToUnion];
  for (const change of changes) if (random() < 0.4) change(schema, random);
  return JSON.stringify(schema);
}

function dropField({ fields }: RecordJson, random: () => number): void {
  const at = Math.floor(random() * fields.length);
  // A later field may name a type that is defined in this one.
  if (fields.length > 1 && !JSON.stringify(fields[at]?.type).includes('"name"'))
    fields.splice(at, 1);
}

function addField({ fields }: RecordJson, random: () => number): void {
  const added = [
    { name: "added", type: ["null", "string"], default: null },
    { name: "added", type: { type: "array", items: "int" }, default: [1, -2] },
    { name: "added", type: "bytes", default: "\u00ff\u0000" },
    { name: "added", type: "double", default: 1 },
    { name: "added", type: "long" },
  ];
  fields.push(added[Math.floor(random() * added.length)] as (typeof fields)[number]);
}

function renameField({ fields }: RecordJson, random: () => number): void {
  const field = fields[Math.floor(random() * fields.length)];
  if (field === undefined || field.name === "added") return;
  field.aliases = [field.name];
  field.name = "renamed";
}

const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double", "long"],
  string: ["bytes"],
  bytes: ["string"],
};

function promoteFields({ fields }: RecordJson, random: () => number): void {
  for (const field of fields) {
    const wider = typeof field.type === "string" ? promotions[field.type] : undefined;
    if (wider !== undefined) field.type = wider[Math.floor(random() * wider.length)];
  }
}

function reorder({ fields }: RecordJson): void {
  if (!JSON.stringify(fields).includes('"name":"Record')) fields.reverse();
}

function widenToUnion({ fields }: RecordJson): void {
  for (const field of fields) {
    if (typeof field.type === "string" && field.type !== "null" && field.default === undefined) {
      field.type = ["null", field.type];
    }
  }
}
