/** What the index can raise; each code has its heading in docs/errors.md. */
import { VidmemError, type VidmemErrorOptions } from "@vidmem/frames";

/** Every code of this room. Never rename one: they are public API. */
export const INDEX_ERROR_CODES = [
  "INDEX_DAMAGED",
  "INDEX_DIMENSION_MISMATCH",
  "INDEX_MODEL_MISMATCH",
  "INDEX_EMBEDDER_FAILED",
  "INDEX_EMBEDDER_MISSING",
  "INDEX_IO",
  "INDEX_CLOSED",
] as const;

/** The closed union of this room's codes. */
export type IndexErrorCode = (typeof INDEX_ERROR_CODES)[number];

/** An error of the index room. */
export class IndexError extends VidmemError {
  declare readonly code: IndexErrorCode;

  constructor(code: IndexErrorCode, message: string, options: VidmemErrorOptions = {}) {
    super(code, message, options);
  }
}

/** Tells whether an error is of this room. */
export function isIndexError(error: unknown): error is IndexError {
  return error instanceof IndexError;
}
