/**
 * Verifies the segments of an index folder: every byte that its manifest names is compared with what was written. Takes no lock and changes
 * nothing, so a writer may replace files meanwhile: what was replaced is not judged.
 */
import { posix } from "node:path";
import { isIndexError } from "../errors.ts";
import type { IndexDamage, VerifyFolderOptions } from "../index-damage.ts";
import { isDamage } from "./noticing-damage.ts";
import { MANIFEST_NAME, readAnyManifest, type Manifest, type ManifestSegment } from "./manifest.ts";
import { findDamagedPages } from "./page-checksums.ts";
import { openSegmentFile } from "./segment-store.ts";

/** Streams the damage. An index that is missing, or of another version, is none. @throws the signal's reason; what the disk throws. */
export async function* verifySegments(options: VerifyFolderOptions): AsyncGenerator<IndexDamage, void, undefined> {
  const judged = new Set<string>();
  for (;;) {
    options.signal?.throwIfAborted();
    const manifest = await readJudgedManifest(options);
    if ("message" in manifest) return yield manifest;
    const next = manifest.segments.find(({ name }) => !judged.has(name));
    if (next === undefined) return;
    const found: IndexDamage[] = [];
    for await (const damage of verifySegment(options, next)) found.push(damage);
    if (found.length > 0 && (await isReplaced(options, next))) continue;
    judged.add(next.name);
    yield* found;
  }
}

async function readJudgedManifest({
  disk,
  dir,
}: VerifyFolderOptions): Promise<Pick<Manifest, "segments"> | IndexDamage> {
  try {
    const manifest = await readAnyManifest(disk, dir);
    return manifest === undefined || manifest === "another version" ? { segments: [] } : manifest;
  } catch (error) {
    if (!isIndexError(error)) throw error;
    return { file: MANIFEST_NAME, offset: 0, message: "which segments make up the index can no longer be read" };
  }
}

/** Whether the manifest says something else of a file now. One that was damaged meanwhile will be met by the next look at it. */
async function isReplaced(options: VerifyFolderOptions, { name, sizeBytes, pages }: ManifestSegment): Promise<boolean> {
  const manifest = await readJudgedManifest(options);
  if ("message" in manifest) return true;
  const now = manifest.segments.find((segment) => segment.name === name);
  return now === undefined || now.sizeBytes !== sizeBytes || String(now.pages) !== String(pages);
}

async function* verifySegment(options: VerifyFolderOptions, entry: ManifestSegment): AsyncGenerator<IndexDamage> {
  const { dir, disk, signal } = options;
  const { name: file, sizeBytes, pages } = entry;
  const path = posix.join(dir, file);
  const stat = await disk.stat(path);
  if (stat === undefined) return yield { file, offset: 0, message: "the file is missing" };
  if (stat.sizeBytes !== sizeBytes)
    return yield {
      file,
      offset: Math.min(stat.sizeBytes, sizeBytes),
      message: `${stat.sizeBytes} bytes, not ${sizeBytes}`,
    };
  if (pages === undefined) return yield* verifyHeads(options, entry);
  const open = await disk.open(path, "read");
  try {
    for await (const { offset, sizeBytes: pageBytes } of findDamagedPages(open, { sizeBytes, pages }, signal))
      yield { file, offset, message: `something in these ${pageBytes} bytes is not what was written` };
  } finally {
    await open.close();
  }
}

/** A segment without checksums of its pages: what has one of its own is its directory, and the heads of its sections. */
async function* verifyHeads({ dir, disk }: VerifyFolderOptions, entry: ManifestSegment): AsyncGenerator<IndexDamage> {
  let segment;
  try {
    segment = await openSegmentFile({ dir, disk }, entry);
    for (const namespace of segment.segment.namespaces) segment.segment.section(namespace);
  } catch (error) {
    if (!isDamage(error)) throw error;
    yield { file: entry.name, offset: 0, message: "its directory or a head in it is not what was written" };
  } finally {
    await segment?.close();
  }
}
