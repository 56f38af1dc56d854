import { glueExceptions } from "../../src/glue-exceptions.ts";
import type { RawAnswer } from "./raw-exchange.ts";

/** What is wrong with an answer; undefined where it is a well-formed success or refusal. */
export function checkAnswer({ status, headers, body }: RawAnswer): string | undefined {
  if (!/^[0-9a-f-]{36}$/.test(headers["x-amzn-requestid"] ?? "")) return "no request id";
  if (status === 204 || body === "") return status < 400 ? undefined : `nothing but ${status}`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return "no JSON";
  }
  if (status < 400) return undefined;
  if (status === 500) return `a defect: ${body}`;
  const { __type: name, Message, message, error_code } = parsed as Record<string, unknown>;
  // Confluent's shape, and that of Weir's own routes.
  if (name === undefined) {
    const code = error_code === undefined || Number.isInteger(error_code);
    return code && typeof message === "string" ? undefined : `no refusal: ${body}`;
  }
  if (typeof Message !== "string" || Message === "") return "no message";
  if (headers["x-amzn-errortype"] !== name) return "two names of the exception";
  if (!Object.hasOwn(glueExceptions, String(name))) return `an unknown exception: ${name}`;
  const { httpStatus } = glueExceptions[name as keyof typeof glueExceptions];
  // A refusal of the parser keeps HTTP's own status.
  return httpStatus === status || status === 431 ? undefined : `${name} under ${status}`;
}
