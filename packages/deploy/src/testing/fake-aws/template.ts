import { AwsFault } from "./aws-fault.ts";

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<
    Record<string, { readonly Default?: unknown; readonly Type?: string }>
  >;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>
  >;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
}

export function validationError(message: string): AwsFault {
  return new AwsFault("ValidationError", message);
}

/** Parses a template and looks at what CloudFormation looks at before it makes anything. */
export function parseTemplate(text: string): Template {
  let template: Template;
  try {
    template = JSON.parse(text);
  } catch {
    throw validationError("Template format error: JSON not well-formed.");
  }
  const resources = Object.entries(template.Resources ?? {});
  if (resources.length === 0) {
    throw validationError("Template format error: At least one Resources member must be defined.");
  }
  if (resources.length > 500)
    throw validationError(
      "Template format error: Number of resources is greater than maximum allowed, 500",
    );
  const known = new Set([
    ...Object.keys(template.Resources),
    ...Object.keys(template.Parameters ?? {}),
  ]);
  const unresolved = new Set<string>();
  walk(template.Resources, (name, argument) => {
    if (name === "Ref" && !known.has(String(argument)) && !String(argument).startsWith("AWS::")) {
      unresolved.add(String(argument));
    }
    const target = Array.isArray(argument) ? argument[0] : String(argument).split(".")[0];
    if (name === "Fn::GetAtt" && !(target in template.Resources)) unresolved.add(String(target));
  });
  if (unresolved.size > 0) {
    throw validationError(
      `Template format error: Unresolved resource dependencies [${[...unresolved].join(", ")}] in the Resources block of the template`,
    );
  }
  for (const [id, { Type }] of resources) {
    if (!/^(AWS|Custom)::/.test(Type ?? "")) {
      throw validationError(
        `Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`,
      );
    }
  }
  return template;
}

/** Calls back for every intrinsic function, and Ref, of a value. */
export function walk(value: unknown, visit: (name: string, argument: unknown) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === "Ref" || key.startsWith("Fn::")) visit(key, child);
    walk(child, visit);
  }
}

/** Where references lead. */
export interface Scope {
  ref(name: string): string | undefined;
  attribute(id: string, name: string): string;
  importValue(name: string): string;
}

/** A value with its intrinsic functions worked out. */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name !== undefined) {
    if (name === "Ref") return scope.ref(String(argument)) ?? "";
    if (name === "Fn::GetAtt") {
      const [id = "", ...rest] = Array.isArray(argument) ? argument : String(argument).split(".");
      return scope.attribute(String(id), rest.join("."));
    }
    if (name === "Fn::ImportValue") return scope.importValue(String(evaluate(argument, scope)));
    if (name === "Fn::Join") {
      const [separator, items] = argument as [string, unknown];
      const all = evaluate(items, scope);
      // A parameter of a list type is kept as it was given.
      return (Array.isArray(all) ? all : String(all).split(",")).join(separator);
    }
    if (name === "Fn::Select") {
      const [index, items] = evaluate(argument, scope) as [number, unknown];
      return (Array.isArray(items) ? items : String(items).split(","))[Number(index)];
    }
    if (name === "Fn::Split") {
      const [separator, whole] = evaluate(argument, scope) as [string, string];
      return String(whole).split(separator);
    }
    if (name === "Fn::Sub") return substitute(argument, scope);
  }
  return Object.fromEntries(entries.map(([key, child]) => [key, evaluate(child, scope)]));
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, values] = Array.isArray(argument) ? argument : [argument, {}];
  const own = evaluate(values, scope) as Record<string, unknown>;
  return String(text).replace(/\$\{([^!][^}]*)\}/g, (_, name: string) => {
    if (name in own) return String(own[name]);
    const [id = "", ...rest] = name.split(".");
    return rest.length === 0 ? (scope.ref(id) ?? "") : scope.attribute(id, rest.join("."));
  });
}
