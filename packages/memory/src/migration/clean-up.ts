/**
 * Cleaning up after a migration: the source's files go, when every memory in them is in the store.
 * Invariants: nothing goes unless the whole source was verified just before; each file is judged once more when its turn comes, and goes
 * only as the file that was judged; what was not imported (other files, logs, what changed meanwhile) stays.
 */
import type { StoreState } from "../store-state.ts";
import { openSource } from "./open-source.ts";
import { readSourceFile, removeIfEmpty, removeSourceFile } from "./source-folder.ts";
import type { MigrationSource, SourcePiece, VectorFile } from "./source.ts";
import { judge, verifySource, type MigrationOptions, type MigrationReport } from "./verify.ts";

/** What cleaning up did; without `ok` it did nothing. */
export interface CleanupReport extends MigrationReport {
  readonly removedFiles: number;
  /** Files of memories that stay, because something in them is not in the store, or because they changed. */
  readonly keptFiles: number;
}

const MAX_DESCRIPTION_BYTES = 512 * 1024 * 1024;

/** @throws MemoryError MEMORY_IMPORT_FORMAT, MEMORY_IO; FramesError FRAMES_POISONED; the signal's reason: what is removed by then was verified. */
export async function cleanUpMigration(
  state: StoreState,
  root: string,
  options: MigrationOptions = {},
): Promise<CleanupReport> {
  const source = await openSource(root, options.format);
  await state.log.flush(); // what is in the store must be on its disk before its origin goes
  const report = await verifySource(state, source, options);
  if (!report.ok) return { ...report, removedFiles: 0, keptFiles: 0 };
  let [removedFiles, keptFiles] = [0, 0];
  for await (const piece of source.pieces()) {
    options.signal?.throwIfAborted();
    const removed = await removePiece(state, piece);
    removedFiles += removed;
    if (removed === 0) keptFiles++;
  }
  if (keptFiles === 0) removedFiles += await removeDescriptions(source);
  for (const folder of source.folders) await removeIfEmpty(root, folder);
  return { ...report, removedFiles, keptFiles };
}

/** Removes a piece's file, then the vectors of its memories. @returns how many files went. */
async function removePiece(state: StoreState, { file, stamp, items }: SourcePiece): Promise<number> {
  if (stamp === undefined) return 0;
  const vectors: VectorFile[] = [];
  let count = 0;
  for await (const item of items) {
    if ((await judge(state, item)).kind !== "present") return 0;
    count++;
    if (item.kind === "memory" && item.vector !== undefined) vectors.push(item.vector);
  }
  if (count === 0 || !(await removeSourceFile(file, stamp))) return 0;
  let removed = 1;
  for (const vector of vectors) if (await removeSourceFile(vector.file, vector.stamp)) removed++;
  return removed;
}

/** Indexes name memories and tags, all of which were found in the store. */
async function removeDescriptions({ descriptions }: MigrationSource): Promise<number> {
  let removed = 0;
  for (const file of descriptions) {
    const { stamp } = await readSourceFile(file, MAX_DESCRIPTION_BYTES);
    if (await removeSourceFile(file, stamp)) removed++;
  }
  return removed;
}
