/** AWS's exception names and their HTTP status: 400 for all that are the client's fault. */
export const glueExceptions = {
  AccessDeniedException: { httpStatus: 403 },
  AlreadyExistsException: { httpStatus: 400 },
  ConcurrentModificationException: { httpStatus: 400 },
  EntityNotFoundException: { httpStatus: 400 },
  InternalServiceException: { httpStatus: 500 },
  InvalidInputException: { httpStatus: 400 },
  OperationTimeoutException: { httpStatus: 400 },
  RequestEntityTooLargeException: { httpStatus: 413 },
  RequestTimeoutException: { httpStatus: 408 },
  ResourceNumberLimitExceededException: { httpStatus: 400 },
  SerializationException: { httpStatus: 400 },
  ThrottlingException: { httpStatus: 400 },
  UnknownOperationException: { httpStatus: 400 },
  UnrecognizedClientException: { httpStatus: 401 },
  UnsupportedMediaTypeException: { httpStatus: 415 },
} as const;

export type GlueExceptionName = keyof typeof glueExceptions;

/** A refusal as AWS words it; the HTTP edge turns it into `{__type, Message}`. */
export class GlueException extends Error {
  override readonly name: GlueExceptionName;

  constructor(name: GlueExceptionName, message: string) {
    super(message);
    this.name = name;
  }
}

export function invalidInput(message: string): GlueException {
  return new GlueException("InvalidInputException", message);
}

export function notFound(message: string): GlueException {
  return new GlueException("EntityNotFoundException", message);
}

export function alreadyExists(message: string): GlueException {
  return new GlueException("AlreadyExistsException", message);
}

export function limitExceeded(message: string): GlueException {
  return new GlueException("ResourceNumberLimitExceededException", message);
}
