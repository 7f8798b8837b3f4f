/**
 * Frame reader: from raw frames to frames as users see them. Deltas are resolved, metadata is unpacked, and what was read
 * lately is kept: 1,000 frames, and the decoded chunks below (sealed-segment.ts), both bounded by bytes too.
 */
import { LRUCache } from "lru-cache";
import { decodeDelta, deltaBaseDistance } from "../delta/delta.ts";
import { FramesError } from "../errors.ts";
import { FRAME_KINDS, type FrameMetadata, type StoredFrame } from "../frame.ts";
import type { FrameId } from "../frame-id.ts";
import { prepareUnpacking } from "../metadata/packing.ts";
import type { RawFrame } from "../raw-frame.ts";
import type { History } from "./history.ts";
import type { Segment } from "./segment.ts";

/** Bounds of the frame cache. */
export interface FrameCacheBounds {
  readonly frames: number;
  readonly sizeBytes: number;
}

export interface FrameReader {
  /** The frame with a seq; `undefined` when damage or compaction took it. @throws FRAMES_CORRUPT, FRAMES_IO */
  at(seq: number): StoredFrame | undefined;
  /** The frame of a raw frame that was just read; not cached. `within`: where the base of a delta is, by default the history. */
  toFrame(raw: RawFrame, within?: Pick<Segment, "frame">): StoredFrame;
  /** The raw frame with its content whole. */
  toPlain(raw: RawFrame): RawFrame;
  /** Drops what is cached of a frame. */
  forget(seq: number): void;
  /** Drops all that is cached. */
  clear(): void;
  readonly hits: number;
  readonly misses: number;
}

/** Deltas are made against frames of depth below 4 (recent-contents.ts): a longer chain is damage. */
const MAX_DELTA_DEPTH = 16;
const FRAME_OVERHEAD_BYTES = 256;
const METADATA_GROWTH = 4;

export function createFrameReader(history: History, bounds: FrameCacheBounds): FrameReader {
  const cache = new LRUCache<number, StoredFrame>({ max: bounds.frames, maxSize: bounds.sizeBytes });
  let hits = 0;
  let misses = 0;

  function toFrame(raw: RawFrame, within: Pick<Segment, "frame"> = history): StoredFrame {
    const { seq, id, kind, timestamp } = raw;
    const unpack = prepareUnpacking(raw.metadata, raw.isPacked);
    const name = FRAME_KINDS[kind];
    if (unpack === undefined || name === undefined) throw damaged(seq, "its fields are unreadable");
    let metadata: FrameMetadata | undefined;
    return {
      id: id as FrameId,
      seq,
      kind: name,
      timestamp,
      content: plainContent(raw, within, 0),
      // Checked above, unpacked when it is asked for: a scan for contents never pays for it.
      get metadata() {
        return (metadata ??= unpack());
      },
    };
  }

  return {
    at(seq) {
      const known = cache.get(seq);
      if (known !== undefined) {
        hits++;
        return known;
      }
      misses++;
      const raw = history.frame(seq);
      if (raw === undefined) return undefined;
      const frame = toFrame(raw);
      // A view would keep its whole chunk alive behind one cached frame.
      const owned = raw.isDelta ? frame : { ...frame, content: new Uint8Array(frame.content) };
      // Unpacked metadata takes several times its packed size: strings have two bytes a character, objects their keys.
      const size = owned.content.length + METADATA_GROWTH * raw.metadata.length + FRAME_OVERHEAD_BYTES;
      cache.set(seq, owned, { size });
      return owned;
    },
    toFrame,
    toPlain: (raw) => (raw.isDelta ? { ...raw, isDelta: false, content: plainContent(raw, history, 0) } : raw),
    forget: (seq) => cache.delete(seq),
    clear: () => cache.clear(),
    get hits() {
      return hits;
    },
    get misses() {
      return misses;
    },
  };
}

function plainContent(raw: RawFrame, within: Pick<Segment, "frame">, depth: number): Uint8Array {
  if (!raw.isDelta) return raw.content;
  if (depth > MAX_DELTA_DEPTH) throw damaged(raw.seq, "its delta chain is too long");
  const distance = deltaBaseDistance(raw.content);
  const base = distance === undefined ? undefined : within.frame(raw.seq - distance);
  if (base === undefined) throw damaged(raw.seq, "the base of its delta is gone");
  const content = decodeDelta(plainContent(base, within, depth + 1), raw.content);
  if (typeof content === "string") throw damaged(raw.seq, content);
  return content;
}

function damaged(seq: number, reason: string): FramesError {
  return new FramesError(
    "FRAMES_CORRUPT",
    `Frame ${seq} is damaged: ${reason}. The other frames stay readable; run verify, then repair.`,
    {
      details: { seq, reason },
    },
  );
}
