import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { GlueCall } from "../../src/glue-model.ts";
import { Refused } from "../../test/contract/subject.ts";

export interface PythonSubject {
  readonly call: GlueCall;
  /** Collects all pages with the client's own paginator. */
  paginate(operation: string, input: object, pageSize: number): Promise<Record<string, unknown[]>>;
  stop(): Promise<void>;
}

interface Answer {
  readonly output?: unknown;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly httpStatus?: number;
  };
}

/** boto3 or the AWS CLI in a process of its own, one call after the other. */
export function startPythonSubject(
  programs: string,
  client: "boto3" | "awscli",
  endpoint: string,
): PythonSubject {
  const script = join(import.meta.dirname, "glue_bridge.py");
  const child = spawn(join(programs, "python"), [script, client, endpoint], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  // A program that ended breaks the pipe; the missing answer tells.
  child.stdin.on("error", () => {});
  const exited = once(child, "exit");
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (request: object) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${client} ended before it answered; see its output`);
    const { output, error } = JSON.parse(value) as Answer;
    if (error !== undefined) throw new Refused(error.code, error.message, error.httpStatus);
    return output;
  };
  const queue = (request: object) => {
    const asked = last.then(() => ask(request));
    last = asked.catch(() => {});
    return asked;
  };
  return {
    call: ((operation: string, input: object) => queue({ operation, input })) as GlueCall,
    paginate: (operation, input, pageSize) =>
      queue({ operation, input, paginate: pageSize }) as Promise<Record<string, unknown[]>>,
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
