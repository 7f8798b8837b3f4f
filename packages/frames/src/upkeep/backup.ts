/**
 * Backup: the store as it was when the call began, in a folder of its own that opens like any store. Appends go on meanwhile.
 * Sealed files are linked where the file system can do that: they are never changed in place, so what happens to the store later
 * does not reach the backup, erasing included. lost+found/ and foreign files are left out.
 */
import { join } from "node:path";
import type { BackupOptions, BackupResult } from "../store/frame-upkeep.ts";
import { isSealed } from "../store/sealed-segment.ts";
import { beginFolderCopy } from "./folder-copy.ts";
import { onQuietStore, type UpkeepParts } from "./parts.ts";

/** @throws FRAMES_TARGET_NOT_EMPTY, FRAMES_POISONED, FRAMES_IO; TypeError when the target is no path, or a companion no name. */
export async function backUp(
  parts: UpkeepParts,
  targetDir: string,
  { companions = [] }: BackupOptions = {},
): Promise<BackupResult> {
  const { disk, dir, history } = parts;
  return onQuietStore(parts, "back up", async (lastSeq) => {
    const copy = await beginFolderCopy(disk, targetDir, companions);
    let [segments, bytes, linked] = [0, 0, 0];
    for (const segment of history.segments) {
      if (segment.lastSeq > lastSeq) break;
      const { file, sizeBytes } = segment;
      const isLinked = isSealed(segment) && (await copy.link(join(dir, file), file));
      bytes += isSealed(segment) ? sizeBytes : await copy.copy(join(dir, file), file);
      linked += isLinked ? 1 : 0;
      segments++;
    }
    bytes += await copy.copyCompanions(dir);
    await copy.finish();
    return { segments, bytes, linked };
  });
}
