import type { Platform } from "@weir/core";

/** Of another registry every record would land in quarantine. Throws LAKE_CANNOT_READ. */
export async function assertLakeReads({ registry }: Pick<Platform, "registry">): Promise<void> {
  if (registry.kind !== "confluent") return;
  const { WeirError } = await import("@weir/core");
  throw new WeirError(
    "LAKE_CANNOT_READ",
    "registry.kind is confluent, and the lake reads records with AWS Glue's header only",
    { remedy: 'set registry.kind to "glue" for a platform with a lake' },
  );
}
