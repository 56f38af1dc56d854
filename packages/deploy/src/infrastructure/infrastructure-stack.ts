/** One CloudFormation stack as it is deployed. */
export interface InfrastructureStack {
  readonly id: InfrastructureStackId;
  /** Name of the stack in the account. */
  readonly stackName: string;
  /** The template as data; its JSON is what CloudFormation gets. */
  readonly template: Record<string, unknown>;
}

export type InfrastructureStackId = "foundation" | "data" | "platform" | "lake" | "observability";
