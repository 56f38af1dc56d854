import type { Direction, Rule, Violation } from "./verdict.ts";

/**
 * A key and an envelope under one name can never read each other; that is what to say, not where
 * they differ. https://github.com/awslabs/aws-glue-schema-registry/issues/93
 */
export function explainSharedName(rule: Rule, direction: Direction): Omit<Violation, "versions"> {
  return {
    rule,
    direction,
    path: "/",
    message:
      "this schema name is used for both the key and the value of a Debezium table (Key and Envelope)",
    remedy: "give the key a schema name of its own, such as <topic>-key",
  };
}
