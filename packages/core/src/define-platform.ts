import type { PlatformInput } from "./spec/platform-spec.ts";

/**
 * Gives the editor the types of a spec. Nothing is checked here: loading the file reports every
 * problem at once.
 */
export function definePlatform(input: PlatformInput): PlatformInput {
  return input;
}
