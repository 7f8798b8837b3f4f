/**
 * Verify: reads every byte on disk again and names each thing wrong. Kinds of violations: `ViolationKind`.
 * Invariants: it repairs nothing; it judges the history as it was when it started, so that it can run beside appends.
 */
import { join } from "node:path";
import type { Disk } from "../disk/disk.ts";
import { decodeChecked } from "../entry/reader.ts";
import { ioError, isVidmemError, systemCode } from "../errors.ts";
import type { ForeignFile, Violation } from "./frame-log.ts";
import type { History, SegmentRecord } from "./history.ts";
import { listShards } from "./segments.ts";
import { walkSegment } from "./walker.ts";
import type { WalkItem } from "./walker.ts";

/** What a verification works with. */
export interface VerifyParts {
  readonly disk: Disk;
  readonly dir: string;
  readonly history: History;
  /** Segments begun since open, which are not judged unless the history knows them. */
  readonly hasBegun: (file: string) => boolean;
  /** A torn tail that opening left in place, because the log is read-only. */
  readonly tornFile: string | undefined;
  readonly signal: AbortSignal | undefined;
}

type KnownSegment = Pick<SegmentRecord, "name" | "sizeBytes">;

const FOREIGN_MESSAGES: Readonly<Record<ForeignFile["reason"], string>> = {
  "wrong-name": "its name is not one of ours",
  "not-a-file": "a segment must be a plain file",
  "not-a-directory": "a year or month must be a folder",
  empty: "it is empty",
  "no-entries": "it holds no entry",
  "too-large": "no segment of ours is so large",
};

/** Streams the violations, by file. @throws FRAMES_IO, or the signal's reason. */
export async function* verifyShards(parts: VerifyParts): AsyncGenerator<Violation, void, undefined> {
  parts.signal?.throwIfAborted();
  const known = new Map<string, KnownSegment>();
  for (const { name, sizeBytes } of parts.history.segments) known.set(name.file, { name, sizeBytes });
  const listing = await listShards(parts.disk, parts.dir).catch((cause: unknown) => {
    throw ioError("list", parts.dir, cause);
  });
  for (const item of listing.foreign) yield foreignViolation(item);
  const listed = new Set<string>();
  for (const { file } of listing.segments) {
    listed.add(file);
    if (known.has(file) || !parts.hasBegun(file)) yield* verifySegment(parts, file, known.get(file));
  }
  for (const file of known.keys()) if (!listed.has(file)) yield missing(file);
}

async function* verifySegment(parts: VerifyParts, file: string, known?: KnownSegment): AsyncGenerator<Violation> {
  const path = join(parts.dir, file);
  try {
    const open = await parts.disk.open(path, "read");
    try {
      const sizeBytes = await open.size();
      if (known !== undefined && sizeBytes < known.sizeBytes) {
        const message = `the file ends here, ${known.sizeBytes - sizeBytes} bytes too early`;
        yield { file, offset: sizeBytes, kind: "lost-entry", message };
      }
      if (sizeBytes === 0 && known === undefined) yield foreignViolation({ file, reason: "empty" });
      // What was appended since the start is not judged; a tail that a read-only log left in place is.
      const end = known === undefined || parts.tornFile === file ? sizeBytes : Math.min(sizeBytes, known.sizeBytes);
      let isFirst = true;
      for await (const batch of walkSegment(open, end)) {
        parts.signal?.throwIfAborted();
        for (const item of batch) {
          const isWhole = isFirst && item.sizeBytes === end;
          isFirst = false;
          const violation = judge(item, file, {
            isWhole,
            isTorn: parts.tornFile === file && item.offset + item.sizeBytes === end,
          });
          if (violation !== undefined) yield violation;
        }
      }
    } finally {
      await open.close();
    }
  } catch (cause) {
    if (parts.signal?.aborted === true) throw cause;
    if (systemCode(cause) !== "ENOENT") throw ioError("verify", path, cause);
    yield missing(file);
  }
}

function judge(item: WalkItem, file: string, where: { isWhole: boolean; isTorn: boolean }): Violation | undefined {
  const { offset, sizeBytes } = item;
  if (item.type === "entry") {
    try {
      decodeChecked(item.bytes, 0, sizeBytes);
      return undefined;
    } catch (error) {
      if (!isVidmemError(error)) throw error;
      const message = `an entry has a right checksum but unreadable fields: ${String(error.details["reason"])}`;
      return { file, offset, kind: "invalid-entry", message };
    }
  }
  const what = `${sizeBytes} bytes are no valid entry: ${item.reason}`;
  if (where.isTorn)
    return { file, offset, kind: "torn-tail", message: `${what}; opening for writing cuts and keeps them` };
  if (item.reason === "unknown-version") return { file, offset, kind: "unknown-version", message: what };
  if (where.isWhole && item.reason === "bad-magic") return foreignViolation({ file, reason: "no-entries" });
  return { file, offset, kind: "damaged-entry", message: what };
}

function foreignViolation({ file, reason }: ForeignFile): Violation {
  return { file, offset: 0, kind: "foreign-file", message: `not ours, left alone: ${FOREIGN_MESSAGES[reason]}` };
}

function missing(file: string): Violation {
  return { file, offset: 0, kind: "missing-segment", message: "the segment has gone since the store was opened" };
}
