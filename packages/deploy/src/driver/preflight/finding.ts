/** One thing that a deployment lacks, or should know. */
export interface PreflightFinding {
  readonly code: string;
  /** Part of the spec: "credentials", "helm", "vpc", "eks", "msk", "rds", "registry", "bucket". */
  readonly part: string;
  /** What blocks would make a later step fail for certain. */
  readonly severity: "blocks" | "warns";
  readonly message: string;
  readonly remedy: string;
}

export type Finding = Omit<PreflightFinding, "part" | "severity">;

export function blocks(part: string, finding: Finding): PreflightFinding {
  return { ...finding, part, severity: "blocks" };
}

export function warns(part: string, finding: Finding): PreflightFinding {
  return { ...finding, part, severity: "warns" };
}
