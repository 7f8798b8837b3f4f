/**
 * Verify and repair of a whole store: the log, whose bytes are the memories, and what is derived of it in `index/`. Damage there loses
 * nothing, but answers could be wrong while nobody knows of it.
 */
import type { RepairResult, Violation } from "@vidmem/frames";
import { damagedAccessesFile, removeAccessesFile } from "./accesses-file.ts";
import { indexFolder } from "./index-folder.ts";
import type { StoreState } from "./store-state.ts";

/** A file of the index that is not what was written. No memory is in there, but searches may go wrong until it is made again. */
export interface IndexViolation {
  /** Path below the store's folder. */
  readonly file: string;
  readonly offset: number;
  readonly kind: "damaged-index";
  readonly message: string;
}

/** One thing wrong on disk. */
export type StoreViolation = Violation | IndexViolation;

/** What a repair did. */
export interface StoreRepair extends RepairResult {
  /** Files of the index that were damaged: the next opening makes them again from the memories. */
  readonly index: readonly string[];
}

/** Streams what is wrong, that in the log first. A damaged index is not used by the next opening, unless the store is read-only. */
export async function* verifyStore(
  { log, index, disk, dir }: Pick<StoreState, "log" | "index" | "disk" | "dir">,
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<StoreViolation, void, undefined> {
  yield* log.verify(options);
  for await (const { file, offset, message } of index.verify(options))
    yield { file: below(file), offset, kind: "damaged-index", message };
  const accesses = await damagedAccessesFile(disk, indexFolder(dir));
  if (accesses !== undefined)
    yield {
      file: below(accesses),
      offset: 0,
      kind: "damaged-index",
      message: "access counts are not what was written",
    };
}

export async function repairStore({
  log,
  index,
  disk,
  dir,
}: Pick<StoreState, "log" | "index" | "disk" | "dir">): Promise<StoreRepair> {
  const result = await log.repair();
  const files = [...(await index.repair())];
  const accesses = await damagedAccessesFile(disk, indexFolder(dir));
  if (accesses !== undefined) {
    await removeAccessesFile(disk, indexFolder(dir));
    files.push(accesses);
  }
  return { ...result, index: files.map(below) };
}

function below(file: string): string {
  return `index/${file}`;
}
