/** Verifying a migration: every memory of the source is looked for in the store, and compared. */
import type { BulkResult, Progress } from "../memory.ts";
import { currentSeq } from "../current.ts";
import { fromFrame } from "../records/memory-frame.ts";
import { toRecord, type MemoryRecord } from "../records/record.ts";
import { MAX_REPORTED_FAILURES } from "../save-many.ts";
import { findSame } from "../save.ts";
import type { StoreState } from "../store-state.ts";
import { openSource, type FolderFormat } from "./open-source.ts";
import type { MigrationSource, SourceItem } from "./source.ts";

/** How to verify or clean up after an import of a folder. */
export interface MigrationOptions {
  /** Default "auto": by what is in the folder. */
  readonly format?: FolderFormat | "auto" | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What verifying found. */
export interface MigrationReport {
  /** Whether everything in the source that can be a memory is in the store. */
  readonly ok: boolean;
  /** Memories of the source that are in the store: same content, type and metadata, with their tags and their vector. */
  readonly present: number;
  /** Memories that are not, or not whole. */
  readonly missing: number;
  /** What could not be read in the source. */
  readonly unreadable: number;
  /** Memories that were deleted there, of which a packfile still has the bytes; they are not imported. */
  readonly deleted: number;
  /** Why, for the first 20 that are missing or unreadable; `item` counts from 1. Reasons hold no contents. */
  readonly problems: BulkResult["failures"];
}

/** What is said of one item; "present" and "deleted" are no problem. */
export type Verdict =
  | { readonly kind: "present" | "deleted" }
  | { readonly kind: "missing" | "unreadable"; readonly reason: string };

const PROGRESS_EVERY = 64;

/** Reads the whole source and changes nothing. @throws MemoryError MEMORY_IMPORT_FORMAT, MEMORY_IO; the signal's reason. */
export async function verifyMigration(
  state: StoreState,
  root: string,
  options: MigrationOptions = {},
): Promise<MigrationReport> {
  return verifySource(state, await openSource(root, options.format), options);
}

export async function verifySource(
  state: StoreState,
  source: MigrationSource,
  { signal, onProgress }: MigrationOptions,
): Promise<MigrationReport> {
  const counts = { present: 0, missing: 0, unreadable: 0, deleted: 0 };
  const problems: { item: number; reason: string }[] = [];
  let done = 0;
  for await (const piece of source.pieces()) {
    for await (const item of piece.items) {
      signal?.throwIfAborted();
      const verdict = await judge(state, item);
      counts[verdict.kind]++;
      done++;
      if ("reason" in verdict && problems.length < MAX_REPORTED_FAILURES)
        problems.push({ item: done, reason: verdict.reason });
      if (done % PROGRESS_EVERY === 0) onProgress?.({ done, total: source.expected, unit: "memories" });
    }
  }
  return { ok: counts.missing + counts.unreadable === 0, ...counts, problems };
}

/** Whether what an item holds is in the store, whole. */
export async function judge(state: StoreState, item: SourceItem): Promise<Verdict> {
  if (item.kind !== "memory") return item;
  let record: MemoryRecord;
  try {
    record = toRecord(item.memory.input, 0);
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    return { kind: "unreadable", reason: error.message };
  }
  const stored = await readSame(state, record);
  if (stored === undefined) return missing("it is not in the store");
  if (!record.tags.every((tag) => stored.tags.includes(tag)))
    return missing("it is in the store without all of its tags");
  if (!hasVector(stored, record)) return missing("it is in the store without its vector");
  return { kind: "present" };
}

async function readSame(state: StoreState, record: MemoryRecord): Promise<MemoryRecord | undefined> {
  const id = await findSame(state, record);
  const seq = id === undefined ? undefined : currentSeq(state, id);
  const frame = seq === undefined ? undefined : await state.log.readAt(seq);
  return frame === undefined ? undefined : fromFrame(frame);
}

function hasVector({ embedding: stored }: MemoryRecord, { embedding: wanted }: MemoryRecord): boolean {
  if (wanted === undefined) return true;
  return stored?.length === wanted.length && stored.every((value, at) => value === wanted[at]);
}

function missing(reason: string): Verdict {
  return { kind: "missing", reason };
}
