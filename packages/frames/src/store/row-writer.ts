/**
 * Row writer: the disk side of the current row segment, which is a file of its full size from the start, sparse or of zeros.
 * Invariants: a new segment and its name are durable before its first rows are acknowledged; a short write is a failure, and every
 * failure is final; a segment that was handed on never changes again. A segment of rows that were written through ends while the
 * next one is written to already: all of it is durable. One of other rows is durable before the next one begins.
 */
import { join } from "node:path";
import { held } from "./held-file.ts";
import type { RowsName } from "./names.ts";
import { closeRowFiles, openRowFiles, type NewRowFiles, type RowFiles, type RowFilesParts } from "./row-files.ts";
import type { RowSegment } from "./row-segment.ts";
import { createSpareSegments, type SpareSegments } from "./spare-segments.ts";
import { createZeroFill, type ZeroFill } from "./zero-fill.ts";

const GROW_BYTES: number = 1024 * 1024;
/** Groups up to this size are of savers who wait for each save, larger ones of a bulk load; they ask for a next segment that is zeroed. */
export const SMALL_GROUP_BYTES: number = 64 * 1024;

/** What a row writer works with. */
export interface RowWriterParts extends RowFilesParts {
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

/** The segment that is written to. */
interface Open {
  readonly segment: RowSegment;
  readonly files: RowFiles;
  readonly zeros: ZeroFill | undefined;
  /** Where the rows end. */
  end: number;
  isDirty: boolean;
}

export function createRowWriter(parts: RowWriterParts): RowWriter {
  return new SegmentedRowWriter(parts);
}

class SegmentedRowWriter implements RowWriter {
  readonly #parts: RowWriterParts;
  readonly #spares: SpareSegments;
  /** A segment from before to which nothing was written yet. */
  #waiting: RowSegment | undefined;
  #active: Open | undefined;
  /** The end of the segment before the active one; a failure is kept for the next call. */
  #ending: Promise<void> = Promise.resolve();
  #failure: { readonly cause: unknown } | undefined;
  #syncs = 0;

  constructor(parts: RowWriterParts) {
    this.#parts = parts;
    this.#spares = createSpareSegments(parts);
    this.#waiting = parts.current;
  }

  get syncs(): number {
    return this.#syncs + this.#spares.syncs;
  }

  async write(segment: RowSegment, bytes: Uint8Array, offset: number): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.cause;
    const { writeThrough, rowBytes } = this.#parts;
    const open = this.#active?.segment === segment ? this.#active : await this.#activate(segment, offset);
    const end = offset + bytes.length;
    if (end > open.files.sizeBytes) await grow(open.files, end);
    const zeroing = open.zeros?.inTheWay(end);
    if (zeroing !== undefined) await zeroing;
    open.isDirty = !writeThrough;
    const written = await open.files.rows.write(bytes, offset);
    if (written !== bytes.length) throw new Error(`Short write: ${written} of ${bytes.length} bytes`);
    if (writeThrough) this.#syncs++;
    open.end = end;
    open.zeros?.goAhead(end, bytes.length, open.files.sizeBytes);
    if (end > rowBytes / 2) this.#spares.prepare(this.#parts.upcoming(), this.#fillingFor(bytes.length));
  }

  async sync(): Promise<void> {
    await this.#ending;
    if (this.#active?.isDirty === true) await this.#datasync(this.#active);
  }

  async retire(): Promise<void> {
    await this.#endActive();
    await this.#ending;
  }

  async close(): Promise<void> {
    const open = this.#active;
    this.#active = undefined;
    await this.#spares.close();
    try {
      await this.#ending;
    } finally {
      if (open !== undefined) await this.#finish(open);
    }
  }

  async abandon(): Promise<void> {
    const open = this.#active;
    this.#active = undefined;
    await Promise.allSettled([this.#spares.close(), this.#ending, open?.zeros?.settle()]);
    if (open !== undefined) await closeRowFiles(open.files).catch(() => undefined);
  }

  /** Zeros double the bytes of a segment: for small groups that is nothing beside the flushes which they save. */
  #fillingFor(groupBytes: number): NewRowFiles["filling"] {
    return this.#parts.writeThrough && groupBytes <= SMALL_GROUP_BYTES ? "zeros" : "hole";
  }

  async #activate(segment: RowSegment, offset: number): Promise<Open> {
    const { disk, dir } = this.#parts;
    if (segment !== this.#waiting) await this.#endActive();
    this.#waiting = undefined;
    const files = await (offset === 0 ? this.#spares.take(segment.name) : openRowFiles(this.#parts, segment.name));
    const zeros = files.zeros === undefined ? undefined : createZeroFill(files.zeros, offset);
    const open: Open = { segment, files, zeros, end: offset, isDirty: false };
    this.#active = open; // from here on, close() finds what is open
    const path = join(dir, segment.file);
    if (offset === 0) segment.attach(held(await disk.open(path, "read"), path));
    return open;
  }

  /** Starts the end of the active segment. At most one ends at a time. */
  async #endActive(): Promise<void> {
    await this.#ending;
    const open = this.#active;
    const segment = open?.segment ?? this.#waiting;
    this.#active = this.#waiting = undefined;
    if (segment === undefined) return;
    const finished = open === undefined ? Promise.resolve() : this.#finish(open);
    this.#ending = finished.then(() => this.#parts.onRetired(segment));
    this.#ending.catch((cause: unknown) => {
      this.#failure = { cause };
    });
    if (!this.#parts.writeThrough) await this.#ending;
  }

  /** Makes a segment durable and cuts it to its rows. */
  async #finish(open: Open): Promise<void> {
    try {
      await open.zeros?.settle();
      if (open.isDirty) await this.#datasync(open);
      await open.files.rows.truncate(open.end);
    } finally {
      await closeRowFiles(open.files);
    }
  }

  async #datasync(open: Open): Promise<void> {
    this.#syncs++;
    await open.files.rows.datasync();
    open.isDirty = false;
  }
}

/** A row larger than a segment gets a segment of its own size. */
async function grow(files: RowFiles, end: number): Promise<void> {
  const sizeBytes = Math.ceil(end / GROW_BYTES) * GROW_BYTES;
  await files.rows.truncate(sizeBytes);
  files.sizeBytes = sizeBytes;
}
