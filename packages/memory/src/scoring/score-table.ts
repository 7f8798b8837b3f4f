/**
 * The score table: six bytes for each place in history, in one file (significance/scores.bin) of pages with a checksum each. It is derived:
 * it may be removed at any time, and what it lacks is scored again. Reading does not wait. Page: docs/format/significance.md.
 * Invariants: a page that is not what was written holds no scores; at most 64 clean pages of 48 KiB stay in memory; pages that changed
 * stay until they are written, also when writing fails; when `flush` resolves, they are durable.
 */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Disk, DiskFile } from "@vidmem/frames";
import { SCORE_BYTES } from "./scores.ts";

const PAGE_PLACES = 8192;
const SCORES_BYTES = PAGE_PLACES * SCORE_BYTES;
const CRC_BYTES = 4;
const PAGE_BYTES = SCORES_BYTES + CRC_BYTES;
const KEPT_PAGES = 64;
/** "VMSC", and the version: they stand at place 0, which no frame has. */
const MARK: Uint8Array = Uint8Array.of(0x56, 0x4d, 0x53, 0x43, 0, 2);
/** A page may be written while it is read: then it is read again. */
const READ_ATTEMPTS = 2;

export interface ScoreTable {
  /** The bytes that hold a place, and where in them it is. */
  at(seq: number): { readonly bytes: Uint8Array; readonly offset: number };
  set(seq: number, scores: Uint8Array): void;
  /** Whether the file, if there is one, is what was written: otherwise some scores are gone. Reads all of it. */
  isWhole(): Promise<boolean>;
  /** Pages that are not in the file yet. */
  readonly changedPages: number;
  /** @throws what the disk throws; what was not written is written by the next flush. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the table in a folder, which is made with the first `flush`. */
export async function openScoreTable(disk: Disk, dir: string): Promise<ScoreTable> {
  const path = join(dir, "scores.bin");
  let file: DiskFile | undefined = (await disk.stat(path)) === undefined ? undefined : await disk.open(path, "read");
  /** A file of another version holds nothing for us, and is written anew. */
  let isOurs = file !== undefined && hasMark(file);
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
    if (file === undefined || !isOurs) return page;
    for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
      page.fill(0, file.readSync(page, number * PAGE_BYTES));
      if (isSound(page)) return page;
    }
    return page.fill(0);
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
    const isNew = (await disk.stat(path)) === undefined;
    file = await disk.open(path, isNew ? "create" : "write");
    if (isNew) await disk.syncDir(dir);
    else if (!isOurs) await file.truncate(0);
    isWritable = true;
    return file;
  }

  async function writePage(target: DiskFile, number: number): Promise<void> {
    const page = pageOf(number * PAGE_PLACES).slice(); // it may change while it is written
    if (number === 0) page.set(MARK);
    new DataView(page.buffer).setUint32(SCORES_BYTES, crc32(page.subarray(0, SCORES_BYTES)));
    const written = await target.write(page, number * PAGE_BYTES);
    if (written < PAGE_BYTES) throw new Error("Short write: the disk took fewer bytes than it was given");
    if (number === 0) isOurs = true;
  }

  return {
    at: (seq) => ({ bytes: pageOf(seq), offset: (seq % PAGE_PLACES) * SCORE_BYTES }),
    set(seq, scores) {
      changed.add(Math.floor(seq / PAGE_PLACES)); // first, or the page may be the one that is dropped
      pageOf(seq).set(scores, (seq % PAGE_PLACES) * SCORE_BYTES);
    },
    async isWhole() {
      if (file === undefined) return true;
      if (!isOurs) return false;
      const sizeBytes = await file.size();
      const page = new Uint8Array(PAGE_BYTES);
      for (let at = 0; at < sizeBytes; at += PAGE_BYTES) {
        if ((await file.read(page, at)) < PAGE_BYTES || !isSound(page)) return false;
      }
      return true;
    },
    get changedPages() {
      return changed.size;
    },
    async flush() {
      if (changed.size === 0) return;
      const target = await openToWrite();
      const wanted = new Set(isOurs ? changed : [0, ...changed]); // the mark comes first
      for (const number of wanted) {
        changed.delete(number); // what changes while it is written is written again
        try {
          await writePage(target, number);
        } catch (error) {
          changed.add(number);
          throw error;
        }
      }
      await target.datasync();
    },
    async close() {
      await file?.close();
    },
  };
}

function hasMark(file: DiskFile): boolean {
  const start = new Uint8Array(MARK.length);
  return file.readSync(start, 0) === MARK.length && Buffer.compare(start, MARK) === 0;
}

/** A page is as it was written, or nothing was ever written there. */
function isSound(page: Uint8Array): boolean {
  const stored = new DataView(page.buffer, page.byteOffset).getUint32(SCORES_BYTES);
  return stored === crc32(page.subarray(0, SCORES_BYTES)) || page.every((byte) => byte === 0);
}
