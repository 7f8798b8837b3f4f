/** Restore: a backup becomes a store again, at a place where there is nothing. */
import { restoreFrames, type BackupResult, type Disk } from "@vidmem/frames";
import { BACKUP_COMPANIONS } from "./companions.ts";

/**
 * Copies a backup to `targetDir`, verified byte by byte before it gets its name; the backup stays what it is.
 * @throws FramesError FRAMES_NOT_FOUND without a backup, FRAMES_TARGET_NOT_EMPTY, FRAMES_CORRUPT when the backup is damaged, FRAMES_IO.
 * @example
 *   await restoreMemory("./backup-2026-11-21", "./memory");
 */
export function restoreMemory(
  backupDir: string,
  targetDir: string,
  options: { readonly disk?: Disk | undefined } = {},
): Promise<BackupResult> {
  return restoreFrames(backupDir, targetDir, { ...options, companions: BACKUP_COMPANIONS });
}
