const passwordInUrl = /([a-z][a-z0-9+.-]*:\/\/[^:@/\s]*):[^@/\s]+@/gi;

const secretKey =
  /passw(or)?d|passphrase|secret|credential(?!s\.source)|user\.info|sasl\.jaas|access\.?key|auth.*token/i;

/** A reference that a Kafka config provider resolves inside the worker: `${file:/path:key}`. */
const configProviderReference = /^\$\{[^}]+\}$/;

/** `text` with the password of each URL in it replaced by `***`. */
export function redactUrls(text: string): string {
  return text.replace(passwordInUrl, "$1:***@");
}

/** Whether `text` holds a URL with a password. */
export function hasUrlPassword(text: string): boolean {
  return redactUrls(text) !== text;
}

/** Whether a key such as `database.password` names a secret and `value` is one, not a reference to one. */
export function isPlainSecret(key: string, value: unknown): boolean {
  if (!secretKey.test(key)) return false;
  return typeof value !== "string" || !configProviderReference.test(value);
}
