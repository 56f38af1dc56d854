import assert from "node:assert/strict";
import { type ErrorCode, WeirError } from "@weir/core";
import type { AwsPlatform } from "../../src/aws-platform.ts";
import { type DeployOptions, deploy } from "../../src/driver/deploy.ts";
import type { StepName } from "../../src/driver/deploy-step.ts";
import type { SynthFile } from "../../src/synth-file.ts";
import type { World } from "./deploy-world.ts";

/** A story of the driver; told in memory, and on a real API server. */
export interface Scenario {
  readonly title: string;
  readonly platform?: AwsPlatform;
  run(world: World): Promise<void>;
}

/** What is thrown, as a WeirError with this code. */
export async function refusal(run: Promise<unknown>, code: ErrorCode): Promise<WeirError> {
  const error = await run.then(
    () => assert.fail(`expected ${code}, nothing was thrown`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof WeirError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}

/** Deploys, fails in `step`, is mended, and goes on to the end. */
export async function failThenResume(
  { options }: World,
  expected: { step: StepName; code: ErrorCode; says: RegExp },
  mend: () => void,
  more: Partial<DeployOptions> = {},
): Promise<WeirError> {
  const error = await refusal(deploy({ ...options, ...more }), expected.code);
  assert.equal(error.details.step, expected.step);
  assert.match(error.message, expected.says);
  assert.match(error.remedy ?? "", /to go on: weir deploy; to go back: /);
  mend();
  const { steps } = await deploy(options);
  assert.equal(steps.at(-1)?.step, "verify");
  return error;
}

/** For a wait that is meant to pass its deadline, one of half an hour or of minutes. */
export function shortTiming({ options: { timing } }: World, divisor = 10) {
  return { ...timing, deadlineFactor: (timing?.deadlineFactor ?? 1) / divisor };
}

/** The synthesis with one template changed. */
export function withTemplate(
  files: readonly SynthFile[],
  stack: string,
  change: (
    resources: Record<string, { Type: string; Properties: Record<string, unknown> }>,
  ) => void,
): SynthFile[] {
  return files.map((file) => {
    if (!file.path.endsWith(`-${stack}.json`)) return file;
    const template = JSON.parse(String(file.content));
    change(template.Resources);
    return { ...file, content: JSON.stringify(template) };
  });
}

export function idOf(files: readonly SynthFile[], stack: string, type: string): string {
  const file = files.find(({ path }) => path.endsWith(`-${stack}.json`));
  const { Resources } = JSON.parse(String(file?.content)) as {
    Resources: Record<string, { Type: string }>;
  };
  return Object.entries(Resources).find(([, { Type }]) => Type === type)?.[0] ?? "";
}

export const connectorFailure = `org.apache.kafka.connect.errors.ConnectException: Schema Found but status is FAILURE
Caused by: com.amazonaws.services.schemaregistry.exception.AWSSchemaRegistryException: Schema Found but status is FAILURE`;
