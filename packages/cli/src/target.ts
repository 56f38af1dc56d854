/** Which platform a command works on. */
export type Target = "local" | "aws";

/** The flag of every command that can work on either. */
export const targetFlag = {
  kind: "enum",
  values: ["local", "aws"],
  brief: "Platform to work on",
  default: "local",
} as const;
