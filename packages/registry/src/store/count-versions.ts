import type { Store } from "./open-store.ts";

export function countVersionsByStatus(store: Store): { status: string; count: number }[] {
  return store.all("select status, count(*) as count from schema_version group by status");
}
