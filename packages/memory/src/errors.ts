/** What a store can raise besides the codes of the rooms below; each code has its heading in docs/errors.md. */
import { VidmemError, type VidmemErrorOptions } from "@vidmem/frames";

/** Every code of this room. Never rename one: they are public API. */
export const MEMORY_ERROR_CODES = ["MEMORY_FORMAT", "MEMORY_IMPORT_FORMAT", "MEMORY_IO", "MEMORY_CLOSED"] as const;

/** The closed union of this room's codes. */
export type MemoryErrorCode = (typeof MEMORY_ERROR_CODES)[number];

/** An error of the memory room. */
export class MemoryError extends VidmemError {
  declare readonly code: MemoryErrorCode;

  constructor(code: MemoryErrorCode, message: string, options: VidmemErrorOptions = {}) {
    super(code, message, options);
  }
}
