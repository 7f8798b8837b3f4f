/**
 * Error transfer: errors as plain values that pass between threads. A structured clone of an error keeps its message and nothing else.
 * Invariant: code, details and message of an error, and of all its causes, are the same on the other side.
 */
import { FramesError, isVidmemError, systemCode, type ErrorDetails, type FramesErrorCode } from "../errors.ts";

/** An error in transit. */
export interface PackedError {
  readonly message: string;
  readonly code?: string | undefined;
  /** Only of coded errors of ours. */
  readonly details?: ErrorDetails | undefined;
  readonly cause?: PackedError | undefined;
}

export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { message: String(error) };
  const { message, cause } = error;
  const code = systemCode(error);
  const details = isVidmemError(error) ? error.details : undefined;
  return { message, code, details, cause: cause === undefined ? undefined : packError(cause) };
}

export function unpackError({ message, code, details, cause: packed }: PackedError): Error {
  const cause = packed === undefined ? undefined : unpackError(packed);
  if (details !== undefined) return new FramesError(code as FramesErrorCode, message, { details, cause });
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return code === undefined ? error : Object.assign(error, { code });
}
