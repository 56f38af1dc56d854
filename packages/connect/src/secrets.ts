/** What is written instead of a secret. */
export const hidden = "[hidden]";

const secretKey = /password|passphrase|secret|token|credential|jaas|private[._]?key/i;

/** Whether a configuration key holds a secret by its name. */
export function isSecretKey(key: string): boolean {
  return secretKey.test(key);
}

/** The name under which workers know Kafka's DirectoryConfigProvider. */
export const secretProvider = "directory";

/**
 * `${directory:/path:file}`: a worker reads the file when it starts the task, so that the secret is
 * in no configuration topic, REST answer or process list.
 */
export function secretReference(directory: string, file: string): string {
  return `\${${secretProvider}:${directory}:${file}}`;
}

/** Whether the value is nothing but a reference to a config provider. */
export function isSecretReference(value: string): boolean {
  return /^\$\{[^{}:]+:[^{}]+\}$/.test(value);
}

/** The configuration with the values of secret keys hidden; references to providers stay readable. */
export function redactConfig(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      isSecretKey(key) && !isSecretReference(value) ? hidden : value,
    ]),
  );
}
