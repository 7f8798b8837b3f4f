/**
 * Spare segments: the file of the next row segment is made while the current one fills, so that no saver waits for it.
 * Invariant: when `take` resolves, the file and its name are durable.
 */
import { dirname, join } from "node:path";
import type { Disk } from "../disk/disk.ts";
import { ensureFolder, syncFolders } from "./folders.ts";
import type { RowsName } from "./names.ts";

export interface SpareSegments {
  /** Starts making a file, unless one waits already. Not waited for: a failure is told to whoever takes it. */
  prepare(name: RowsName): void;
  /** Makes sure that the file of a segment is there, empty. */
  take(name: RowsName): Promise<void>;
  /** Removes what was made and not taken. */
  close(): Promise<void>;
  /** Syncs so far. */
  readonly syncs: number;
}

export interface SpareSegmentsParts {
  readonly disk: Disk;
  readonly dir: string;
  /** Size that files are given. */
  readonly rowBytes: number;
}

interface Spare {
  readonly name: RowsName;
  readonly made: Promise<void>;
}

export function createSpareSegments({ disk, dir, rowBytes }: SpareSegmentsParts): SpareSegments {
  let spare: Spare | undefined;
  let syncs = 0;
  let syncedMonth = "";

  async function make({ file, month }: RowsName): Promise<void> {
    const path = join(dir, file);
    await ensureFolder(disk, dirname(path));
    const made = await disk.open(path, "create");
    try {
      await made.truncate(rowBytes);
      await made.sync();
    } finally {
      await made.close();
    }
    // Once a month all folders above: one that was there may be there in name only, after a sync that failed.
    if (month === syncedMonth) await disk.syncDir(dirname(path));
    else await syncFolders(disk, dir, file);
    syncedMonth = month;
    syncs++;
  }

  return {
    prepare(name) {
      if (spare !== undefined) return;
      const made = make(name);
      made.catch(() => undefined);
      spare = { name, made };
    },
    async take(name) {
      const ready = spare;
      if (ready?.name.file === name.file) {
        spare = undefined;
        return ready.made;
      }
      // Planning may be ahead by more than one segment: then the spare's turn comes later. In a new month it never does.
      if (ready !== undefined && ready.name.month !== name.month) {
        spare = undefined;
        await ready.made;
        await disk.remove(join(dir, ready.name.file));
      }
      return make(name);
    },
    async close() {
      const ready = spare;
      spare = undefined;
      // It holds nothing: should it stay, the next opening removes it.
      await ready?.made.then(() => disk.remove(join(dir, ready.name.file))).catch(() => undefined);
    },
    get syncs() {
      return syncs;
    },
  };
}
