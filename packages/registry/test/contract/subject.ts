/** One contract, several clients: a scenario knows operations and answers, not who asks. */
import assert from "node:assert/strict";
import * as glue from "@aws-sdk/client-glue";
import type { GlueCall } from "../../src/glue-model.ts";

export interface Scenario {
  /** A present-tense sentence; also the scenario's registry is named after its place. */
  readonly title: string;
  run(call: GlueCall): Promise<void>;
}

/** A client's refusal, as far as that client shows it. */
export class Refused extends Error {
  readonly code: string;
  readonly httpStatus: number | undefined;

  constructor(code: string, message: string, httpStatus?: number) {
    super(message);
    this.code = code;
    this.httpStatus = httpStatus;
  }
}

/** AWS names a refusal and words it; the status is 400 for every client error. */
export async function refuses(
  work: Promise<unknown>,
  code: string,
  message: string | RegExp,
): Promise<void> {
  await assert.rejects(work, (error) => {
    if (!(error instanceof Refused)) throw error;
    assert.equal(error.code, code, error.message);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    assert.equal(error.httpStatus ?? 400, 400);
    return true;
  });
}

export interface SdkSubject {
  readonly call: GlueCall;
  close(): void;
}

/** The AWS SDK for JavaScript. */
export function sdkSubject(endpoint: string): SdkSubject {
  const client = new glue.GlueClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "weir", secretAccessKey: "weir" },
    maxAttempts: 1,
  });
  const commands = glue as unknown as Record<string, new (input: object) => glue.GetSchemaCommand>;
  const call = async (operation: string, input: object) => {
    const Command = commands[`${operation}Command`];
    assert.ok(Command, operation);
    try {
      const { $metadata, ...output } = await client.send(new Command(input));
      assert.equal($metadata.httpStatusCode, 200);
      return output;
    } catch (error) {
      if (!(error instanceof glue.GlueServiceException)) throw error;
      throw new Refused(error.name, error.message, error.$metadata.httpStatusCode);
    }
  };
  return { call: call as GlueCall, close: () => client.destroy() };
}
