/** What a background worker does: it writes a segment from documents, or one from several. The same on a thread and without one. */
import { nodeDisk, type Disk, type DiskFile } from "@vidmem/frames";
import { createTermTable, type TermTable } from "../analysis/term-table.ts";
import { buildSegment } from "../segment/build-segment.ts";
import type { DocumentBatch } from "../segment/document-batch.ts";
import { mergeSegments } from "../segment/merge-segments.ts";
import type { ManifestSegment } from "./manifest.ts";
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

async function merge({ dir, segments, without }: MergeTask, disk: Disk, file: SequentialFile): Promise<void> {
  const opened = [];
  try {
    for (const segment of segments) opened.push(await openSegmentFile({ disk, dir }, segment));
    await mergeSegments(
      opened.map(({ segment }) => segment),
      file.write,
      new Set(without),
    );
  } finally {
    for (const one of opened) await one.close();
  }
}

interface SequentialFile {
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** Makes a new file; it is durable when this resolves, but for its name. What is left of an earlier try is replaced. */
async function writeFile(disk: Disk, path: string, fill: (file: SequentialFile) => Promise<void>): Promise<TaskResult> {
  if ((await disk.stat(path)) !== undefined) await disk.remove(path);
  const file = await disk.open(path, "create");
  let at = 0;
  try {
    await fill({
      write: async (bytes) => {
        await writeWhole(file, bytes, at);
        at += bytes.length;
      },
    });
    await file.datasync();
    return { sizeBytes: at };
  } finally {
    await file.close();
  }
}

async function writeWhole(file: DiskFile, bytes: Uint8Array, at: number): Promise<void> {
  const written = await file.write(bytes, at);
  if (written !== bytes.length) throw new Error(`the disk took ${written} of ${bytes.length} bytes`);
}
