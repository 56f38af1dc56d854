import { z } from "zod";

const existing = (what: string) =>
  z.strictObject({ existing: z.string().min(1).describe(`${what} to adopt.`) }).optional();

/** Where on AWS the platform lives, and what of it exists already. */
export const awsSpec = z.strictObject({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: "expected a region such as eu-central-1" })
    .describe("AWS region."),
  vpc: existing("VPC id"),
  msk: existing("ARN of the MSK cluster"),
});

export type AwsSpec = z.output<typeof awsSpec>;
