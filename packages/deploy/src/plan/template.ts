import type { InfrastructureStack } from "../infrastructure/infrastructure-stack.ts";

/** A CloudFormation template as data. */
export type Template = Readonly<Record<string, unknown>>;

/** Templates by the name of their stack. */
export type InfrastructureTemplates = Readonly<Record<string, Template>>;

/** What `synthInfrastructure` answers, by stack name. */
export function templatesByStack(stacks: readonly InfrastructureStack[]): InfrastructureTemplates {
  return Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template]));
}

/** One resource of a template. */
export interface TemplateResource {
  readonly stack: string;
  /** Logical id. */
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
}

/** The resources of a template, in its order. */
export function readResources(stack: string, template: Template | undefined): TemplateResource[] {
  const resources = template?.Resources;
  if (!isObject(resources)) return [];
  return Object.entries(resources).flatMap(([id, resource]) => {
    if (!isObject(resource) || typeof resource.Type !== "string") return [];
    const { Type: type, Properties: properties, DeletionPolicy: deletionPolicy } = resource;
    return [
      {
        stack,
        id,
        type,
        properties: isObject(properties) ? properties : {},
        deletionPolicy: typeof deletionPolicy === "string" ? deletionPolicy : undefined,
      },
    ];
  });
}

/** Every resource of every template. */
export function allResources(templates: InfrastructureTemplates): TemplateResource[] {
  return Object.entries(templates).flatMap(([stack, template]) => readResources(stack, template));
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands at `path` (`A/B/C`) of nested objects; undefined where nothing does. */
export function propertyAt(properties: unknown, path: string): unknown {
  let value = properties;
  for (const step of path.split("/")) {
    if (!isObject(value)) return undefined;
    value = value[step];
  }
  return value;
}

/** A number, also one written as text; undefined for a reference, which only CloudFormation knows. */
export function numberAt(properties: unknown, path: string): number | undefined {
  const value = propertyAt(properties, path);
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function textAt(properties: unknown, path: string): string | undefined {
  const value = propertyAt(properties, path);
  return typeof value === "string" ? value : undefined;
}

/** Equal as JSON, whatever the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => sameJson(a[key], b[key]));
  }
  return a === b;
}
