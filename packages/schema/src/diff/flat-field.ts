/** A field as a person sees it, whatever the format: where, of which type, with which properties. */
export interface FlatField {
  /** Dotted: `address`, `source.gtid`. */
  readonly path: string;
  /** Of the table's row, where the schema is a Debezium envelope or key. */
  readonly isColumn: boolean;
  readonly type: string;
  /** Undefined where the format does not say. */
  readonly nullable: boolean | undefined;
  /** JSON text of the default; undefined where there is none. */
  readonly default: string | undefined;
  /** What else the format says of it: field number, position, whether it is required. */
  readonly properties: Readonly<Record<string, string>>;
}

const envelopeFields = ["before", "after", "op", "source"];

/** Whether a record with these fields is a Debezium envelope: names are adjusted by configuration. */
export function isEnvelope(names: readonly string[]): boolean {
  return envelopeFields.every((name) => names.includes(name));
}

/**
 * Rows of an envelope stand in `before` and in `after`: the table's columns once, by their own
 * names, from `after`.
 */
export function columnsOnce(fields: readonly FlatField[]): FlatField[] {
  if (!isEnvelope(fields.map(({ path }) => path))) return [...fields];
  return fields.flatMap((field) => {
    const [first, ...rest] = field.path.split(".");
    if (first === "before" || field.path === "after") return [];
    if (first !== "after") return [field];
    return [{ ...field, path: rest.join("."), isColumn: true }];
  });
}
