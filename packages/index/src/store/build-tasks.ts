/** What a background worker does: it writes a segment from documents, or one from several. The same on a thread and without one. */
import { posix } from "node:path";
import { nodeDisk, type Disk, type DiskFile } from "@vidmem/frames";
import { createTermTable, type TermTable } from "../analysis/term-table.ts";
import { buildSegment } from "../segment/build-segment.ts";
import { damaged } from "../segment/byte-reader.ts";
import type { DocumentBatch } from "../segment/document-batch.ts";
import { mergeSegments } from "../segment/merge-segments.ts";
import type { ManifestSegment } from "./manifest.ts";
import { createPageChecksums, findDamagedPages } from "./page-checksums.ts";
import { openSegmentFile } from "./segment-store.ts";

/** A batch to be written to `path`. Its memory is the task's: a thread takes it over. */
interface BuildTask {
  readonly kind: "build";
  readonly path: string;
  readonly batch: DocumentBatch;
}

/** Segments of a folder, oldest first, to be written to `path` as one. */
interface MergeTask {
  readonly kind: "merge";
  readonly path: string;
  readonly dir: string;
  readonly segments: readonly ManifestSegment[];
  /** References of documents of which nothing is to be left. */
  readonly without: readonly number[];
}

export type IndexTask = BuildTask | MergeTask;

/** What was written. */
export interface TaskResult {
  readonly sizeBytes: number;
  /** CRC32 of each page of the file. */
  readonly pages: readonly number[];
}

/** Does tasks, one at a time. */
export interface TaskRunner {
  run(task: IndexTask): Promise<TaskResult>;
  close(): Promise<void>;
}

/** Does tasks where it is called. The table remembers words between builds. */
export function createTaskRunner(disk: Disk = nodeDisk(), table: TermTable = createTermTable()): TaskRunner {
  return {
    run: (task) =>
      writeFile(disk, task.path, (file) =>
        task.kind === "build" ? build(task, table, file) : merge(task, disk, file),
      ),
    close: () => Promise.resolve(),
  };
}

async function build({ batch }: BuildTask, table: TermTable, file: SequentialFile): Promise<void> {
  for (const part of buildSegment(batch, table)) await file.write(part);
}

/** What was damaged would be under a checksum of its own afterwards: so everything is compared before it is copied. */
async function merge({ dir, segments, without }: MergeTask, disk: Disk, file: SequentialFile): Promise<void> {
  const opened = [];
  try {
    for (const segment of segments) {
      await assertUndamaged(disk, dir, segment);
      opened.push(await openSegmentFile({ disk, dir }, segment));
    }
    await mergeSegments(
      opened.map(({ segment }) => segment),
      file.write,
      new Set(without),
    );
  } finally {
    for (const one of opened) await one.close();
  }
}

/** @throws INDEX_DAMAGED. A file without checksums of its pages passes. */
async function assertUndamaged(disk: Disk, dir: string, { name, sizeBytes, pages }: ManifestSegment): Promise<void> {
  if (pages === undefined) return;
  const path = posix.join(dir, name);
  if ((await disk.stat(path)) === undefined) return; // opening it tells
  const file = await disk.open(path, "read");
  try {
    for await (const { offset } of findDamagedPages(file, { sizeBytes, pages }))
      throw damaged(`${name} fails a checksum at ${offset}`);
  } finally {
    await file.close();
  }
}

interface SequentialFile {
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** Makes a new file; it is durable when this resolves, but for its name. What is left of an earlier try is replaced. */
async function writeFile(disk: Disk, path: string, fill: (file: SequentialFile) => Promise<void>): Promise<TaskResult> {
  if ((await disk.stat(path)) !== undefined) await disk.remove(path);
  const file = await disk.open(path, "create");
  const checksums = createPageChecksums();
  let at = 0;
  try {
    await fill({
      write: async (bytes) => {
        checksums.add(bytes);
        await writeWhole(file, bytes, at);
        at += bytes.length;
      },
    });
    await file.datasync();
    return { sizeBytes: at, pages: checksums.finish() };
  } finally {
    await file.close();
  }
}

async function writeWhole(file: DiskFile, bytes: Uint8Array, at: number): Promise<void> {
  const written = await file.write(bytes, at);
  if (written !== bytes.length) throw new Error(`the disk took ${written} of ${bytes.length} bytes`);
}
