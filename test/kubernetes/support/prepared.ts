import { readFileSync } from "node:fs";
import type { PreparedKubernetes } from "./prepare.ts";

/** What scripts/test-kubernetes.ts has prepared. */
export function readPrepared(): PreparedKubernetes {
  const file = process.env.WEIR_TEST_KUBERNETES;
  if (file === undefined) throw new Error('these tests run by "npm run test:kubernetes"');
  return JSON.parse(readFileSync(file, "utf8")) as PreparedKubernetes;
}
