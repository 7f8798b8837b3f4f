/**
 * Restore: a backup becomes a store of its own. Every file is copied, never linked, so that the backup stays what it is; the copy
 * is verified as it lies on the disk before it gets its name.
 */
import { join } from "node:path";
import type { Disk } from "../disk/disk.ts";
import { nodeDisk } from "../disk/node-disk.ts";
import { FramesError, ioError } from "../errors.ts";
import { assertKnownKeys } from "../options.ts";
import { createChunkCache } from "../store/chunk-cache.ts";
import { createFindings } from "../store/findings.ts";
import type { Violation } from "../store/frame-log.ts";
import type { BackupResult } from "../store/frame-upkeep.ts";
import { createHistory } from "../store/history.ts";
import { report } from "../store/recovery.ts";
import { takeSnapshot } from "../store/snapshot.ts";
import { verifyStore } from "../store/verify.ts";
import { beginFolderCopy, toPath } from "./folder-copy.ts";

/** How to restore. */
export interface RestoreFramesOptions {
  /** Where both folders are. Default `nodeDisk()`. */
  readonly disk?: Disk | undefined;
  /** Names of files beside `shards/` that come along when they are there. Default none. */
  readonly companions?: readonly string[] | undefined;
}

const KEYS: ReadonlySet<string> = new Set(["disk", "companions"]);

/** What open-restore.ts promises. */
export async function restoreFrames(
  backupDir: string,
  targetDir: string,
  options: RestoreFramesOptions = {},
): Promise<BackupResult> {
  assertKnownKeys("restoreFrames", options, KEYS);
  const { disk = nodeDisk(), companions = [] } = options;
  const source = toPath("backupDir", backupDir);
  try {
    return await restore(source, targetDir, { disk, companions });
  } catch (cause) {
    throw cause instanceof TypeError ? cause : ioError("restore", source, cause);
  }
}

async function restore(
  source: string,
  targetDir: string,
  { disk, companions }: { readonly disk: Disk; readonly companions: readonly string[] },
): Promise<BackupResult> {
  if ((await disk.stat(join(source, "shards"))) === undefined) {
    const message = `There is no backup at ${source}. Check the path.`;
    throw new FramesError("FRAMES_NOT_FOUND", message, { details: { path: source } });
  }
  const copy = await beginFolderCopy(disk, targetDir, companions);
  const files = await segmentFiles(disk, source);
  let bytes = 0;
  for (const file of files) bytes += await copy.copy(join(source, file), file);
  await assertSound(disk, copy.partial, source);
  bytes += await copy.copyCompanions(source);
  await copy.finish();
  return { segments: files.length, bytes, linked: 0 };
}

async function segmentFiles(disk: Disk, dir: string): Promise<readonly string[]> {
  const segments = report(await snapshotOf(disk, dir), createFindings());
  for (const segment of segments) segment.release();
  return segments.map(({ file }) => file);
}

async function assertSound(disk: Disk, dir: string, source: string): Promise<void> {
  const findings = createFindings();
  const history = createHistory(report(await snapshotOf(disk, dir), findings));
  const recovery = findings.toReport({ frames: history.lastSeq, segments: history.segments.length });
  const found: Violation[] = [];
  const committedSeq = history.lastSeq;
  for await (const violation of verifyStore({ disk, dir, history, recovery, committedSeq, signal: undefined })) {
    found.push(violation);
  }
  history.close();
  const [first] = found;
  if (first === undefined) return;
  const message =
    `The backup at ${source} is damaged: ${found.length} findings, the first in ${first.file} at offset ${first.offset} (${first.message}). ` +
    "Take another backup; to save what is readable, copy the folder, open it for writing and run repair.";
  throw new FramesError("FRAMES_CORRUPT", message, {
    details: { path: source, file: first.file, offset: first.offset, findings: found.length },
  });
}

function snapshotOf(disk: Disk, dir: string): ReturnType<typeof takeSnapshot> {
  return takeSnapshot({ disk, dir, seed: 0, chunks: createChunkCache({ chunks: 1, sizeBytes: 1024 * 1024 }) });
}
