/** Held file: a file that is open to be read, with errors that name it. */
import { join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { ioError } from "../errors.ts";

export interface HeldFile {
  readonly path: string;
  readSync(into: Uint8Array, position: number): number;
  /** Closing is not waited for: nothing is written through a held file. */
  close(): void;
}

/** Opens a file for reading. @throws FRAMES_IO */
export async function holdFile(disk: Disk, dir: string, file: string): Promise<HeldFile> {
  const path = join(dir, file);
  try {
    return held(await disk.open(path, "read"), path);
  } catch (cause) {
    throw ioError("open", path, cause);
  }
}

/** Wraps a file that is open already. */
export function held(open: DiskFile, path: string): HeldFile {
  return {
    path,
    readSync(into, position) {
      try {
        return open.readSync(into, position);
      } catch (cause) {
        throw ioError("read", path, cause);
      }
    },
    // A file that cannot be closed was only read: there is nothing to lose and nobody to tell.
    close: () => void open.close().catch(() => undefined),
  };
}
