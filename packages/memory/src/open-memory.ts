/**
 * Opens a store: lock and log first, then what is derived of it. The index knows how far into the log it reaches; only what lies
 * behind that is read, so that opening costs the same at a thousand memories and at a million.
 */
import { openFrameLog, type FrameLog, type StoredFrame } from "@vidmem/frames";
import { openMemoryIndex, type StoredMemoryIndex } from "@vidmem/index";
import { createAccesses, type Accesses } from "./accesses.ts";
import { readAccessesFile } from "./accesses-file.ts";
import type { CurrentVersion } from "./current.ts";
import { readHistory } from "./history.ts";
import { indexFolder } from "./index-folder.ts";
import { resolveOpenMemoryOptions, type OpenMemoryOptions, type ResolvedMemoryOptions } from "./options.ts";
import { observeStore } from "./observe/observed-store.ts";
import { createObserver } from "./observe/observer.ts";
import { readRecord, textOf } from "./records/memory-frame.ts";
import type { MemoryRecord } from "./records/record.ts";
import { createTextScratch } from "./records/text-scratch.ts";
import { openScoring } from "./scoring/scoring.ts";
import { readStoreFile, writeStoreFile } from "./store-file.ts";
import type { MemoryStore } from "./memory-store.ts";
import { createStore } from "./store.ts";
import { applyVersion, removeVersion, type StoreState } from "./store-state.ts";
import { countsOf } from "./store-stats.ts";
import { createGhostIndex } from "./typed/ghost-index.ts";
import { createGhosts } from "./typed/ghosts.ts";
import { createWarmRecords } from "./warm-records.ts";
import { createWorkingSet } from "./typed/working-set.ts";

/** A search gives ten contents and a hundred searches are kept, so what is read again soon is a few thousand frames, of about 1 KB. */
const FRAME_CACHE = { frames: 4096, sizeBytes: 8 * 1_048_576 };

/**
 * Opens the memory store in a folder, and makes it when it is missing.
 *
 * @throws FramesError FRAMES_LOCKED when another process writes to it, FRAMES_NOT_FOUND for a missing read-only store,
 *   FRAMES_IO; IndexError INDEX_MODEL_MISMATCH when the vectors are another embedder's; MemoryError MEMORY_FORMAT when the folder belongs to a newer vidmem or to something else; TypeError on misuse.
 * @example
 *   const store = await openMemory({ dir: "./memory" });
 *   await store.save("Ada keeps bees on the roof.", { speaker: "Ada", session: "2026-11-21" });
 *   const { hits } = await store.search("who has bees?");
 */
export async function openMemory(options: OpenMemoryOptions): Promise<MemoryStore> {
  const resolved = resolveOpenMemoryOptions(options);
  const { dir, durability, readOnly, clock, disk, logs } = resolved;
  const started = performance.now();
  const known = await readStoreFile(disk, dir);
  const log = await openFrameLog({ dir, durability, readOnly, clock, disk, frameCache: FRAME_CACHE });
  try {
    if (known === undefined && !readOnly) await writeStoreFile(disk, dir, clock());
    const isNew = known === undefined && log.stats().frames === 0;
    const observer = await createObserver({ disk, dir, clock, logs, isNew });
    const scoring = await openScoring({ ...resolved, log });
    const index = await openIndex(log, resolved);
    const touches = await readAccessesFile(disk, indexFolder(dir));
    const accesses = createAccesses({ before: touches.accesses, areWritten: readOnly ? "no" : "yes" });
    const state = createState({ log, scoring, index, accesses }, resolved);
    await replayTail(state, touches.reach);
    return observeStore(
      createStore(state, (isDurable) => observer.close(isDurable)),
      observer,
      {
        clock,
        openMs: performance.now() - started,
        countsOf: () => countsOf(state),
      },
    );
  } catch (error) {
    await log.close();
    throw error;
  }
}

function openIndex(log: FrameLog, options: ResolvedMemoryOptions): Promise<StoredMemoryIndex> {
  const { dir, readOnly, disk, hasOwnDisk, embedder, onModelMismatch, clock } = options;
  const recordAt = async (seq: number): Promise<MemoryRecord | undefined> => {
    const frame = await log.readAt(seq);
    return frame === undefined ? undefined : readRecord(frame);
  };
  return openMemoryIndex({
    dir: indexFolder(dir),
    // A log with damage in it holds less than the index that was made before: then the index is made again.
    lastSeq: log.recovery.damagedCount > 0 ? 0 : log.stats().frames,
    readOnly,
    disk: hasOwnDisk ? disk : undefined,
    embedder,
    onModelMismatch,
    clock,
    readText: async (seq) => textOf((await recordAt(seq))?.content ?? ""),
    readEmbedding: async (seq) => (await recordAt(seq))?.embedding,
  });
}

type StoredParts = Pick<StoreState, "log" | "scoring" | "index"> & { readonly accesses: Accesses };

function createState(parts: StoredParts, options: ResolvedMemoryOptions): StoreState {
  const { clock, embedder } = options;
  const ghosts = createGhosts(options.ghostTtlMs, clock);
  return {
    ...parts,
    clock,
    encode: createTextScratch(),
    embedder,
    readOnly: options.readOnly,
    dir: options.dir,
    warm: createWarmRecords(),
    disk: options.disk,
    working: createWorkingSet(options.workingCapacity),
    ghosts,
    ghostIndex: createGhostIndex(ghosts, embedder, clock),
  };
}

/** Reads what the log holds behind the index, and the touches behind the accesses that are known. */
async function replayTail(state: StoreState, touchesUpTo: number): Promise<void> {
  const { reach, upkeep } = state.index;
  const end = upkeep.bulk();
  try {
    for await (const frame of readHistory(state.log, { fromSeq: Math.min(reach, touchesUpTo) + 1 })) {
      if (frame.kind === "touch" && frame.seq > touchesUpTo) state.accesses.replay(frame);
      if (frame.seq <= reach) continue;
      const waiting = upkeep.ready();
      if (waiting !== undefined) await waiting;
      replay(state, frame);
    }
  } finally {
    end();
  }
}

function replay(state: StoreState, frame: StoredFrame): void {
  const { id, seq, kind, timestamp: savedAt } = frame;
  const record = kind === "tombstone" ? undefined : readRecord(frame);
  if (kind !== "tombstone" && record === undefined) return;
  const before = versionBefore(state, frame);
  if (record !== undefined) applyVersion(state, { id, seq, savedAt, record }, before);
  else if (before !== undefined) removeVersion(state, id, { before, at: savedAt, seq });
}

function versionBefore({ log, index }: StoreState, { id, seq: own }: StoredFrame): CurrentVersion | undefined {
  for (const seq of log.withId(id)) {
    const namespace = seq < own ? index.namespaceOf(seq) : undefined;
    if (namespace !== undefined) return { seq, namespace };
  }
  return undefined;
}
