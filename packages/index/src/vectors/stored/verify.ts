/**
 * Verifies a folder of vectors: every byte of what its manifest names lies under a checksum (docs/format/vectors.md), and here all of them
 * are compared. Takes no lock and changes nothing; what a writer replaces meanwhile is not judged.
 */
import { basename } from "node:path";
import type { Disk } from "@vidmem/frames";
import type { IndexDamage, VerifyFolderOptions } from "../../index-damage.ts";
import { decodeDeadRows } from "./dead-rows.ts";
import { vectorFolder, type VectorFolder } from "./folder.ts";
import { sketchBytes } from "./format.ts";
import type { SegmentEntry } from "./manifest.ts";
import { toLayout } from "./segment-header.ts";
import { openSegmentRows, type SegmentRows } from "./segment-rows.ts";

/** Records that are read before others get their turn. */
const TURN_ROWS = 1024;

/** @throws the signal's reason; what the disk throws. */
export async function* verifyVectors(options: VerifyFolderOptions): AsyncGenerator<IndexDamage, void, undefined> {
  const folder = vectorFolder(options.disk, options.dir);
  const judged = new Set<string>();
  for (;;) {
    options.signal?.throwIfAborted();
    const manifest = await folder.readManifest();
    if (manifest === undefined && (await options.disk.stat(folder.manifestPath)) !== undefined)
      return yield {
        file: basename(folder.manifestPath),
        offset: 0,
        message: "which files count can no longer be read",
      };
    const next = manifest?.segments.find((entry) => !judged.has(identityOf(entry)));
    if (next === undefined) return;
    const found: IndexDamage[] = [];
    for await (const damage of verifyEntry(options, folder, next)) found.push(damage);
    if (found.length > 0 && (await isReplaced(folder, next))) continue;
    judged.add(identityOf(next));
    yield* found;
  }
}

function identityOf({ number, deadFile }: SegmentEntry): string {
  return `${number}-${deadFile}`;
}

/** Whether the manifest, while there is one, names something else now. */
async function isReplaced(folder: VectorFolder, entry: SegmentEntry): Promise<boolean> {
  const manifest = await folder.readManifest();
  return manifest !== undefined && !manifest.segments.some((other) => identityOf(other) === identityOf(entry));
}

async function* verifyEntry(
  { disk, signal }: VerifyFolderOptions,
  folder: VectorFolder,
  { number, deadFile }: SegmentEntry,
): AsyncGenerator<IndexDamage> {
  const path = folder.segmentPath(number);
  const file = basename(path);
  if ((await disk.stat(path)) === undefined) return yield { file, offset: 0, message: "the file is missing" };
  const rows = await openSegmentRows(disk, path, undefined);
  if (rows === undefined) return yield { file, offset: 0, message: "its header or its keys are not what was written" };
  try {
    const { sketchesAt, recordsAt } = toLayout(rows.header);
    if (deadFile > 0) yield* verifyDead(disk, folder.deadPath(number, deadFile), rows.count);
    // Sketches first: reading damaged ones kills all rows.
    const records = await findDamagedRecords(rows, signal);
    const sketches = new Uint8Array(rows.count * sketchBytes(rows.header.dimensions));
    if (!rows.readSketches(0, sketches))
      yield { file, offset: sketchesAt, message: "its sketches are not what was written" };
    for (const offset of records)
      yield { file, offset: recordsAt + offset, message: "a vector is not what was written" };
  } finally {
    await rows.close();
  }
}

async function* verifyDead(disk: Disk, path: string, rows: number): AsyncGenerator<IndexDamage> {
  const file = basename(path);
  if ((await disk.stat(path)) === undefined) return yield { file, offset: 0, message: "the file is missing" };
  const open = await disk.open(path, "read");
  try {
    const bytes = new Uint8Array(await open.size());
    const isWhole = (await open.read(bytes, 0)) === bytes.length && decodeDeadRows(bytes, rows) !== undefined;
    if (!isWhole) yield { file, offset: 0, message: "which vectors are deleted is not what was written" };
  } finally {
    await open.close();
  }
}

/** Where damaged records begin, counted from the first record. */
async function findDamagedRecords(rows: SegmentRows, signal: AbortSignal | undefined): Promise<number[]> {
  const damaged: number[] = [];
  let offset = 0;
  for (let from = 0; from < rows.count; from += TURN_ROWS) {
    signal?.throwIfAborted();
    const wanted = Array.from({ length: Math.min(TURN_ROWS, rows.count - from) }, (_, at) => from + at);
    const intact = new Set<number>();
    rows.visitRecords(wanted, (row) => intact.add(row));
    for (const row of wanted) {
      if (!intact.has(row)) damaged.push(offset);
      offset += rows.recordLength(row);
    }
    await new Promise(setImmediate);
  }
  return damaged;
}
