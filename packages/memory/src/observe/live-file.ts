/** The live file: the newest events of all sessions, in a bounded number of files of bounded size. */
import { join } from "node:path";
import type { Disk } from "@vidmem/frames";
import { createAppendedFile, type AppendedFile } from "./appended-file.ts";
import { liveFileName } from "./log-folder.ts";

/** Older files that are kept. */
const KEPT_FILES = 3;

export interface LiveFileOptions {
  readonly disk: Disk;
  readonly folder: string;
  /** Bytes after which a file is followed by a new one: it is larger by one append at most. */
  readonly maxBytes: number;
}

/** The folder must exist before the first append. */
export function createLiveFile({ disk, folder, maxBytes }: LiveFileOptions): AppendedFile {
  const file = createAppendedFile(disk, join(folder, liveFileName(0)));
  return {
    get sizeBytes() {
      return file.sizeBytes;
    },
    async append(bytes) {
      await file.append(bytes);
      if (file.sizeBytes < maxBytes) return;
      await file.close();
      await moveAside(disk, folder);
    },
    sync: () => file.sync(),
    close: () => file.close(),
  };
}

/** Each file takes the name of the next older one; the oldest is replaced. */
async function moveAside(disk: Disk, folder: string): Promise<void> {
  for (let age = KEPT_FILES; age > 0; age--) {
    const from = join(folder, liveFileName(age - 1));
    if ((await disk.stat(from)) !== undefined) await disk.rename(from, join(folder, liveFileName(age)));
  }
}
