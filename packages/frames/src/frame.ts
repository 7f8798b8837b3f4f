/**
 * Frame: one immutable memory record as the log takes it in and gives it back. Format: docs/format/frame.md.
 * Invariant: a frame that was read equals the frame that was appended, byte for byte of its content.
 */
import type { FrameId } from "./frame-id.ts";

/** Every kind of frame. Never rename one: the names are stored. */
export const FRAME_KINDS = ["memory", "update", "tombstone", "touch", "checkpoint"] as const;

/** What a frame says: a memory, a newer version of one, its removal, accesses to it, or a mark of the store itself. */
export type FrameKind = (typeof FRAME_KINDS)[number];

/** JSON values by name. Keys that start with `$` are reserved for the format. */
export type FrameMetadata = Readonly<Record<string, unknown>>;

/** A frame as read from the log. It is shared with a cache: do not change its bytes. */
export interface StoredFrame {
  readonly id: FrameId;
  /** Place in history, from 1, without gaps. */
  readonly seq: number;
  readonly kind: FrameKind;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
  readonly content: Uint8Array;
  readonly metadata: FrameMetadata;
}

/** A frame to append. `content` is copied before `append` returns. */
export interface FrameInput {
  /** Default: a new id. An id that is already in the log supersedes the older frame for `read`. */
  readonly id?: FrameId | undefined;
  /** Default: "memory". */
  readonly kind?: FrameKind | undefined;
  /** Integer milliseconds since 1970-01-01 UTC, within the range of Date. Default: `clock()`. */
  readonly timestamp?: number | undefined;
  readonly content: Uint8Array;
  /** Plain object of JSON values, stored as `JSON.stringify` writes it. Default: `{}`. */
  readonly metadata?: FrameMetadata | undefined;
  /** 8 bytes by which `withFingerprint` finds the frame again, such as the start of a hash of what makes it unique. */
  readonly fingerprint?: Uint8Array | undefined;
  /** Frames of one family may be stored as deltas against each other: name one where contents repeat with small changes. */
  readonly family?: string | undefined;
}

/** What `append` gives back at once. */
export interface Appended {
  readonly id: FrameId;
  readonly seq: number;
  /** Resolves when the frame is as safe as the log's durability promises; rejects with FRAMES_POISONED otherwise. */
  readonly durable: Promise<void>;
}

const KINDS: ReadonlySet<unknown> = new Set(FRAME_KINDS);

/** Tells whether a value is a known kind of frame. */
export function isFrameKind(value: unknown): value is FrameKind {
  return KINDS.has(value);
}
