import type { Platform } from "@weir/core";

/** What `weir up` leaves in `.weir/platform.json` for its background process. */
export interface SupervisorInput {
  readonly platform: Platform;
  readonly cacheDirectory: string;
  readonly sourceDirectory: string;
  readonly initFile: string | undefined;
  readonly withoutConnectors: boolean;
}
