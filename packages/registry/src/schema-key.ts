import { type Fields, readName, readObject, readText } from "./fields.ts";
import { invalidInput } from "./glue-exceptions.ts";
import { texts } from "./texts.ts";

export const defaultRegistryName = "default-registry";

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

const registryArnPattern = /^arn:aws[a-z-]*:glue:[^:]*:[^:]*:registry\/([^/]+)$/;
const schemaArnPattern = /^arn:aws[a-z-]*:glue:[^:]*:[^:]*:schema\/([^/]+)\/([^/]+)$/;

/** The registry's name; undefined where the id is absent or empty. */
export function readRegistryId(input: Fields): string | undefined {
  const id = readObject(input, "RegistryId");
  if (id === undefined) return undefined;
  const arn = readText(id, "RegistryArn", { max: 10_240 });
  const name = readName(id, "RegistryName");
  if (arn === undefined && name === undefined) return undefined;
  if (arn === undefined) return name;
  if (name !== undefined) throw invalidInput(texts.registryId);
  return registryArnPattern.exec(arn)?.[1] ?? badArn("registryArn");
}

/** The schema that `SchemaId` names, by names or by ARN. */
export function readSchemaId(input: Fields): SchemaKey {
  const id = readObject(input, "SchemaId");
  if (id === undefined) throw invalidInput(texts.schemaIdNone);
  const arn = readText(id, "SchemaArn", { max: 10_240 });
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
  const match = schemaArnPattern.exec(arn);
  if (match === null) return badArn("schemaArn");
  return { registryName: match[1] as string, schemaName: match[2] as string, schemaArn: arn };
}

function badArn(parameter: string): never {
  throw invalidInput(texts.badCharacters(parameter));
}
