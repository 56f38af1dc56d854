// Writes docs/reference from the objects that hold the truth. `--check` writes nothing and exits 1
// where a page has drifted.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { platformJsonSchema, renderErrorReference, renderSpecReference } from "@weir/core";
import { renderCompatibilityReference } from "@weir/schema";

const root = path.resolve(import.meta.dirname, "../docs/reference");

const pages: Readonly<Record<string, () => string>> = {
  "compatibility.md": renderCompatibilityReference,
  "errors.md": renderErrorReference,
  "platform.schema.json": () => `${JSON.stringify(platformJsonSchema(), null, 2)}\n`,
  "spec.md": renderSpecReference,
};

function writtenPage(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

const check = process.argv.includes("--check");
mkdirSync(root, { recursive: true });
for (const [name, render] of Object.entries(pages)) {
  const file = path.join(root, name);
  const text = render();
  if (writtenPage(file) === text) continue;
  if (check) {
    process.exitCode = 1;
    console.error(`docs/reference/${name} has drifted; run: node scripts/generate-docs.ts`);
  } else {
    writeFileSync(file, text);
    console.log(`docs/reference/${name} written`);
  }
}
