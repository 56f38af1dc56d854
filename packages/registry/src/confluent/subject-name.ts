/**
 * Confluent's names: `orders` in the default context, `:.other:orders` in another. A context is a
 * Glue registry, the default context the platform's own.
 */
import { refusals } from "./confluent-error.ts";

/** A schema of the store. */
export interface SubjectName {
  readonly registryName: string;
  /** Empty: the context itself. */
  readonly subject: string;
}

const contextPattern = /^:\.([^:]*):?(.*)$/s;
const registryPattern = /^[a-zA-Z0-9\-_$#.]{1,255}$/;
/** Confluent's name for settings of all contexts. */
export const globalContext = "__GLOBAL";

/**
 * @param parentRegistry whose context an unqualified name is in
 * @param defaultRegistry what `:.:` names
 * @throws ConfluentError 42208 where the name holds control characters or is reserved
 */
export function parseSubjectName(
  text: string,
  parentRegistry: string,
  defaultRegistry: string,
): SubjectName {
  const match = contextPattern.exec(text);
  const subject = match === null ? text : (match[2] as string);
  const registryName = match === null ? parentRegistry : match[1] || defaultRegistry;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text) || ["__GLOBAL", "__EMPTY"].includes(subject)) {
    throw refusals.invalidSubject(text);
  }
  // Longer names fit no path that Glue's clients could ask for.
  if (!registryPattern.test(registryName) || subject.length > 255) {
    throw refusals.invalidSubject(text);
  }
  return { registryName, subject };
}

/** The name as this API's clients write it. */
export function renderSubjectName(name: SubjectName, defaultRegistry: string): string {
  return `${renderContextPrefix(name.registryName, defaultRegistry)}${name.subject}`;
}

/** `""` for the default context, else `:.name:`. */
export function renderContextPrefix(registryName: string, defaultRegistry: string): string {
  return registryName === defaultRegistry ? "" : `:.${registryName}:`;
}

/** Of the path `/contexts/{context}/…`: `.name`, `:.name:` or `name`; `.` is the default. */
export function parseContext(text: string, defaultRegistry: string): string {
  const registryName = text.replace(/^:/, "").replace(/:$/, "").replace(/^\./, "");
  if (registryName === "") return defaultRegistry;
  if (!registryPattern.test(registryName)) throw refusals.invalidSubject(text);
  return registryName;
}
