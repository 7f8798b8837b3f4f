/**
 * Frame reader: from raw frames to frames as users see them. Deltas are resolved, metadata is unpacked, and what was read
 * lately is kept: 1,000 frames, and the decoded chunks below (sealed-segment.ts), both bounded by bytes too.
 */
import { LRUCache } from "lru-cache";
import { decodeDelta, deltaBaseDistance } from "../delta/delta.ts";
import { FramesError } from "../errors.ts";
import { FRAME_KINDS, type FrameMetadata, type StoredFrame } from "../frame.ts";
import { unpackMetadata } from "../metadata/packing.ts";
import type { RawFrame } from "../raw-frame.ts";
import { FrameView } from "./frame-view.ts";
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
  /** `at` for several, those up to a seq; each chunk is read once however small the cache is. */
  atMany(seqs: readonly number[], upTo: number): (StoredFrame | undefined)[];
  /** A view of a raw frame that was just read; not cached. `within`: where the base of a delta is, by default the history. */
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
    const kind = FRAME_KINDS[raw.kind];
    if (kind === undefined) throw unreadable(raw.seq);
    return new FrameView(raw, { kind, content: raw.isDelta ? plainContent(raw, within, 0) : undefined, unpack });
  }

  function at(seq: number): StoredFrame | undefined {
    const known = cache.get(seq);
    if (known !== undefined) {
      hits++;
      return known;
    }
    misses++;
    const raw = history.frame(seq);
    if (raw === undefined) return undefined;
    const { id, kind, timestamp, content, metadata } = toFrame(raw);
    // A view would keep its whole chunk alive behind one cached frame.
    const owned = { id, seq, kind, timestamp, content: raw.isDelta ? content : new Uint8Array(content), metadata };
    // Unpacked metadata takes several times its packed size: strings have two bytes a character, objects their keys.
    const size = owned.content.length + METADATA_GROWTH * raw.metadata.length + FRAME_OVERHEAD_BYTES;
    cache.set(seq, owned, { size });
    return owned;
  }

  return {
    at,
    atMany(seqs, upTo) {
      // The last of a chunk first: it is decoded no further than that, and the others are in it.
      const newestFirst = seqs.filter((seq) => seq <= upTo).toSorted((a, b) => b - a);
      const frames = new Map(newestFirst.map((seq) => [seq, at(seq)]));
      return seqs.map((seq) => frames.get(seq));
    },
    toFrame,
    toPlain: (raw) => (raw.isDelta ? withContent(raw, plainContent(raw, history, 0)) : raw),
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

function unpack({ metadata, isPacked, seq }: RawFrame): FrameMetadata {
  const unpacked = unpackMetadata(metadata, isPacked);
  if (unpacked === undefined) throw unreadable(seq);
  return unpacked;
}

function withContent(raw: RawFrame, content: Uint8Array): RawFrame {
  const { seq, id, kind, timestamp, fingerprint, isPacked, metadata } = raw;
  return { seq, id, kind, timestamp, fingerprint, isPacked, metadata, isDelta: false, content };
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

function unreadable(seq: number): FramesError {
  return damaged(seq, "its fields are unreadable");
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
