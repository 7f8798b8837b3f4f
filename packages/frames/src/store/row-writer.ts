/**
 * Row writer: the disk side of the current row segment, which is a sparse file of its full size from the start.
 * Invariants: a new segment and its name are durable before its first rows are acknowledged; a short write is a failure, and every
 * failure is final; a segment that was handed on never changes again.
 */
import { join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { held } from "./held-file.ts";
import type { RowsName } from "./names.ts";
import type { RowSegment } from "./row-segment.ts";
import { createSpareSegments } from "./spare-segments.ts";
import { createZeroFill, type ZeroFill } from "./zero-fill.ts";

const GROW_BYTES: number = 1024 * 1024;

/** What a row writer works with. */
export interface RowWriterParts {
  readonly disk: Disk;
  readonly dir: string;
  /** Size of a segment file while it is written. */
  readonly rowBytes: number;
  /** Whether each write must be durable when it resolves. */
  readonly writeThrough: boolean;
  /** A segment from before, at which writing goes on. */
  readonly current: RowSegment | undefined;
  /** The name that the next segment will have: its file is made ahead of need. */
  readonly upcoming: () => RowsName;
  /** Told when a segment is complete. */
  readonly onRetired: (segment: RowSegment) => void;
}

/** Writes rows; calls must not overlap. */
export interface RowWriter {
  write(segment: RowSegment, bytes: Uint8Array, offset: number): Promise<void>;
  /** Makes durable what was written; free when everything is. */
  sync(): Promise<void>;
  /** Ends the current segment as it is and hands it on: nothing of it will change any more. */
  retire(): Promise<void>;
  /** Cuts the current segment to its rows and closes all files. */
  close(): Promise<void>;
  /** After a failure: closes all files and changes nothing, so that the next open sees that the segment was not ended. */
  abandon(): Promise<void>;
  readonly syncs: number;
}

/** The file that is written to. */
interface Open {
  readonly segment: RowSegment;
  readonly file: DiskFile;
  readonly zeros: ZeroFill | undefined;
  sizeBytes: number;
  /** Where the rows end. */
  end: number;
  isDirty: boolean;
}

export function createRowWriter(parts: RowWriterParts): RowWriter {
  const { disk, dir, rowBytes, writeThrough } = parts;
  const spares = createSpareSegments(parts);
  /** A segment from before to which nothing was written yet. */
  let waiting = parts.current;
  let active: Open | undefined;
  let syncs = 0;

  async function write(segment: RowSegment, bytes: Uint8Array, offset: number): Promise<void> {
    const open = active?.segment === segment ? active : await activate(segment, offset);
    const end = offset + bytes.length;
    if (end > open.sizeBytes) await resize(open, Math.max(rowBytes, Math.ceil(end / GROW_BYTES) * GROW_BYTES));
    await open.zeros?.makeWay(end);
    open.isDirty = !writeThrough;
    const written = await open.file.write(bytes, offset);
    if (written !== bytes.length) throw new Error(`Short write: ${written} of ${bytes.length} bytes`);
    if (writeThrough) syncs++;
    open.end = end;
    open.zeros?.goAhead(end, bytes.length, open.sizeBytes);
    if (end > rowBytes / 2) spares.prepare(parts.upcoming());
  }

  async function activate(segment: RowSegment, offset: number): Promise<Open> {
    if (segment !== waiting) await retire();
    waiting = undefined;
    const path = join(dir, segment.file);
    if (offset === 0) await spares.take(segment.name);
    const file = await disk.open(path, "write", { writeThrough });
    const open: Open = { segment, file, zeros: undefined, sizeBytes: 0, end: offset, isDirty: false };
    active = open; // from here on, close() finds what is open
    if (writeThrough) active = { ...open, zeros: createZeroFill(await disk.open(path, "write"), offset) };
    active.sizeBytes = await file.size();
    if (active.sizeBytes < rowBytes) await resize(active, rowBytes);
    if (offset === 0) segment.attach(held(await disk.open(path, "read"), path));
    return active;
  }

  async function resize(open: Open, sizeBytes: number): Promise<void> {
    await open.file.truncate(sizeBytes);
    open.sizeBytes = sizeBytes;
  }

  async function retire(): Promise<void> {
    const open = active;
    const segment = open?.segment ?? waiting;
    active = waiting = undefined;
    if (open !== undefined) await finish(open);
    if (segment !== undefined) parts.onRetired(segment);
  }

  async function finish(open: Open): Promise<void> {
    try {
      await open.zeros?.close();
      if (open.isDirty) await datasync(open);
      await open.file.truncate(open.end);
    } finally {
      await open.file.close();
    }
  }

  async function datasync(open: Open): Promise<void> {
    syncs++;
    await open.file.datasync();
    open.isDirty = false;
  }

  return {
    write,
    sync: async () => {
      if (active?.isDirty === true) await datasync(active);
    },
    retire,
    async close() {
      const open = active;
      active = undefined;
      await spares.close();
      if (open !== undefined) await finish(open);
    },
    async abandon() {
      const open = active;
      active = undefined;
      await Promise.allSettled([spares.close(), open?.zeros?.close(), open?.file.close()]);
    },
    get syncs() {
      return syncs + spares.syncs;
    },
  };
}
