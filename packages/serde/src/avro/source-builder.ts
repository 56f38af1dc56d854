/**
 * Collects the source of generated functions. Nothing of a schema gets into it but numbers and
 * names in quotes (`quote`); everything else is handed over as a constant.
 */
export class SourceBuilder {
  readonly #constants: unknown[] = [];
  readonly #lines: string[] = [];
  readonly #bodies = new Map<string, string>();
  #count = 0;

  /** A name for a function, before its body is known. */
  reserve(): string {
    this.#count += 1;
    return `f${this.#count}`;
  }

  define(name: string, parameters: string, body: string): void {
    this.#lines.push(`function ${name}(${parameters}) {${body}}`);
  }

  /** A function of this body; equal bodies share one. */
  share(parameters: string, body: string): string {
    const key = `${parameters}:${body}`;
    const known = this.#bodies.get(key);
    if (known !== undefined) return known;
    const name = this.reserve();
    this.#bodies.set(key, name);
    this.define(name, parameters, body);
    return name;
  }

  constant(value: unknown): string {
    this.#constants.push(value);
    return `constants[${this.#constants.length - 1}]`;
  }

  /** Makes the functions and returns the named one. */
  build(name: string): unknown {
    const source = `"use strict";\n${this.#lines.join("\n")}\nreturn ${name};`;
    return new Function("constants", source)(this.#constants);
  }
}

export function quote(name: string): string {
  return JSON.stringify(name);
}
