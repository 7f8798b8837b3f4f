/**
 * Raw frame: a version-2 frame between bytes and meaning, as rows and sealed chunks carry it. Its metadata is still packed,
 * and its content may still be a delta, so moving frames between files costs no decoding.
 */

/**
 * All byte arrays are views; who keeps a raw frame past the next read copies them. Fields may be decoded when they are asked for, by
 * accessors: a changed frame is made field by field, not by spreading another one.
 */
export interface RawFrame {
  /** Place in history, from 1. */
  readonly seq: number;
  /** 16 hex characters. */
  readonly id: string;
  /** Writes the 8 bytes of the id, where it need not become text first; absent in frames that were made from text. */
  readonly copyId?: ((into: Uint8Array, at: number) => void) | undefined;
  /** Index into FRAME_KINDS. */
  readonly kind: number;
  /** ms since 1970; an integer in the range of Date. */
  readonly timestamp: number;
  /** 8 bytes by which the owner finds equal contents again; absent when it gave none. */
  readonly fingerprint?: Uint8Array | undefined;
  /** Whether `metadata` is MessagePack; otherwise it is JSON in UTF-8. */
  readonly isPacked: boolean;
  readonly metadata: Uint8Array;
  /** Whether `content` is a delta (docs/format/delta.md) against an earlier frame of the same segment. */
  readonly isDelta: boolean;
  readonly content: Uint8Array;
}

/** A raw frame that waits for its place in history, where its content may still become a delta. `seq` is 0 until then. */
export type UnplacedFrame = { -readonly [Field in keyof RawFrame]: RawFrame[Field] };
