/** Bytes of a request; whatever is given instead of the usual goes in as it is. */
export interface RequestParts {
  readonly method?: string;
  readonly path?: string;
  /** `undefined`: without the header. */
  readonly target?: string | undefined;
  readonly contentType?: string | undefined;
  readonly body?: string | Buffer;
  /** Further lines of the head. */
  readonly headers?: readonly string[];
  /** Replaces the body's true length. */
  readonly contentLength?: string;
}

export function renderRequest(parts: RequestParts): Buffer {
  const { method = "POST", path = "/", body = "{}", headers = [] } = parts;
  const bytes = Buffer.from(body);
  const target = "target" in parts ? parts.target : "AWSGlue.ListRegistries";
  const contentType = "contentType" in parts ? parts.contentType : "application/x-amz-json-1.1";
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "host: registry",
    `content-length: ${parts.contentLength ?? bytes.length}`,
    ...(target === undefined ? [] : [`x-amz-target: ${target}`]),
    ...(contentType === undefined ? [] : [`content-type: ${contentType}`]),
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), bytes]);
}
