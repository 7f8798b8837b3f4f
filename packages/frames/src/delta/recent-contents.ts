/**
 * Recent contents: finds, among the last contents of a family, one that a new content nearly repeats. Source: log-notes §4.
 * A content is found by its first or last 16 bytes, or the 16 next to them. The table of these anchors is direct-mapped and never
 * cleaned: a newer anchor may hide an older one (4 anchors make that rare), and an entry that has gone no longer has the anchor.
 * Invariants: memory is `maxBytes` of contents and about 12 KiB for each family; what is found is a copy that was added since the
 * last `clear`, and its chain is shorter than `maxDepth`.
 */
import { createArena } from "./arena.ts";
import type { Arena, ArenaPlace } from "./arena.ts";
import { alignedSimilarity01, similarity01 } from "./similarity.ts";

/** Bounds of what is remembered. */
export interface RecentContentsOptions {
  /** Contents per family. Default 64. */
  readonly perFamily?: number | undefined;
  /** Families; the one that was used longest ago is forgotten first. Default 64. */
  readonly families?: number | undefined;
  /** Bytes of all contents together. Default 4 MiB. */
  readonly maxBytes?: number | undefined;
  /** Longest chain of deltas; a content at this depth is no base. Default 4. */
  readonly maxDepth?: number | undefined;
}

/** A content that can be a base. */
interface BaseContent {
  readonly seq: number;
  /** Deltas between this content and a whole one: 0 when it is stored whole. */
  readonly depth: number;
  /** View, valid until the next `add` or `clear`. */
  readonly content: Uint8Array;
}

/** Remembers contents of the segment that is being written. */
export interface RecentContents {
  /** The most similar content of a family, when it is similar enough to be a base. */
  find(family: string, content: Uint8Array): BaseContent | undefined;
  /** Remembers a copy of a content that was given a place in the segment. */
  add(family: string, base: BaseContent): void;
  /** Forgets everything: a segment rolls, and a base must lie in the same segment. */
  clear(): void;
}

/** Contents shorter than this cost more as a delta than they save. */
const MIN_DELTA_CONTENT_BYTES = 64;
/** Longer ones would crowd out the others. */
const MAX_DELTA_CONTENT_BYTES: number = 64 * 1024;
/** A base may be so much longer or shorter. Source: log-notes §4. */
const MAX_SIZE_DIFFERENCE = 0.1;
/** Common ends, as a part of the longer content, that make a base. Precision 1.000 at recall .940: log-notes §4. */
const MIN_ENDS_01 = 0.5;
/** For edits at several places: least similarity along an alignment. */
const MIN_ALIGNED_01 = 0.8;
const ANCHOR_BYTES = 16;
/** Anchors of a content: its first and last 16 bytes, and the 16 next to them. */
const ANCHORS = 4;
/** Places in a family's table per anchor that it can hold: with 4, one in nine anchors is hidden on average. */
const SLOTS_PER_ANCHOR = 4;

interface Entry {
  readonly seq: number;
  readonly depth: number;
  readonly place: ArenaPlace;
}

/** A ring of entries, and where to find them. */
interface Family {
  readonly entries: (Entry | undefined)[];
  /** Anchors of entry i at 4 * i. */
  readonly anchors: Int32Array;
  /** Entry that last had an anchor, by the anchor's lowest bits. */
  readonly table: Uint32Array;
  next: number;
}

/** Creates an empty memory of recent contents. */
export function createRecentContents(options: RecentContentsOptions = {}): RecentContents {
  const { perFamily = 64, families = 64, maxBytes = 4 * 1024 * 1024, maxDepth = 4 } = options;
  const known = new Map<string, Family>(); // in order of use
  let lastName: string | undefined;
  const arena = createArena(maxBytes);
  const use = (name: string): Family => {
    const family = known.get(name) ?? createFamily(perFamily);
    if (name === lastName) return family;
    known.delete(name);
    known.set(name, family);
    lastName = name;
    const [oldest] = known.size > families ? known.keys() : [];
    if (oldest !== undefined) known.delete(oldest);
    return family;
  };
  return {
    find: (name, content) => {
      const family = isEligible(content) ? known.get(name) : undefined;
      const best = family === undefined ? undefined : findBest(family, arena, content);
      return best === undefined ? undefined : { seq: best.seq, depth: best.depth, content: arena.view(best.place) };
    },
    add: (name, { seq, depth, content }) => {
      if (!isEligible(content) || content.length > maxBytes || depth >= maxDepth) return;
      remember(use(name), { seq, depth, place: arena.store(content) }, content);
    },
    clear: () => {
      known.clear();
      lastName = undefined; // what lies in the arena is known to nobody now, and is written over
    },
  };
}

function isEligible(content: Uint8Array): boolean {
  return content.length >= MIN_DELTA_CONTENT_BYTES && content.length <= MAX_DELTA_CONTENT_BYTES;
}

function createFamily(size: number): Family {
  const slots = 2 ** Math.ceil(Math.log2(size * ANCHORS * SLOTS_PER_ANCHOR));
  return {
    entries: Array.from({ length: size }),
    anchors: new Int32Array(size * ANCHORS),
    table: new Uint32Array(slots),
    next: 0,
  };
}

function remember(family: Family, entry: Entry, content: Uint8Array): void {
  const index = family.next;
  family.entries[index] = entry;
  family.next = (index + 1) % family.entries.length;
  for (let place = 0; place < ANCHORS; place++) {
    const anchor = anchorOf(content, place);
    family.anchors[index * ANCHORS + place] = anchor;
    family.table[anchor & (family.table.length - 1)] = index;
  }
}

function findBest(family: Family, arena: Arena, content: Uint8Array): Entry | undefined {
  let best: Entry | undefined;
  let bestSimilarity01 = 0;
  let last: Entry | undefined;
  for (let place = 0; place < ANCHORS; place++) {
    const anchor = anchorOf(content, place);
    const index = family.table[anchor & (family.table.length - 1)] ?? 0;
    const entry = family.entries[index];
    if (entry === undefined || family.anchors[index * ANCHORS + place] !== anchor) continue;
    if (entry === last || entry === best || !arena.holds(entry.place)) continue;
    last = entry;
    const similarity01 = baseSimilarity01(arena.view(entry.place), content);
    if (similarity01 <= bestSimilarity01) continue;
    best = entry;
    bestSimilarity01 = similarity01;
  }
  return best;
}

/** Similarity of a possible base; 0 when it is none. */
function baseSimilarity01(base: Uint8Array, content: Uint8Array): number {
  const longest = Math.max(base.length, content.length);
  if (Math.abs(base.length - content.length) > MAX_SIZE_DIFFERENCE * longest) return 0;
  const ends01 = similarity01(base, content);
  return ends01 >= MIN_ENDS_01 ? ends01 : alignedSimilarity01(base, content, MIN_ALIGNED_01);
}

/** Hash of 16 bytes: place 0 and 2 from the front, 1 and 3 from the back. Source: FNV-1a, 32 bits, and a final mix. */
function anchorOf(content: Uint8Array, place: number): number {
  const at = place % 2 === 0 ? place * 8 : content.length - (place + 1) * 8; // 0, -16, 16, -32
  let hash = 0x811c9dc5 ^ place;
  for (let i = at; i < at + ANCHOR_BYTES; i++) hash = Math.imul(hash ^ (content[i] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}
