/**
 * Walker: streams the entries and gaps of one segment from the disk. Duties of a reader: docs/format/frame.md.
 * Invariants: items touch each other and cover the file; memory is one window, which grows to twice the longest entry or false
 * entry looked at, at most 128 MiB; each slide of the window moves at least half of it, so reading stays linear.
 */
import { ID_AT } from "./format.ts";
import { createInspector } from "./inspector.ts";
import type { EntryFault, Inspector } from "./inspector.ts";
import type { DiskFile } from "../disk/disk.ts";

/** A valid entry, or bytes that are none. */
export type WalkItem =
  | {
      readonly type: "entry";
      readonly offset: number;
      readonly sizeBytes: number;
      readonly idHigh: number;
      readonly idLow: number;
      /** View of the entry's bytes, valid until the next batch is asked for. */
      readonly bytes: Buffer;
    }
  | { readonly type: "gap"; readonly offset: number; readonly sizeBytes: number; readonly reason: EntryFault };

const WINDOW_BYTES = 1024 * 1024;
const BATCH_ITEMS = 512;

/** Walks a segment of `sizeBytes` bytes, in batches; the items of a batch are valid until the next one is asked for. */
export async function* walkSegment(
  file: DiskFile,
  sizeBytes: number,
): AsyncGenerator<readonly WalkItem[], void, undefined> {
  const window = createWindow(file, sizeBytes);
  let batch: WalkItem[] = [];
  let at = 0;
  await window.load(0, Math.min(WINDOW_BYTES, sizeBytes));
  while (at < window.end) {
    const found = window.inspector.inspect(at - window.base);
    if (typeof found === "number" && found > 0) {
      batch.push(toItem(window, at, found));
      at += found;
      if (batch.length < BATCH_ITEMS) continue;
    }
    if (batch.length > 0) {
      yield batch; // before the window moves: the items are views of it
      batch = [];
    }
    if (typeof found === "string") {
      const next = await findNext(window, at + 1);
      batch.push({ type: "gap", offset: at, sizeBytes: next - at, reason: found });
      at = next;
    } else if (found < 0) {
      await window.load(at, window.base - found);
    }
  }
  if (batch.length > 0) yield batch;
}

interface Window {
  /** Offset in the file of the window's first byte. */
  readonly base: number;
  /** Where the file ends; smaller than promised when the file has shrunk. */
  readonly end: number;
  readonly bytes: Buffer;
  readonly inspector: Inspector;
  /** Moves the window so that it begins at `from` and reaches at least to `to`. */
  load(from: number, to: number): Promise<void>;
}

async function findNext(window: Window, from: number): Promise<number> {
  let search = from;
  while (search < window.end) {
    const result = window.inspector.search(search - window.base);
    search = window.base + result.at;
    if (result.need === undefined) return search;
    await window.load(search, window.base + result.need);
  }
  return window.end;
}

function createWindow(file: DiskFile, sizeBytes: number): Window {
  let memory = Buffer.allocUnsafe(0);
  let loaded = memory;
  let base = 0;
  let end = sizeBytes;
  let inspector = createInspector(loaded, end);
  const load = async (from: number, to: number): Promise<void> => {
    const wanted = Math.min(Math.max(WINDOW_BYTES, 2 * (to - from)), end - from);
    const kept = loaded.subarray(from - base);
    const target = memory.length >= wanted ? memory : Buffer.allocUnsafe(wanted);
    kept.copy(target); // copies rightly also when the two overlap
    const length = Math.max(wanted, kept.length);
    const count = await file.read(target.subarray(kept.length, length), from + kept.length);
    if (kept.length + count < length) end = from + kept.length + count;
    memory = target;
    loaded = target.subarray(0, kept.length + count);
    base = from;
    inspector = createInspector(loaded, end - base, inspector.suspicious);
  };
  return {
    load,
    get base() {
      return base;
    },
    get end() {
      return end;
    },
    get bytes() {
      return loaded;
    },
    get inspector() {
      return inspector;
    },
  };
}

function toItem(window: Window, at: number, sizeBytes: number): WalkItem {
  const start = at - window.base;
  const bytes = window.bytes.subarray(start, start + sizeBytes);
  return {
    type: "entry",
    offset: at,
    sizeBytes,
    idHigh: hexWord(bytes, ID_AT),
    idLow: hexWord(bytes, ID_AT + 8),
    bytes,
  };
}

/** The number that 8 hex digits write. */
function hexWord(bytes: Buffer, at: number): number {
  let word = 0;
  for (let i = at; i < at + 8; i++) {
    const digit = bytes[i] ?? 0;
    word = (word << 4) | (digit < 58 ? digit - 48 : digit - 87); // "0" is 48, "9" 57, "a" 97
  }
  return word >>> 0;
}
