import { renameSync } from "node:fs";

/** Moves what was made aside into its place; of two that were made at once, the first stays. */
export function keepFirst(made: string, place: string): void {
  try {
    renameSync(made, place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}
