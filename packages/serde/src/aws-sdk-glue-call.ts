import type { GlueSerdeCall, GlueSerdeOperation } from "./glue-call.ts";

/** `Glue` of @aws-sdk/client-glue: a client with a method per operation. */
export type AwsSdkGlue = {
  readonly [Op in Uncapitalize<GlueSerdeOperation>]: (input: never) => Promise<unknown>;
};

/** `GlueClient` of @aws-sdk/client-glue. */
export interface AwsSdkGlueClient {
  send(command: never): Promise<unknown>;
}

/**
 * AWS itself, through a client of AWS's SDK v3 that you made: with your region, credentials and
 * retries. `Glue` is enough by itself; to a bare `GlueClient` give the module as well:
 * `awsSdkGlueCall(client, await import("@aws-sdk/client-glue"))`.
 */
export function awsSdkGlueCall(glue: AwsSdkGlue): GlueSerdeCall;
export function awsSdkGlueCall(client: AwsSdkGlueClient, sdk: object): GlueSerdeCall;
export function awsSdkGlueCall(client: AwsSdkGlue | AwsSdkGlueClient, sdk?: object): GlueSerdeCall {
  const send = sdk === undefined ? callMethod(client) : sendCommand(client, sdk);
  // biome-ignore lint/suspicious/noExplicitAny: the operation's name decides the shape.
  return async (operation, input) => (await send(operation, input)) as any;
}

type Send = (operation: string, input: object) => unknown;

function callMethod(client: object): Send {
  return (operation, input) => {
    const name = operation.charAt(0).toLowerCase() + operation.slice(1);
    const method: unknown = Reflect.get(client, name);
    if (typeof method === "function") return Reflect.apply(method, client, [input]);
    throw new TypeError(
      "a GlueClient has no methods: use Glue of @aws-sdk/client-glue, or give the module as well",
    );
  };
}

function sendCommand(client: object, sdk: object): Send {
  return (operation, input) => {
    const Command: unknown = Reflect.get(sdk, `${operation}Command`);
    const method: unknown = Reflect.get(client, "send");
    if (typeof Command !== "function" || typeof method !== "function") {
      throw new TypeError("not a GlueClient and the module @aws-sdk/client-glue");
    }
    return Reflect.apply(method, client, [Reflect.construct(Command, [input])]);
  };
}
