/**
 * Spare segments: the file of the next row segment is made and opened while the current one fills, so that no saver waits for it.
 * Invariant: when `take` resolves, the file and its name are durable.
 */
import { join } from "node:path";
import type { RowsName } from "./names.ts";
import { closeRowFiles, createRowFiles, type NewRowFiles, type RowFiles, type RowFilesParts } from "./row-files.ts";

export interface SpareSegments {
  /** Starts making a file, unless one waits already. Not waited for: a failure is told to whoever takes it. */
  prepare(name: RowsName, filling: NewRowFiles["filling"]): void;
  /** Gives the file of a new segment, empty. Whoever takes it closes it. */
  take(name: RowsName): Promise<RowFiles>;
  /** Removes what was made and not taken. */
  close(): Promise<void>;
  /** Syncs so far. */
  readonly syncs: number;
}

interface Spare {
  readonly name: RowsName;
  readonly made: Promise<RowFiles>;
}

export function createSpareSegments(parts: RowFilesParts): SpareSegments {
  const { disk, dir } = parts;
  let spare: Spare | undefined;
  let syncs = 0;
  let syncedMonth = "";

  async function make(name: RowsName, filling: NewRowFiles["filling"]): Promise<RowFiles> {
    const files = await createRowFiles(parts, name, { syncedMonth, filling });
    syncedMonth = name.month;
    syncs++;
    return files;
  }

  /** It holds nothing: one that failed, or that cannot be removed, is no failure of whoever goes on. The next opening removes it. */
  async function discard({ name, made }: Spare): Promise<void> {
    try {
      await closeRowFiles(await made);
      await disk.remove(join(dir, name.file));
    } catch {
      // told to nobody: nothing that was saved, or will be, lies in this file
    }
  }

  return {
    prepare(name, filling) {
      if (spare !== undefined) return;
      const made = make(name, filling);
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
        await discard(ready);
      }
      return make(name, "hole"); // somebody waits
    },
    async close() {
      const ready = spare;
      spare = undefined;
      if (ready !== undefined) await discard(ready);
    },
    get syncs() {
      return syncs;
    },
  };
}
