/**
 * Load rows: reads a row segment that is not sealed yet into a table, and says what its other bytes are. Changes nothing.
 */
import { join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { ioError } from "../errors.ts";
import { MIN_ROW_BYTES } from "../row/format.ts";
import type { SegmentHeader } from "../row/row-header.ts";
import { walkRows, type RowItem } from "../row/walk.ts";
import type { ReadAt } from "../row/window.ts";
import { held } from "./held-file.ts";
import type { RowsName } from "./names.ts";
import { createRowSegment, type RowSegment } from "./row-segment.ts";

/** Growing a table while rows are added takes as long as adding them: it begins with room for rows of this size. */
const USUAL_ROW_BYTES = 512;
/** A large file may be nearly empty. */
const MOST_EXPECTED_ROWS = 65_536;

/** Bytes that are no rows. */
export interface BadBytes {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly reason: string;
}

/** What a row file holds. */
export interface LoadedRows {
  readonly name: RowsName;
  /** `undefined` when there is not one row in it. */
  readonly segment: RowSegment | undefined;
  readonly damage: readonly BadBytes[];
  readonly torn: BadBytes | undefined;
  /** Whether it holds nothing but zeros: a segment that was made ahead of need. */
  readonly isUnused: boolean;
  /** Whether another, newer writer put in what this one cannot read: then the file stays as it is. */
  readonly isForeign: boolean;
  /** Whether its writer ended it: a clean close cuts the file to its rows, so a crash or a failed write leaves more. */
  readonly isEnded: boolean;
}

export interface LoadOptions {
  readonly disk: Disk;
  readonly dir: string;
  /** See `createKeyChains`. */
  readonly seed: number;
}

/** @throws FRAMES_IO */
export async function loadRows(name: RowsName, { disk, dir, seed }: LoadOptions): Promise<LoadedRows> {
  const path = join(dir, name.file);
  let file: DiskFile | undefined;
  try {
    file = await disk.open(path, "read");
    const loaded = await readRows(file, name, seed);
    if (loaded.segment === undefined) await file.close();
    else loaded.segment.attach(held(file, path)); // the segment closes it
    return loaded;
  } catch (cause) {
    await file?.close().catch(() => undefined); // it was only read
    throw ioError("read", path, cause);
  }
}

async function readRows(file: DiskFile, name: RowsName, seed: number): Promise<LoadedRows> {
  const sizeBytes = await file.size();
  const expectedRows = Math.min(MOST_EXPECTED_ROWS, Math.ceil(sizeBytes / USUAL_ROW_BYTES));
  const collector = createCollector(name, { seed, expectedRows });
  const readAt: ReadAt = (into, at) => file.read(into, at);
  const nonce = Buffer.from(name.nonce, "hex");
  for await (const items of walkRows({ readAt, sizeBytes, nonce, extent: "near" })) {
    for (const item of items) collector.take(item);
  }
  const found = collector.finish();
  return { ...found, isEnded: found.segment?.endOffset === sizeBytes };
}

interface Collector {
  take(item: RowItem): void;
  finish(): Omit<LoadedRows, "isEnded">;
}

function createCollector(name: RowsName, table: { readonly seed: number; readonly expectedRows: number }): Collector {
  const damage: BadBytes[] = [];
  let header: SegmentHeader | undefined;
  let segment: RowSegment | undefined;
  let torn: BadBytes | undefined;
  let isUnused = true;
  let isForeign = false;

  const takeRow = ({ frame, offset, sizeBytes }: RowItem & { readonly type: "row" }): void => {
    const { seq } = frame;
    const firstSeq = header?.firstSeq ?? segment?.firstSeq ?? seq;
    // Places in history have no gaps when they are written: a jump that lost rows cannot explain would cost memory for nothing.
    if ((seq - firstSeq) * MIN_ROW_BYTES > offset) {
      damage.push({ offset, sizeBytes, reason: "out-of-order" });
      return;
    }
    segment ??= createRowSegment({ name, firstSeq, createdAt: header?.createdAt ?? 0, nonce: header?.nonce, ...table });
    segment.reserve(offset + sizeBytes - segment.endOffset);
    segment.add({ seq, id: frame.idKey, fingerprint: frame.fingerprintKey, offset, sizeBytes });
  };

  return {
    take(item) {
      if (item.type !== "end") isUnused = false;
      if (item.type === "header") header = item.header;
      if (item.type === "torn") torn = item;
      if (item.type === "damage" || item.type === "unreadable") damage.push(item);
      if (item.type === "row") takeRow(item);
      isForeign ||= item.type === "unreadable" || isUnknownVersion(item);
    },
    finish() {
      if (segment !== undefined) segment.isDamaged = damage.length > 0;
      if (segment !== undefined) segment.isForeign = isForeign;
      return { name, segment, damage, torn, isUnused, isForeign };
    },
  };
}

/** Whether all of the segment is of another version. */
function isUnknownVersion(item: RowItem): boolean {
  return item.type === "damage" && item.reason === "unknown-version" && item.offset === 0;
}
