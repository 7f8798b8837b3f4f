/**
 * Errors: the base of every coded error in vidmem, and the codes that this room raises.
 * Invariant: a message says what happened, where, and the next step; it never holds content, metadata or keys.
 */

/** Facts about an error for programs: paths, offsets, pids; never contents. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** What an error carries besides its code and message. */
export interface VidmemErrorOptions {
  readonly details?: ErrorDetails | undefined;
  readonly cause?: unknown;
}

/** Base of every coded error in vidmem. Judge it by `code`, never by its message. */
export class VidmemError extends Error {
  /** Stable code, prefixed by the room that raised it. */
  readonly code: string;
  /** Facts for programs; frozen. */
  readonly details: ErrorDetails;

  constructor(code: string, message: string, options: VidmemErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = Object.freeze({ ...options.details });
  }
}

/** Tells whether a value is a coded error of vidmem, also when it comes from another copy of this package. */
export function isVidmemError(value: unknown): value is VidmemError {
  if (value instanceof VidmemError) return true;
  return value instanceof Error && "details" in value && "code" in value && /^[A-Z]+_[A-Z_]+$/.test(String(value.code));
}

/** Every code of this room. Never rename one: they are public API. */
export const FRAMES_ERROR_CODES = [
  "FRAMES_LOCKED",
  "FRAMES_POISONED",
  "FRAMES_BUSY",
  "FRAMES_CORRUPT",
  "FRAMES_IO",
  "FRAMES_READ_ONLY",
  "FRAMES_CLOSED",
  "FRAMES_NOT_FOUND",
  "FRAMES_TOO_LARGE",
  "FRAMES_TARGET_NOT_EMPTY",
] as const;

/** The closed union of this room's codes. */
export type FramesErrorCode = (typeof FRAMES_ERROR_CODES)[number];

/** An error of the frames room. */
export class FramesError extends VidmemError {
  declare readonly code: FramesErrorCode;

  constructor(code: FramesErrorCode, message: string, options: VidmemErrorOptions = {}) {
    super(code, message, options);
  }
}

const NEXT_STEPS: Readonly<Record<string, string>> = {
  EACCES: "Give this user permission on the path, or open with readOnly: true.",
  EPERM: "Give this user permission on the path, or open with readOnly: true.",
  EROFS: "The file system is read-only: open with readOnly: true, or mount it writable.",
  ENOSPC: "The disk is full: free some space, then reopen the store.",
  EDQUOT: "The disk quota is used up: free some space, then reopen the store.",
  EMFILE: "Too many files are open in this process: raise the limit (ulimit -n) or close other stores.",
  ENOTDIR: "A part of the path is a file where a folder is needed: choose another folder.",
  EISDIR: "A folder stands where a file is needed: move it away.",
  ENOENT: "The file has gone since the store was opened: close the store, restore the file, then reopen.",
};

/** The `code` of a system error ("ENOSPC"), or undefined when the value carries none. */
export function systemCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !("code" in cause)) return undefined;
  return typeof cause.code === "string" ? cause.code : undefined;
}

/** Wraps a failure of the disk as FRAMES_IO; a coded error passes through unchanged. */
export function ioError(what: string, path: string, cause: unknown): VidmemError {
  if (isVidmemError(cause)) return cause;
  const code = systemCode(cause);
  const next = (code === undefined ? undefined : NEXT_STEPS[code]) ?? "Check the disk, then reopen the store.";
  const message = `Cannot ${what} ${path}${code === undefined ? "" : ` (${code})`}. ${next}`;
  return new FramesError("FRAMES_IO", message, { details: { what, path, systemCode: code }, cause });
}
