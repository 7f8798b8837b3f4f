/** Why a request failed, and whether another try makes sense. Its message never holds a text, a key or an answer's body. */
export class HttpFailure extends Error {
  readonly isTransient: boolean;
  /** What the service asked for, ms. */
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor(
    message: string,
    options: {
      readonly isTransient: boolean;
      readonly status?: number | undefined;
      readonly retryAfterMs?: number | undefined;
      readonly cause?: unknown;
    },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "HttpFailure";
    this.isTransient = options.isTransient;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}
