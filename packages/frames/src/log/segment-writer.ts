/**
 * Segment writer: owns the open segment; writes groups to its end and makes them durable. Order: docs/format/store.md.
 * Invariants: a new segment and its name are durable before its first bytes are acknowledged; a segment is synced before the
 * next one begins; a short write is a failure.
 */
import { dirname, join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { ensureFolder } from "./folders.ts";
import type { SegmentName } from "./segments.ts";

/** Writes to the newest segment; calls must not overlap. Every failure is final: the caller poisons the log. */
export interface SegmentWriter {
  write(name: SegmentName, bytes: Uint8Array, offset: number): Promise<void>;
  /** Makes durable what was written; free when nothing was. */
  sync(): Promise<void>;
  close(): Promise<void>;
  /** True when bytes were written and not synced. */
  readonly dirty: boolean;
  readonly syncs: number;
}

/** Creates a writer for the store's folder; nothing is opened before the first write. */
export function createSegmentWriter(disk: Disk, dir: string): SegmentWriter {
  let file: DiskFile | undefined;
  let current = "";
  let dirty = false;
  let syncs = 0;

  const sync = async (): Promise<void> => {
    if (!dirty || file === undefined) return;
    syncs++;
    await file.datasync();
    dirty = false;
  };
  const close = async (): Promise<void> => {
    const closing = file;
    file = undefined;
    current = "";
    await closing?.close();
  };
  const create = async (path: string): Promise<DiskFile> => {
    await ensureFolder(disk, dirname(path));
    const created = await disk.open(path, "create");
    syncs++;
    await created.sync();
    await disk.syncDir(dirname(path));
    return created;
  };
  const openSegment = async (name: SegmentName, offset: number): Promise<DiskFile> => {
    await sync();
    await close();
    const path = join(dir, name.file);
    file = offset === 0 ? await create(path) : await disk.open(path, "write");
    current = name.file;
    return file;
  };
  return {
    write: async (name, bytes, offset) => {
      const target = file !== undefined && current === name.file ? file : await openSegment(name, offset);
      dirty = true;
      const written = await target.write(bytes, offset);
      if (written !== bytes.length) throw new Error(`Short write: ${written} of ${bytes.length} bytes`);
    },
    sync,
    close,
    get dirty() {
      return dirty;
    },
    get syncs() {
      return syncs;
    },
  };
}
