/**
 * Opens a store: lock and log first, then everything derived is rebuilt by one pass over the log.
 */
import { openFrameLog, type StoredFrame } from "@vidmem/frames";
import { createMemoryIndex } from "@vidmem/index";
import { createAccesses } from "./accesses.ts";
import { readHistory } from "./history.ts";
import { resolveOpenMemoryOptions, type OpenMemoryOptions, type ResolvedMemoryOptions } from "./options.ts";
import { createDuplicateTable } from "./records/duplicate-table.ts";
import { observeStore } from "./observe/observed-store.ts";
import { createObserver } from "./observe/observer.ts";
import { fromFrame, readRecord, textOf } from "./records/memory-frame.ts";
import { openScoring } from "./scoring/scoring.ts";
import { readStoreFile, writeStoreFile } from "./store-file.ts";
import { createStore, type MemoryStore } from "./store.ts";
import { applyVersion, removeVersion, type StoreState } from "./store-state.ts";
import { statsOf } from "./store-stats.ts";
import { createGhostIndex } from "./typed/ghost-index.ts";
import { createGhosts } from "./typed/ghosts.ts";
import { createWarmRecords } from "./warm-records.ts";
import { createWorkingSet } from "./typed/working-set.ts";

/**
 * Opens the memory store in a folder, and makes it when it is missing.
 *
 * @throws FramesError FRAMES_LOCKED when another process writes to it, FRAMES_NOT_FOUND for a missing read-only store,
 *   FRAMES_IO; MemoryError MEMORY_FORMAT when the folder belongs to a newer vidmem or to something else; TypeError on misuse.
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
  const log = await openFrameLog({ dir, durability, readOnly, clock, disk });
  try {
    if (known === undefined && !readOnly) await writeStoreFile(disk, dir, clock());
    const isNew = known === undefined && log.stats().frames === 0;
    const observer = await createObserver({ disk, dir, clock, logs, isNew });
    const scoring = await openScoring({ ...resolved, log });
    const state = createState({ log, scoring }, resolved);
    for await (const frame of readHistory(log)) replay(state, frame);
    return observeStore(
      createStore(state, (isDurable) => observer.close(isDurable)),
      observer,
      {
        clock,
        openMs: performance.now() - started,
        statsOf: () => statsOf(state),
      },
    );
  } catch (error) {
    await log.close();
    throw error;
  }
}

function createState(
  { log, scoring }: Pick<StoreState, "log" | "scoring">,
  options: ResolvedMemoryOptions,
): StoreState {
  const { clock, embedder } = options;
  const ghosts = createGhosts(options.ghostTtlMs, clock);
  const readText = async (seq: number): Promise<string> => {
    const frame = await log.readAt(seq);
    return frame === undefined ? "" : textOf(fromFrame(frame).content);
  };
  return {
    log,
    clock,
    embedder,
    readOnly: options.readOnly,
    dir: options.dir,
    index: createMemoryIndex({ readText, embedder, clock }),
    catalog: new Map(),
    duplicates: createDuplicateTable(),
    accesses: createAccesses(),
    warm: createWarmRecords(),
    scoring,
    working: createWorkingSet(options.workingCapacity),
    ghosts,
    ghostIndex: createGhostIndex(ghosts, embedder, clock),
  };
}

function replay(state: StoreState, frame: StoredFrame): void {
  const { id, seq, kind, timestamp: savedAt } = frame;
  if (kind === "touch") state.accesses.replay(frame);
  if (kind === "tombstone") removeVersion(state, id, savedAt);
  const record = readRecord(frame);
  if (record !== undefined) applyVersion(state, { id, seq, savedAt, record });
}
