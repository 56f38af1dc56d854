import { hidden, isSecretKey } from "../secrets.ts";
import type { ConfigValidation, FieldErrors } from "./connect-types.ts";

/** What PUT /connector-plugins/{class}/config/validate answers, as far as it is read. */
export interface ConfigInfos {
  readonly error_count: number;
  readonly configs: readonly {
    /** Null for a property that is defined and that validation did not look at. */
    readonly value: {
      readonly name: string;
      readonly value: string | null;
      readonly errors: readonly string[];
    } | null;
  }[];
}

/** The refused properties of a validation. Connect answers with resolved secrets, so they are hidden. */
export function parseValidation(infos: ConfigInfos): ConfigValidation {
  const values = infos.configs.map(({ value }) => value).filter((value) => value !== null);
  const secrets = values
    .filter(({ name, value }) => isSecretKey(name) && value !== null && value !== "")
    .map(({ value }) => value ?? "");
  const hide = (text: string) =>
    secrets.reduce((hiddenText, secret) => hiddenText.replaceAll(secret, hidden), text);
  const errors: FieldErrors[] = values
    .filter(({ errors: messages }) => messages.length > 0)
    .map(({ name, value, errors: messages }) => ({
      field: name,
      value: value === null ? null : isSecretKey(name) ? hidden : hide(value),
      errors: messages.map(hide),
    }));
  return { valid: infos.error_count === 0, errors };
}

/** One line per refused property. */
export function describeFieldErrors(errors: readonly FieldErrors[]): string {
  return errors
    .map(({ field, value, errors: messages }) => `${field} = ${value}: ${messages.join(", ")}`)
    .join("; ");
}
