/**
 * Row files: the descriptors through which a row segment is written and read while it grows.
 * Invariant: when a new file is given back, it and its name are durable; when making one fails, nothing stays open.
 */
import { dirname, join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { ensureFolder, syncFolders } from "./folders.ts";
import type { RowsName } from "./names.ts";
import { writeZeros } from "./zero-fill.ts";

export interface RowFiles {
  /** Takes the rows. */
  readonly rows: DiskFile;
  /** Takes zeros ahead of rows that are written through; it does not write through itself. Absent when all is zeroed. */
  readonly zeros: DiskFile | undefined;
  sizeBytes: number;
}

/** How files are made and opened. */
export interface RowFilesParts {
  readonly disk: Disk;
  readonly dir: string;
  /** Size that files are given: what lies behind the rows is a hole. */
  readonly rowBytes: number;
  /** Whether each write must be durable when it resolves. */
  readonly writeThrough: boolean;
}

/** How a new file is made. */
export interface NewRowFiles {
  /** The month whose folders were synced up to the store's by this process. */
  readonly syncedMonth: string;
  /** What lies behind the rows: zeros that have their place on the disk, so that a row costs it one write and no more; or a hole. */
  readonly filling: "zeros" | "hole";
}

/** Makes the file of a new segment. */
export async function createRowFiles(
  parts: RowFilesParts,
  name: RowsName,
  { syncedMonth, filling }: NewRowFiles,
): Promise<RowFiles> {
  const { disk, dir, rowBytes } = parts;
  const path = join(dir, name.file);
  await ensureFolder(disk, dirname(path));
  const made = await disk.open(path, "create");
  try {
    await made.truncate(rowBytes);
    if (filling === "zeros") await writeZeros(made, rowBytes);
    await made.sync();
    // Once a month all folders above: one that was there may be there in name only, after a sync that failed.
    if (name.month === syncedMonth) await disk.syncDir(dirname(path));
    else await syncFolders(disk, dir, name.file);
    return await withRows(parts, path, { made, sizeBytes: rowBytes, filling });
  } catch (error) {
    await made.close();
    throw error;
  }
}

/** Opens the file of a segment from before, and gives it its full size again. */
export async function openRowFiles(parts: RowFilesParts, { file }: RowsName): Promise<RowFiles> {
  const path = join(parts.dir, file);
  const made = await parts.disk.open(path, "write");
  try {
    const sizeBytes = await made.size();
    if (sizeBytes < parts.rowBytes) await made.truncate(parts.rowBytes);
    return await withRows(parts, path, { made, sizeBytes: Math.max(sizeBytes, parts.rowBytes), filling: "hole" });
  } catch (error) {
    await made.close();
    throw error;
  }
}

/** Closes all, also when closing one fails. @throws what the first failure was. */
export async function closeRowFiles({ rows, zeros }: RowFiles): Promise<void> {
  try {
    await zeros?.close();
  } finally {
    await rows.close();
  }
}

async function withRows(
  { disk, writeThrough }: RowFilesParts,
  path: string,
  { made, sizeBytes, filling }: { readonly made: DiskFile; readonly sizeBytes: number } & Pick<NewRowFiles, "filling">,
): Promise<RowFiles> {
  if (!writeThrough) return { rows: made, zeros: undefined, sizeBytes };
  const rows = await disk.open(path, "write", { writeThrough });
  if (filling === "hole") return { rows, zeros: made, sizeBytes };
  await made.close();
  return { rows, zeros: undefined, sizeBytes };
}
