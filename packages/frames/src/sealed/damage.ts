/**
 * Damage: how a sealed segment says that its bytes are not what they should be.
 * Invariant: a message names file, offset, what was expected and what was found; never contents.
 */
import { FramesError } from "../errors.ts";

/** A part of a segment that is not as the format wants it. */
export interface SealedDamage {
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly sizeBytes: number;
  readonly message: string;
}

/** What a verification does next: `undefined` when a piece was checked, so that the caller can let others work. */
export type VerifyStep = SealedDamage | undefined;

/** Where bytes were read from. */
export interface Place {
  readonly path: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
}

/** What was wrong with bytes. */
export interface Mismatch {
  readonly what: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** The error for a mismatch at a place. */
export function sealedDamage(place: Place, mismatch: Mismatch): FramesError {
  const { what, expected, found } = mismatch;
  return new FramesError(
    "FRAMES_CORRUPT",
    `${place.path} is damaged at offset ${place.offset}: ${what} should be ${String(expected)} and is ${String(found)}. ` +
      "Other chunks stay readable; run verify, and restore this part from a backup.",
    { details: { file: place.path, offset: place.offset, what, expected, found } },
  );
}

/** Adds to FRAMES_CORRUPT the last seq that the damage can have taken, unless it is known; other errors stay as they are. */
export function lostUpTo(error: unknown, seq: number): unknown {
  if (!(error instanceof FramesError) || error.code !== "FRAMES_CORRUPT" || "seq" in error.details) return error;
  return new FramesError("FRAMES_CORRUPT", error.message, { details: { ...error.details, seq }, cause: error });
}

/** Throws FRAMES_CORRUPT when two values differ. */
export function assertSame(place: Place, mismatch: Mismatch): void {
  if (mismatch.expected !== mismatch.found) throw sealedDamage(place, mismatch);
}

/** Either the result of reading a part, or why it could not be read. */
export type Caught<T> =
  | { readonly value: T; readonly damage: undefined }
  | { readonly value: undefined; readonly damage: SealedDamage };

/** Runs a read; FRAMES_CORRUPT becomes damage of the part that was read. Other errors pass through. */
export function catchDamage<T>(part: Pick<SealedDamage, "offset" | "sizeBytes">, read: () => T): Caught<T> {
  try {
    return { value: read(), damage: undefined };
  } catch (error) {
    if (!(error instanceof FramesError) || error.code !== "FRAMES_CORRUPT") throw error;
    const { offset, sizeBytes } = part;
    return { value: undefined, damage: { offset, sizeBytes, message: error.message } };
  }
}
