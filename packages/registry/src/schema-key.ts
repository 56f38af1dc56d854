import { type Fields, readArn, readName, readObject, required } from "./fields.ts";
import { invalidInput } from "./glue-exceptions.ts";
import { texts } from "./texts.ts";

export const defaultRegistryName = "default-registry";

/** A registry as the request named it. */
export interface RegistryKey {
  readonly registryName: string;
  /** As given; AWS repeats it in its error texts. */
  readonly registryArn?: string;
}

/** A schema as the request named it. */
export interface SchemaKey {
  readonly registryName: string;
  readonly schemaName: string;
  /** As given; AWS repeats it in its error texts. */
  readonly schemaArn?: string;
}

/** Whose registry this is; AWS's clients take the last part of an ARN as the schema's name. */
export interface ArnParts {
  readonly region: string;
  readonly account: string;
}

export function registryArn({ region, account }: ArnParts, registryName: string): string {
  return `arn:aws:glue:${region}:${account}:registry/${registryName}`;
}

export function schemaArn(
  { region, account }: ArnParts,
  key: Pick<SchemaKey, "registryName" | "schemaName">,
): string {
  return `arn:aws:glue:${region}:${account}:schema/${key.registryName}/${key.schemaName}`;
}

const registryArnPattern = /^arn:[^:]*:glue:[^:]*:[^:]*:registry\/([^/]+)$/;
const schemaArnPattern = /^arn:[^:]*:glue:[^:]*:[^:]*:schema\/([^/]+)\/([^/]+)$/;

/** Undefined where the id is absent or empty. */
export function readRegistryId(input: Fields): RegistryKey | undefined {
  const id = readObject(input, "RegistryId");
  if (id === undefined) return undefined;
  const arn = readArn(id, "RegistryArn");
  const name = readName(id, "RegistryName");
  if (arn === undefined) return name === undefined ? undefined : { registryName: name };
  if (name !== undefined) throw invalidInput(texts.registryId);
  return { registryName: registryArnPattern.exec(arn)?.[1] ?? "", registryArn: arn };
}

export function requireRegistryId(input: Fields): RegistryKey {
  const key = readRegistryId(input);
  if (key === undefined) throw invalidInput(texts.registryId);
  return key;
}

/** The schema that `SchemaId` names, by names or by ARN. */
export function readSchemaId(input: Fields): SchemaKey {
  const id = readObject(input, "SchemaId");
  if (id === undefined) throw invalidInput(texts.schemaIdNone);
  const arn = readArn(id, "SchemaArn");
  const registryName = readName(id, "RegistryName");
  const schemaName = readName(id, "SchemaName");
  if (arn === undefined) {
    if (registryName === undefined || schemaName === undefined) {
      throw invalidInput(texts.schemaIdNone);
    }
    return { registryName, schemaName };
  }
  if (registryName !== undefined || schemaName !== undefined) {
    throw invalidInput(texts.schemaIdBoth);
  }
  return { ...parseSchemaArn(arn), schemaArn: arn };
}

/** What `ResourceArn` names: a registry, else a schema. */
export function readResourceArn(input: Fields): RegistryKey | SchemaKey {
  const arn = required(readArn(input, "ResourceArn"), "ResourceArn");
  const registryName = registryArnPattern.exec(arn)?.[1];
  if (registryName !== undefined) return { registryName, registryArn: arn };
  return { ...parseSchemaArn(arn), schemaArn: arn };
}

/** Empty names, which no schema has, where the ARN is of another kind. */
function parseSchemaArn(arn: string): SchemaKey {
  const [, registryName = "", schemaName = ""] = schemaArnPattern.exec(arn) ?? [];
  return { registryName, schemaName };
}
