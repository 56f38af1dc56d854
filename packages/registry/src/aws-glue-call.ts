import { type ErrorCode, WeirError } from "@weir/core";
import type { GlueCall } from "./glue-model.ts";

export interface AwsGlueOptions {
  readonly region: string;
  /** Another server of the same protocol; AWS's own where absent. */
  readonly endpoint?: string;
}

/**
 * Calls AWS Glue through AWS's SDK, which is loaded at the first call; credentials come from the
 * SDK's own chain (environment, profile, role).
 *
 * Each call throws WeirError AWS_CREDENTIALS_MISSING, AWS_CREDENTIALS_EXPIRED or
 * AWS_CREDENTIALS_REFUSED, REGISTRY_UNREACHABLE where nothing answers, REGISTRY_FAILED where Glue refuses, with AWS's name
 * for it in `details.exception`.
 */
export function awsGlueCall({ region, endpoint }: AwsGlueOptions): GlueCall {
  let opened: Promise<(operation: string, input: object) => Promise<unknown>> | undefined;
  const open = async () => {
    const sdk: Record<string, unknown> = await import("@aws-sdk/client-glue");
    const { GlueClient } = sdk as unknown as typeof import("@aws-sdk/client-glue");
    const client = new GlueClient({ region, ...(endpoint === undefined ? {} : { endpoint }) });
    return async (operation: string, input: object) => {
      const Command = sdk[`${operation}Command`] as new (
        input: object,
      ) => Parameters<typeof client.send>[0];
      const { $metadata: _, ...output } = await client.send(new Command(input));
      return output;
    };
  };
  return async (operation, input) => {
    opened ??= open();
    const send = await opened;
    try {
      // biome-ignore lint/suspicious/noExplicitAny: the operation's name decides the shape.
      return (await send(operation, input)) as any;
    } catch (error) {
      throw translate(operation, region, error);
    }
  };
}

const credentialErrors: Readonly<Record<string, ErrorCode>> = {
  CredentialsProviderError: "AWS_CREDENTIALS_MISSING",
  ExpiredToken: "AWS_CREDENTIALS_EXPIRED",
  ExpiredTokenException: "AWS_CREDENTIALS_EXPIRED",
  InvalidSignatureException: "AWS_CREDENTIALS_REFUSED",
  UnrecognizedClientException: "AWS_CREDENTIALS_REFUSED",
};

function translate(operation: string, region: string, error: unknown): WeirError {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const httpStatus = $metadata?.httpStatusCode;
  const details = { operation, exception: name, message, httpStatus };
  const make = (code: ErrorCode, text: string, remedy?: string) =>
    new WeirError(code, text, {
      cause: error,
      details,
      ...(remedy === undefined ? {} : { remedy }),
    });
  const credentials = credentialErrors[name];
  if (credentials !== undefined) {
    return make(
      credentials,
      `AWS refused ${operation} for its credentials: ${name}`,
      "sign in again (aws sso login), or set AWS_PROFILE; see who you are: aws sts get-caller-identity",
    );
  }
  if (httpStatus === undefined) {
    const remedy = "check network and region; inside a VPC: the Glue endpoint's security group";
    return make("REGISTRY_UNREACHABLE", `AWS Glue in ${region} does not answer`, remedy);
  }
  return make("REGISTRY_FAILED", `AWS Glue refused ${operation}: ${name}: ${message}`);
}
