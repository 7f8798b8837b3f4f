/**
 * Row window: the loaded part of a segment, and the search for rows in it. Duties of a reader: docs/format/row.md.
 * Invariants: memory is one window, which grows to twice the longest row or false row looked at, at most 128 MiB; a search takes
 * time about linear in the bytes searched, because after the first wrong checksum long ranges are checked through prefix checksums.
 */
import { crc32 } from "node:zlib";
import { MAGIC_0, MAGIC_1, MIN_ROW_BYTES, VERSION_2 } from "./format.ts";
import { inspectRow } from "./reader.ts";
import type { RowInspection, SeededCrc } from "./reader.ts";
import { createSeededCrc } from "./seeded-crc.ts";

/** Reads into all of `into`, or up to the file's end; gives the number of bytes read. */
export type ReadAt = (into: Uint8Array, position: number) => Promise<number> | number;

/** A sliding view of a segment. Offsets are those of the file. */
export interface RowWindow {
  /** Where the file ends; smaller than promised when the file has shrunk. */
  readonly end: number;
  /** Offset of the first byte of `bytes`. */
  readonly base: number;
  /** Loaded bytes; reused by the next load. */
  readonly bytes: Buffer;
  /** Seed of the checksums; set it once it is known. */
  nonceCrc: number;
  /** Whether a row is at `at`, loading nothing: see RowInspection, whose bounds are offsets of the file here. */
  inspect(at: number): RowInspection;
  /** Moves the window so that it begins at `from` and reaches at least to `to`. */
  load(from: number, to: number): Promise<void>;
  /** The first row that begins in [from, to) and that `accept` takes, or undefined. */
  find(from: number, to: number, accept: (at: number) => boolean): Promise<number | undefined>;
}

const WINDOW_BYTES: number = 1024 * 1024;
const BEGINNING: Buffer = Buffer.from([MAGIC_0, MAGIC_1, VERSION_2]);
/** Above this, a prefix checksum is cheaper than reading the range again. */
const DIRECT_CRC_BYTES = 4096;

type MutableWindow = { -readonly [Key in keyof RowWindow]: RowWindow[Key] };

/** Creates a window over a file of `sizeBytes` bytes; nothing is loaded yet. */
export function createRowWindow(readAt: ReadAt, sizeBytes: number): RowWindow {
  let memory = Buffer.allocUnsafe(0);
  const window: MutableWindow = {
    end: sizeBytes,
    base: 0,
    bytes: memory,
    nonceCrc: 0,
    inspect: (at) => {
      const { base, bytes, end, nonceCrc } = window;
      const found = inspectRow(bytes, at - base, { limit: end - base, nonceCrc, seededCrc: checksums.of });
      if (found === "bad-checksum") checksums.suspect();
      return typeof found === "number" && found < 0 ? found - base : found;
    },
    load: async (from, to) => {
      const { base, bytes, end } = window;
      const wanted = Math.min(Math.max(WINDOW_BYTES, 2 * (to - from)), end - from);
      const kept = from >= base ? bytes.subarray(from - base, from - base + wanted) : bytes.subarray(0, 0);
      const target = memory.length >= wanted ? memory : Buffer.allocUnsafe(wanted);
      kept.copy(target); // copies rightly also when the two overlap
      const count = await readAt(target.subarray(kept.length, wanted), from + kept.length);
      if (kept.length + count < wanted) window.end = from + kept.length + count;
      memory = target;
      window.bytes = target.subarray(0, kept.length + count);
      window.base = from;
      checksums.reset();
    },
    find: async (from, to, accept) => find(window, { from, to, accept }),
  };
  const checksums = createChecksums(window);
  return window;
}

interface Checksums {
  readonly of: SeededCrc;
  /** Called once a checksum was wrong: later ranges are checked the careful way. */
  suspect(): void;
  /** Called when the window has moved. */
  reset(): void;
}

function createChecksums(window: RowWindow): Checksums {
  let isSuspicious = false;
  let rangeCrc: SeededCrc | undefined;
  return {
    of: (from, to) => {
      const { bytes, nonceCrc } = window;
      if (!isSuspicious || to - from <= DIRECT_CRC_BYTES) return crc32(bytes.subarray(from, to), nonceCrc);
      rangeCrc ??= createSeededCrc(bytes, nonceCrc);
      return rangeCrc(from, to);
    },
    suspect: () => {
      isSuspicious = true;
    },
    reset: () => {
      rangeCrc = undefined;
    },
  };
}

interface Search {
  readonly from: number;
  readonly to: number;
  readonly accept: (at: number) => boolean;
}

async function find(window: RowWindow, { from, to, accept }: Search): Promise<number | undefined> {
  let at = from;
  while (at < Math.min(to, window.end)) {
    const loadedEnd = window.base + window.bytes.length;
    if (at < window.base || (at + MIN_ROW_BYTES > loadedEnd && loadedEnd < window.end)) {
      await window.load(at, at + MIN_ROW_BYTES);
      continue;
    }
    const index = window.bytes.indexOf(BEGINNING, at - window.base);
    if (index === -1) {
      at = Math.max(at + 1, loadedEnd - BEGINNING.length + 1); // a beginning may straddle the end of what is loaded
      continue;
    }
    at = window.base + index;
    if (at >= to) break;
    const found = window.inspect(at);
    if (typeof found === "number" && found < 0) await window.load(at, -found);
    else if (typeof found === "number" && accept(at)) return at;
    else at += 1;
  }
  return undefined;
}
