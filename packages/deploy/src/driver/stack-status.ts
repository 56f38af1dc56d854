/** What a stack's status lets the driver do next. */
export type StackState =
  | "absent"
  /** A change set was made for it and never executed: it holds nothing. */
  | "reviewed"
  | "busy"
  | "healthy"
  /** Its creation was rolled back: it holds nothing, and can only be deleted. */
  | "rolled-back"
  /** CloudFormation stopped half-way and needs a person. */
  | "stuck";

const healthy = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export function stackState(status: string | undefined): StackState {
  if (status === undefined || status === "DELETE_COMPLETE") return "absent";
  if (status === "REVIEW_IN_PROGRESS") return "reviewed";
  if (status.endsWith("_IN_PROGRESS")) return "busy";
  if (healthy.has(status)) return "healthy";
  if (status === "ROLLBACK_COMPLETE") return "rolled-back";
  return "stuck";
}

/** How to get a stack that is stuck going again, by its status. */
export function stuckRemedy(status: string, stackName: string, region: string): string {
  const where = `--stack-name ${stackName} --region ${region}`;
  if (status === "UPDATE_ROLLBACK_FAILED") {
    return `mend what the reason names, then "aws cloudformation continue-update-rollback ${where}" (skip a resource that cannot be mended with --resources-to-skip), then deploy again`;
  }
  if (status === "DELETE_FAILED") {
    return `mend what the reason names, then destroy again; what must stay is named by "aws cloudformation delete-stack ${where} --retain-resources LOGICAL_ID"`;
  }
  if (status === "UPDATE_FAILED") {
    return `"aws cloudformation rollback-stack ${where}", then deploy again`;
  }
  return `nothing of it is in use yet: "aws cloudformation delete-stack ${where}", then deploy again`;
}
