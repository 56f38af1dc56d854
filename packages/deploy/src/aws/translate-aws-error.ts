import { describeError, type ErrorCode, WeirError } from "@weir/core";

/** Which request of which service failed. */
export interface AwsRequest {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Rule {
  readonly code: ErrorCode;
  /** Error names of services and of the SDK. */
  readonly names: readonly string[];
  readonly summary: string;
  readonly remedy: string;
}

const resumes = "then run the same command again: it goes on where it was";

// Services say the same in different words; EC2 and S3 have their own.
const rules: readonly Rule[] = [
  {
    code: "AWS_CREDENTIALS_EXPIRED",
    names: [
      "ExpiredToken",
      "ExpiredTokenException",
      "RequestExpired",
      "TokenRefreshRequired",
      "ExpiredTokenError",
    ],
    summary: "the AWS credentials have expired",
    remedy: `renew them ("aws sso login", or new keys in the environment), ${resumes}`,
  },
  {
    code: "AWS_CREDENTIALS_REFUSED",
    names: [
      "UnrecognizedClientException",
      "InvalidClientTokenId",
      "InvalidAccessKeyId",
      "AuthFailure",
      "SignatureDoesNotMatch",
      "InvalidSignatureException",
      "IncompleteSignature",
      "MissingAuthenticationToken",
      "NotSignedUp",
      "OptInRequired",
    ],
    summary: "AWS does not accept these credentials",
    remedy: `check keys, session token and this machine's clock; a region that the account has not enabled refuses every key; ${resumes}`,
  },
  {
    code: "AWS_ACCESS_DENIED",
    names: [
      "AccessDenied",
      "AccessDeniedException",
      "UnauthorizedOperation",
      "UnauthorizedException",
      "ForbiddenException",
      "Forbidden",
      "AuthorizationError",
    ],
    summary: "the AWS credentials may not do this",
    remedy: `allow the action to the role or user, ${resumes}`,
  },
  {
    code: "AWS_THROTTLED",
    names: [
      "Throttling",
      "ThrottlingException",
      "ThrottledException",
      "TooManyRequestsException",
      "RequestLimitExceeded",
      "RequestThrottled",
      "SlowDown",
      "ProvisionedThroughputExceededException",
    ],
    summary: "AWS throttles this account's requests",
    remedy: "wait a minute, then run the same command again: it goes on where it was",
  },
];

const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "CERT_HAS_EXPIRED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

function networkCodeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = "code" in at && typeof at.code === "string" ? at.code : undefined;
    if (code !== undefined && networkCodes.has(code)) return code;
    if (at.name === "TimeoutError") return "ETIMEDOUT";
  }
  return undefined;
}

function httpStatusOf(error: unknown): number | undefined {
  const { $metadata } = (error ?? {}) as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

/**
 * A failed request as the one error of Weir: what AWS said, of which action, and what to do.
 * Other errors of a service become AWS_REQUEST_FAILED; a WeirError stays itself.
 */
export function translateAwsError(error: unknown, request: AwsRequest): WeirError {
  if (error instanceof WeirError) return error;
  const { service, operation, region, endpoint } = request;
  const name = error instanceof Error ? error.name : "";
  const said = describeError(error);
  const action = `${service}:${operation}`;
  const details = { service, operation, region, awsError: name };
  if (request.signal?.aborted) {
    return new WeirError("INTERRUPTED", `${action} was interrupted`, { cause: error });
  }
  const rule =
    rules.find(({ names }) => names.includes(name)) ??
    // The answer to a HEAD has no body that names its error.
    (httpStatusOf(error) === 403
      ? rules.find(({ code }) => code === "AWS_ACCESS_DENIED")
      : undefined);
  if (rule !== undefined) {
    return new WeirError(rule.code, `${rule.summary} (${action}): ${said}`, {
      remedy: rule.remedy,
      cause: error,
      details,
    });
  }
  if (name === "CredentialsProviderError" || name === "ProviderError") {
    const expired = /expired|refresh/i.test(said);
    const code = expired ? "AWS_CREDENTIALS_EXPIRED" : "AWS_CREDENTIALS_MISSING";
    const summary = expired ? "the AWS credentials have expired" : "there are no AWS credentials";
    return new WeirError(code, `${summary}: ${said}`, {
      remedy: `set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run "aws sso login"; ${resumes}`,
      cause: error,
      details,
    });
  }
  const networkCode = networkCodeOf(error);
  if (networkCode === "ENOTFOUND" && endpoint === undefined) {
    return new WeirError(
      "AWS_REGION_UNKNOWN",
      `no address for ${service} in region ${region} (${action}): ${said}`,
      {
        remedy:
          "correct aws.region in the spec; if it is right, this machine's DNS does not answer",
        cause: error,
        details,
      },
    );
  }
  if (networkCode !== undefined) {
    const where = endpoint === undefined ? `${service} in ${region}` : endpoint;
    return new WeirError("AWS_UNREACHABLE", `${where} does not answer (${action}): ${said}`, {
      remedy: `check network and proxy (HTTPS_PROXY), ${resumes}`,
      cause: error,
      details,
    });
  }
  return new WeirError("AWS_REQUEST_FAILED", `${action} failed: ${name || "error"}: ${said}`, {
    cause: error,
    details,
  });
}
