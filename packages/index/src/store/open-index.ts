/**
 * An index in a folder: what the log reaches further than its segments comes from the log again, and all else is where it was. The
 * folder can be deleted at any time. One writer; readers take what its manifest names.
 *
 * Lifetime of a document: pending in memory, searchable at once; written into a segment by one background worker; merged in tiers.
 * Invariants: the manifest is replaced when a segment is durable, and pending documents are forgotten after that; a segment file is
 * closed when no search can hold it.
 */
import { posix } from "node:path";
import type { Disk } from "@vidmem/frames";
import { createIndexContents, type IndexContents } from "../index-contents.ts";
import { isIndexError } from "../errors.ts";
import { toIoError } from "../io-error.ts";
import { damaged } from "../segment/byte-reader.ts";
import type { TaskRunner } from "./build-tasks.ts";
import {
  EMPTY_MANIFEST,
  MANIFEST_NAME,
  readManifest,
  removeIfThere,
  segmentNumber,
  type Manifest,
} from "./manifest.ts";
import { createListCache, type ListCache } from "../segment/list-cache.ts";
import { openSegmentFile, type SegmentFile } from "./segment-store.ts";
import { createUpkeep, type IndexUpkeep } from "./upkeep.ts";

/** How an index lies in its folder. */
export interface IndexFolderOptions {
  readonly dir: string;
  readonly disk: Disk;
  readonly readOnly: boolean;
  /** The last place in the history that the index is derived from. */
  readonly lastSeq: number;
  readonly runner: TaskRunner;
  /** Pending documents that start a build soon, and at once. */
  readonly startAt: number;
  readonly forceAt: number;
}

export interface IndexFolder {
  readonly contents: IndexContents;
  /** Frames up to this place in history need not be read again. */
  readonly reach: number;
  /** Why the index that was there could not be used, if so. */
  readonly rebuiltBecause: string | undefined;
  readonly upkeep: IndexUpkeep;
}

/** Opens what is there. An index that is damaged or of another version is put aside, as if there were none. @throws INDEX_IO */
export async function openIndexFolder(options: IndexFolderOptions): Promise<IndexFolder> {
  try {
    return await openFolder(options);
  } catch (cause) {
    throw toIoError(cause, { verb: "open", what: "index", dir: options.dir });
  }
}

async function openFolder(options: IndexFolderOptions): Promise<IndexFolder> {
  const { disk, dir, readOnly } = options;
  const cache = createListCache(KEPT_LIST_BYTES);
  const found = await readFolder({ ...options, cache });
  if (!readOnly) await makeFolder(disk, dir);
  if (!readOnly) await removeOthers(disk, dir, found.manifest);
  const contents = createIndexContents(
    found.files.map(({ segment }) => segment),
    readOnly ? BATCH_OF_READERS : undefined,
  );
  const upkeep = createUpkeep({ ...options, cache, contents, files: found.files, reach: found.manifest.reach });
  return { contents, reach: found.manifest.reach, rebuiltBecause: found.rebuiltBecause, upkeep };
}

interface Found {
  readonly manifest: Manifest;
  readonly files: readonly SegmentFile[];
  readonly rebuiltBecause: string | undefined;
}

/** Lists that are kept in memory. Of a million memories, those of common words take 100 MB. */
const KEPT_LIST_BYTES = 16 * 1_048_576;
/** A reader builds no segments: what the index does not reach, it keeps in few large batches. */
const BATCH_OF_READERS = 65_536;

/** A reader may meet a writer that has just replaced the manifest and removed what it named before: then it looks again. */
const READER_TRIES = 3;

async function readFolder(options: IndexFolderOptions & { readonly cache: ListCache }): Promise<Found> {
  for (let left = options.readOnly ? READER_TRIES : 1; ; left--) {
    const found = await tryFolder(options);
    if (found.rebuiltBecause === undefined || left === 1) return found;
  }
}

async function tryFolder({
  disk,
  dir,
  lastSeq,
  cache,
}: IndexFolderOptions & { readonly cache: ListCache }): Promise<Found> {
  const files: SegmentFile[] = [];
  try {
    const manifest = (await readManifest(disk, dir)) ?? EMPTY_MANIFEST;
    if (manifest.reach > lastSeq) throw damaged("it reaches further than the log");
    for (const segment of manifest.segments) files.push(await openSegmentFile({ disk, dir, cache }, segment));
    return { manifest, files, rebuiltBecause: undefined };
  } catch (error) {
    for (const file of files) await file.close();
    if (!isIndexError(error)) throw error;
    return { manifest: EMPTY_MANIFEST, files: [], rebuiltBecause: error.message };
  }
}

async function makeFolder(disk: Disk, dir: string): Promise<void> {
  if ((await disk.stat(dir)) !== undefined) return;
  await disk.mkdir(dir);
  await disk.syncDir(posix.dirname(dir));
}

/** Takes away segments that no manifest names: what a crash left, and what could not be used. */
async function removeOthers(disk: Disk, dir: string, manifest: Manifest): Promise<void> {
  const named = new Set(manifest.segments.map(({ name }) => name));
  for (const { name, type } of await disk.readdir(dir)) {
    if (type === "file" && segmentNumber(name) !== undefined && !named.has(name))
      await disk.remove(posix.join(dir, name));
  }
  if (manifest === EMPTY_MANIFEST) await removeIfThere(disk, posix.join(dir, MANIFEST_NAME));
}
