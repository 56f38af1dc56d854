import type { ConfluentContext } from "./route.ts";
import { parseContext, type SubjectName } from "./subject-name.ts";

/**
 * Whether a name begins with a `subjectPrefix`: `:*:text` looks into every context (and is the
 * default), `:.name:text` into one, anything else into the default or the path's.
 */
export function matchesPrefix(
  context: ConfluentContext,
  prefix: string | undefined,
): (name: SubjectName) => boolean {
  const asked = prefix ?? (context.isContextGiven ? "" : ":*:");
  if (asked.startsWith(":*:")) {
    const start = asked.slice(":*:".length);
    return ({ subject }) => subject.startsWith(start);
  }
  const [, contextName, rest] = /^(:\.[^:]*):?(.*)$/s.exec(asked) ?? [];
  const registryName =
    contextName === undefined
      ? context.registryName
      : parseContext(contextName, context.defaultRegistry);
  const start = rest ?? asked;
  return (name) => name.registryName === registryName && name.subject.startsWith(start);
}
