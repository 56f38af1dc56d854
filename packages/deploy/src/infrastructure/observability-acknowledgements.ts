import type { Acknowledgement } from "./acknowledgement.ts";

/** What cdk-nag finds in the observability stack, and why it stays: nothing. */
export const observabilityAcknowledgements: readonly Acknowledgement[] = [];
