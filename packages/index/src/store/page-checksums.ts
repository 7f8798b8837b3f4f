/**
 * Checksums of a segment file, one for each page of it: made while the file is written, kept in the manifest, and compared when somebody
 * verifies or merges. Searches read a few bytes here and there and compare nothing. Format: docs/format/index-folder.md, "Pages".
 */
import { crc32 } from "node:zlib";
import type { DiskFile } from "@vidmem/frames";

/** A page is small enough to tell where damage lies, and so large that the pages of a million memories are a few KB of manifest. */
export const PAGE_BYTES = 1_048_576;

/** CRC32 of the pages of bytes that come one after the other. */
export interface PageChecksums {
  add(bytes: Uint8Array): void;
  /** Those of all bytes so far; the last page may be shorter. */
  finish(): number[];
}

export function createPageChecksums(): PageChecksums {
  const pages: number[] = [];
  let checksum = 0;
  let filled = 0;
  return {
    add(bytes) {
      for (let at = 0; at < bytes.length;) {
        const part = bytes.subarray(at, at + PAGE_BYTES - filled);
        checksum = crc32(part, checksum);
        filled += part.length;
        at += part.length;
        if (filled < PAGE_BYTES) continue;
        pages.push(checksum);
        checksum = 0;
        filled = 0;
      }
    },
    finish: () => (filled === 0 ? [...pages] : [...pages, checksum]),
  };
}

/** How many pages a file of so many bytes has. */
export function pageCount(sizeBytes: number): number {
  return Math.ceil(sizeBytes / PAGE_BYTES);
}

/** A page that is not what was written. */
export interface DamagedPage {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Reads the whole file. A page that the disk cannot read is damaged, too. @throws the signal's reason. */
export async function* findDamagedPages(
  file: DiskFile,
  { sizeBytes, pages }: { readonly sizeBytes: number; readonly pages: readonly number[] },
  signal?: AbortSignal,
): AsyncGenerator<DamagedPage> {
  const buffer = new Uint8Array(Math.min(PAGE_BYTES, sizeBytes));
  for (const [page, checksum] of pages.entries()) {
    signal?.throwIfAborted();
    const offset = page * PAGE_BYTES;
    const bytes = buffer.subarray(0, Math.min(PAGE_BYTES, sizeBytes - offset));
    const read = await file.read(bytes, offset).catch(() => -1);
    if (read !== bytes.length || crc32(bytes) !== checksum) yield { offset, sizeBytes: bytes.length };
  }
}
