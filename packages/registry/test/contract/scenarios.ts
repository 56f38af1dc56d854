/** The whole contract: what every client of AWS's must see. */
import { formatScenarios } from "./formats.ts";
import { metadataScenarios } from "./metadata.ts";
import { registryScenarios } from "./registries.ts";
import { schemaScenarios } from "./schemas.ts";
import type { Scenario } from "./subject.ts";
import { versionScenarios } from "./versions.ts";

export const scenarios: readonly Scenario[] = [
  ...registryScenarios,
  ...schemaScenarios,
  ...versionScenarios,
  ...formatScenarios,
  ...metadataScenarios,
];
