/** The door to restoring, which is loaded when somebody restores. */
import type { BackupResult } from "../store/frame-upkeep.ts";
import type { RestoreFramesOptions } from "./restore.ts";

/**
 * Makes a store of a backup, at a place where there is nothing.
 * @throws FRAMES_NOT_FOUND without a backup; FRAMES_TARGET_NOT_EMPTY; FRAMES_CORRUPT when the copy is damaged or frames are missing:
 * then there is no store; FRAMES_IO; TypeError on misuse.
 * @example
 * await restoreFrames("./backup-2026-11-21", "./store");
 */
export async function restoreFrames(
  backupDir: string,
  targetDir: string,
  options: RestoreFramesOptions = {},
): Promise<BackupResult> {
  const restore = await import("./restore.ts");
  return restore.restoreFrames(backupDir, targetDir, options);
}
