/** What the bytes of sealed segments hold. Layout: docs/format/sealed.md §Footer; every frame has a fingerprint or none has. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { filesBelow } from "./files.ts";

/** Sums over the sealed segments of a store; rows that are not sealed yet are left out. */
export interface SealedParts {
  readonly frames: number;
  readonly sizeBytes: number;
  /** Bytes by what they are, in the order of the file. */
  readonly parts: Readonly<Record<string, number>>;
}

const SEALED_NAME = /^\d{12}-\d{12}\.frames$/;
const FOOTER_BYTES = 128;
const FRAMES_AT = 16;
const DIRECTORY_AT = 48;
const TABLE_REF_BYTES = 16;
/** Of a table reference, behind its offset. */
const ITEMS_AT = 8;
const KEY_BYTES = 8;

export function measureSealed(dir: string): SealedParts {
  const paths = filesBelow(join(dir, "shards")).filter((path) => SEALED_NAME.test(basename(path)));
  let frames = 0;
  let sizeBytes = 0;
  const sums: Record<string, number> = {};
  for (const path of paths) {
    const segment = partsOf(path);
    frames += segment.frames;
    sizeBytes += segment.sizeBytes;
    for (const [part, bytes] of Object.entries(segment.parts)) sums[part] = (sums[part] ?? 0) + bytes;
  }
  return { frames, sizeBytes, parts: sums };
}

function partsOf(path: string): SealedParts {
  const { size } = statSync(path);
  const footer = Buffer.alloc(FOOTER_BYTES);
  const file = openSync(path, "r");
  readSync(file, footer, 0, FOOTER_BYTES, size - FOOTER_BYTES);
  closeSync(file);
  const frames = footer.readUInt32BE(FRAMES_AT);
  const [directory, ids, fingerprints] = [0, 1, 2].map((table) => {
    const at = DIRECTORY_AT + table * TABLE_REF_BYTES;
    return { offset: Number(footer.readBigUInt64BE(at)), items: footer.readUInt32BE(at + ITEMS_AT) };
  }) as [TableRef, TableRef, TableRef];
  const idBytes = frames * KEY_BYTES;
  const fingerprintBytes = fingerprints.items * KEY_BYTES;
  const parts = {
    chunks: directory.offset - idBytes - fingerprintBytes,
    "ids in chunks": idBytes,
    "fingerprints in chunks": fingerprintBytes,
    directory: ids.offset - directory.offset,
    "id table": fingerprints.offset - ids.offset,
    "fingerprint table": size - FOOTER_BYTES - fingerprints.offset,
  };
  return { frames, sizeBytes: size, parts };
}

interface TableRef {
  readonly offset: number;
  readonly items: number;
}
