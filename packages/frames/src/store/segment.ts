/**
 * Segment: one file of the history as readers see it, whatever its format. Contents are raw: resolving deltas and unpacking
 * metadata is done above, so that all formats share it.
 */
import type { RawFrame } from "../raw-frame.ts";
import type { KeyKind, KeyWords } from "./key-chains.ts";

/** An open segment. Every verb but `batches` is synchronous: its bytes are in the page cache, or a small read away. */
export interface Segment {
  /** Path below the store's folder. */
  readonly file: string;
  readonly month: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly sizeBytes: number;
  /** Row segments and version-1 segments: whether bytes of it are no frames. Then its file is kept when it is sealed. */
  readonly isDamaged?: boolean;
  /** Row segments: whether a newer version put in rows that this one cannot read. Then its file is never changed or replaced. */
  readonly isForeign?: boolean;
  /** The frame with a seq; `undefined` when damage or compaction took it. @throws FRAMES_CORRUPT, FRAMES_IO */
  frame(seq: number): RawFrame | undefined;
  /** Calls `visit` with the 32 key bits (`keyOf`) of every id, or every fingerprint. @throws FRAMES_CORRUPT, FRAMES_IO */
  forEachKey(of: KeyKind, visit: (key: number) => void): void;
  /** Seqs of the frames with an id, newest first. The file is not read after this returned, so that it may close meanwhile. */
  withId(id: string, words: KeyWords): readonly number[];
  /** Seqs of the frames with a fingerprint, newest first; as `withId`. */
  withFingerprint(fingerprint: Uint8Array, words: KeyWords): readonly number[];
  /** The frames of a range in order, in batches that are valid until the next one is asked for. */
  batches(fromSeq: number, toSeq: number): Iterable<readonly RawFrame[]> | AsyncIterable<readonly RawFrame[]>;
  /** Keeps the file open until `release`, even when the segment is replaced meanwhile. */
  retain(): void;
  release(): void;
}
