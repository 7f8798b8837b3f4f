/**
 * Backup: the store as it was when the call began, in a folder of its own that opens like any store. Appends go on meanwhile.
 * Sealed files are linked where the file system can do that: they are never changed in place, so what happens to the store later
 * does not reach the backup, erasing included. lost+found/ and foreign files are left out.
 */
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { BackupOptions, BackupResult } from "../store/frame-upkeep.ts";
import { isSealed } from "../store/sealed-segment.ts";
import { onQuietStore, type UpkeepParts } from "./parts.ts";

/**
 * @throws FRAMES_TARGET_NOT_EMPTY, FRAMES_POISONED, FRAMES_IO; TypeError when the target is no path or lies in the store itself, or a
 * companion no name.
 */
export async function backUp(
  parts: UpkeepParts,
  targetDir: string,
  { companions = [] }: BackupOptions = {},
): Promise<BackupResult> {
  const { disk, dir, history } = parts;
  if (typeof targetDir === "string") assertOutside(dir, targetDir); // anything else is told below
  return onQuietStore(parts, "back up", async (lastSeq) => {
    const { beginFolderCopy } = await import("./folder-copy.ts");
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

/** What lies in the store's own folder is lost with it. The folder itself is not empty, which is told elsewhere. */
function assertOutside(dir: string, target: string): void {
  const way = relative(resolve(dir), resolve(target));
  const isOutside = way === "" || way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (!isOutside) throw new TypeError(`targetDir must lie outside of the store: ${target} is in ${dir}`);
}
