/** A finding of cdk-nag that stays, where, and why. */
export interface Acknowledgement {
  /** Matches the path, below the stack, of the resource or of a construct around it. */
  readonly path: RegExp;
  /**
   * The finding as cdk-nag names it. A pattern, anchored, only where the finding holds the ARN of
   * another stack's resource or the name of a source.
   */
  readonly id: string | RegExp;
  readonly reason: string;
}
