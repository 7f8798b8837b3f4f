/**
 * Seal job: complete segments to one new sealed file, told in plain values, so that it can be done on any thread. What comes before and
 * after on the disk is the sealer's: docs/format/store.md.
 * Invariant: when it is done, the contents of the target are durable (its name is not); when it fails, there is no target.
 */
import { join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { ioError } from "../errors.ts";
import { createChunkPipeline } from "../sealed/chunk-pipeline.ts";
import { copyChunks } from "../sealed/copy-chunks.ts";
import type { SealLevel } from "../sealed/deflater.ts";
import { openSealed } from "../sealed/segment-reader.ts";
import { fillFile, type FileSink } from "./file-sink.ts";
import type { SeqRange } from "./names.ts";
import { sealRows, type RowsExtent } from "./seal-rows.ts";

/** The knee of the curve, see SealLevel. */
export const SEAL_LEVEL: SealLevel = 3;

/** A sealed file of which the chunks are copied. */
interface SealedSource {
  /** Path below the store's folder. */
  readonly file: string;
  readonly sizeBytes: number;
}

/** What to make. All paths are below the store's folder; sources adjoin, in order of seq. */
export interface SealJob extends SeqRange {
  /** Where the new file goes. */
  readonly target: string;
  /** ms since 1970 */
  readonly createdAt: number;
  readonly source: { readonly rows: readonly RowsExtent[] } | { readonly sealed: readonly SealedSource[] };
}

/** Where a job is done. */
export interface SealSite {
  readonly disk: Disk;
  readonly dir: string;
  /** Awaited every few milliseconds, so that others go first. */
  readonly turn?: (() => Promise<void>) | undefined;
}

/** @throws FRAMES_CORRUPT naming the damaged source, FRAMES_IO, and what else the disk throws. */
export async function runSealJob(job: SealJob, site: SealSite): Promise<void> {
  const { source } = job;
  await fillFile(site.disk, join(site.dir, job.target), (write) =>
    "rows" in source
      ? sealFiles(source.rows, job, { ...site, write })
      : mergeFiles(source.sealed, job, { ...site, write }),
  );
}

type Filling = SealSite & Pick<FileSink, "write">;

async function sealFiles(sources: readonly RowsExtent[], job: SealJob, filling: Filling): Promise<void> {
  const { write, turn } = filling;
  const pipeline = createChunkPipeline({ write, range: job, createdAt: job.createdAt, level: SEAL_LEVEL });
  for (const rows of sources) {
    await withFile(filling, rows.file, (file, path) => {
      const readAt = (into: Uint8Array, at: number): Promise<number> =>
        file.read(into, at).catch((cause: unknown) => {
          throw ioError("read", path, cause);
        });
      return sealRows(pipeline, rows, { readAt, turn });
    });
  }
  await pipeline.finish();
}

async function mergeFiles(sources: readonly SealedSource[], job: SealJob, filling: Filling): Promise<void> {
  const files: DiskFile[] = [];
  try {
    for (const { file } of sources) files.push(await openFile(filling, file));
    const segments = sources.map(({ file, sizeBytes }, n) => openSealed(files[n]!, file, { sizeBytes }));
    await copyChunks(segments, { write: filling.write, createdAt: job.createdAt });
  } finally {
    for (const file of files) await closeFile(file);
  }
}

async function withFile(
  site: SealSite,
  name: string,
  use: (file: DiskFile, path: string) => Promise<void>,
): Promise<void> {
  const file = await openFile(site, name);
  try {
    await use(file, join(site.dir, name));
  } finally {
    await closeFile(file);
  }
}

async function openFile({ disk, dir }: SealSite, name: string): Promise<DiskFile> {
  const path = join(dir, name);
  try {
    return await disk.open(path, "read");
  } catch (cause) {
    throw ioError("open", path, cause);
  }
}

/** A file that cannot be closed was only read: nothing is lost. */
async function closeFile(file: DiskFile): Promise<void> {
  await file.close().catch(() => undefined);
}
