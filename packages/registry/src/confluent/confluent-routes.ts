import type { ConfluentRoute } from "./route.ts";
import { compatibilityRoutes } from "./routes/compatibility.ts";
import { configRoutes } from "./routes/config.ts";
import { modeRoutes } from "./routes/mode.ts";
import { schemaRoutes } from "./routes/schemas.ts";
import { serverRoutes } from "./routes/server.ts";
import { subjectVersionRoutes } from "./routes/subject-versions.ts";
import { subjectRoutes } from "./routes/subjects.ts";
import { unsupportedRoutes } from "./routes/unsupported.ts";

export const confluentRoutes: readonly ConfluentRoute[] = [
  ...serverRoutes,
  ...schemaRoutes,
  ...subjectRoutes,
  ...subjectVersionRoutes,
  ...compatibilityRoutes,
  ...configRoutes,
  ...modeRoutes,
  ...unsupportedRoutes,
];
