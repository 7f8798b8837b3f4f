/**
 * The score table: six bytes for each place in history, in one file (significance/scores.bin, place `seq` at byte 6 · seq). It is
 * derived: it may be removed at any time, and what it lacks is scored again. Reading does not wait. Page: docs/format/significance.md.
 * Invariant: at most 64 clean pages of 48 KiB stay in memory; pages that changed stay until `flush`.
 */
import { join } from "node:path";
import type { Disk, DiskFile } from "@vidmem/frames";
import { SCORE_BYTES } from "./scores.ts";

const PAGE_PLACES = 8192;
const PAGE_BYTES = PAGE_PLACES * SCORE_BYTES;
const KEPT_PAGES = 64;

export interface ScoreTable {
  /** The bytes that hold a place, and where in them it is. */
  at(seq: number): { readonly bytes: Uint8Array; readonly offset: number };
  set(seq: number, scores: Uint8Array): void;
  /** Pages that are not in the file yet. */
  readonly changedPages: number;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the table in a folder, which is made with the first `flush`. */
export async function openScoreTable(disk: Disk, dir: string): Promise<ScoreTable> {
  const path = join(dir, "scores.bin");
  let file: DiskFile | undefined = (await disk.stat(path)) === undefined ? undefined : await disk.open(path, "read");
  let isWritable = false;
  // In the order in which they were read.
  const pages = new Map<number, Uint8Array>();
  const changed = new Set<number>();

  function pageOf(seq: number): Uint8Array {
    const number = Math.floor(seq / PAGE_PLACES);
    const known = pages.get(number);
    const page = known ?? readPage(number);
    if (known === undefined) {
      pages.set(number, page);
      if (pages.size > KEPT_PAGES) dropOldest();
    }
    return page;
  }

  function readPage(number: number): Uint8Array {
    const page = new Uint8Array(PAGE_BYTES);
    file?.readSync(page, number * PAGE_BYTES);
    return page;
  }

  function dropOldest(): void {
    for (const number of pages.keys()) {
      if (changed.has(number)) continue;
      pages.delete(number);
      return;
    }
  }

  async function openToWrite(): Promise<DiskFile> {
    if (file !== undefined && isWritable) return file;
    await file?.close();
    await disk.mkdir(dir);
    file = await disk.open(path, (await disk.stat(path)) === undefined ? "create" : "write");
    isWritable = true;
    return file;
  }

  return {
    at: (seq) => ({ bytes: pageOf(seq), offset: (seq % PAGE_PLACES) * SCORE_BYTES }),
    set(seq, scores) {
      changed.add(Math.floor(seq / PAGE_PLACES)); // first, or the page may be the one that is dropped
      pageOf(seq).set(scores, (seq % PAGE_PLACES) * SCORE_BYTES);
    },
    get changedPages() {
      return changed.size;
    },
    async flush() {
      if (changed.size === 0) return;
      const target = await openToWrite();
      for (const number of changed) {
        changed.delete(number); // what changes while it is written is written again
        await target.write(pages.get(number)!, number * PAGE_BYTES);
      }
    },
    async close() {
      await file?.close();
    },
  };
}
