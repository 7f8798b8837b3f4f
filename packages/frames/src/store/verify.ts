/**
 * Verify: reads every byte on disk again and names each thing wrong. Kinds of violations: `ViolationKind`.
 * Invariants: it repairs nothing; it judges the segments that the log had when it started, so that it can run beside appends.
 */
import { join } from "node:path";
import type { Disk } from "../disk/disk.ts";
import { walkSegment } from "../entry/walker.ts";
import { ioError, systemCode } from "../errors.ts";
import { walkRows } from "../row/walk.ts";
import type { DamagedPlace, ForeignFile, RecoveryReport, TornTail, Violation } from "./frame-log.ts";
import type { History } from "./history.ts";
import { listShards } from "./listing.ts";
import { isRows } from "./row-segment.ts";
import { isSealed, type SealedFile } from "./sealed-segment.ts";
import type { Segment } from "./segment.ts";
import { createTurns } from "./turns.ts";

/** What a verification works with. */
export interface VerifyParts {
  readonly disk: Disk;
  readonly dir: string;
  readonly history: History;
  readonly recovery: RecoveryReport;
  /** Frames up to this seq are judged. Default: all. */
  readonly committedSeq?: number | undefined;
  readonly signal: AbortSignal | undefined;
}

const FOREIGN_MESSAGES: Readonly<Record<ForeignFile["reason"], string>> = {
  "wrong-name": "its name is not one of ours",
  "not-a-file": "a segment must be a plain file",
  "not-a-directory": "a year or month must be a folder",
  empty: "it is empty",
  "no-entries": "it holds no frame",
  "too-large": "no segment of ours is so large",
  "out-of-place": "its frames do not fit between those of other segments",
};

/** Streams the violations. @throws FRAMES_IO, or the signal's reason. */
export async function* verifyStore(parts: VerifyParts): AsyncGenerator<Violation, void, undefined> {
  const { committedSeq = parts.history.lastSeq } = parts;
  const segments = parts.history.segments
    .filter(({ firstSeq }) => firstSeq <= committedSeq)
    .map((segment) => judgedUpTo(segment, committedSeq));
  for (const { segment } of segments) segment.retain();
  try {
    const listing = await listShards(parts.disk, parts.dir).catch((cause: unknown) => {
      throw ioError("list", parts.dir, cause);
    });
    const listed = new Set(listing.foreign.map(({ file }) => file));
    const opened = parts.recovery.foreign.filter(({ file }) => !listed.has(file));
    for (const item of [...listing.foreign, ...opened]) yield foreignViolation(item);
    yield* verifyOrder(segments);
    for (const judged of segments) {
      parts.signal?.throwIfAborted();
      yield* verifySegment(parts, judged);
    }
    yield* verifyLeftAside(parts, segments);
  } finally {
    for (const { segment } of segments) segment.release();
  }
}

/** A segment, and how far it reached when the verification began. */
interface Judged {
  readonly segment: Segment;
  readonly sizeBytes: number;
  readonly lastSeq: number;
}

function judgedUpTo(segment: Segment, committedSeq: number): Judged {
  if (segment.lastSeq <= committedSeq || !isRows(segment))
    return { segment, sizeBytes: segment.sizeBytes, lastSeq: segment.lastSeq };
  return { segment, sizeBytes: segment.endAt(committedSeq), lastSeq: committedSeq };
}

function* verifyOrder(segments: readonly Judged[]): Generator<Violation> {
  let nextSeq = 1;
  for (const { segment, lastSeq } of segments) {
    const { file, firstSeq } = segment;
    if (firstSeq > nextSeq) {
      const message = `frames ${nextSeq} to ${firstSeq - 1}, which come before this segment, are in no file`;
      yield { file, offset: 0, kind: "missing-segment", message };
    }
    nextSeq = lastSeq + 1;
  }
}

async function* verifySegment(parts: VerifyParts, judged: Judged): AsyncGenerator<Violation> {
  const { segment } = judged;
  const path = join(parts.dir, segment.file);
  try {
    if (isSealed(segment)) yield* verifySealed(parts, segment);
    else yield* verifyRows(parts, judged);
  } catch (cause) {
    if (parts.signal?.aborted === true) throw cause;
    if (systemCode(cause) !== "ENOENT") throw ioError("verify", path, cause);
    // Sealed or merged while this ran: its frames lie in a newer file, which the next verify reads.
    if (!parts.history.segments.includes(segment) || (await isReplaced(parts, segment))) return;
    yield {
      file: segment.file,
      offset: 0,
      kind: "missing-segment",
      message: "the segment has gone since the store was opened",
    };
  }
}

/** Whether another process sealed or merged a segment since this one looked: a sealed file holds its range. */
async function isReplaced({ disk, dir }: VerifyParts, { firstSeq, lastSeq, file }: Segment): Promise<boolean> {
  const { sealed } = await listShards(disk, dir);
  return sealed.some((name) => name.firstSeq <= firstSeq && lastSeq <= name.lastSeq && name.file !== file);
}

async function* verifySealed(
  { disk, dir, signal }: VerifyParts,
  { file, sealed }: SealedFile,
): AsyncGenerator<Violation> {
  const stat = await disk.stat(join(dir, file));
  if (stat === undefined) throw Object.assign(new Error("gone"), { code: "ENOENT" });
  const takeTurn = createTurns();
  for (const damage of sealed.verifyInSteps()) {
    signal?.throwIfAborted();
    const turn = takeTurn();
    if (turn !== undefined) await turn;
    if (damage !== undefined) yield { file, offset: damage.offset, kind: "damaged-frame", message: damage.message };
  }
}

/** What opening found where no frame of the history lies: in files without one, and behind the last one of a file. */
async function* verifyLeftAside(
  { disk, dir, recovery }: VerifyParts,
  judged: readonly Judged[],
): AsyncGenerator<Violation> {
  const endOf = new Map(judged.map(({ segment, sizeBytes }) => [segment.file, sizeBytes]));
  const isLeftAside = async ({ file, offset }: { readonly file: string; readonly offset: number }): Promise<boolean> =>
    offset >= (endOf.get(file) ?? 0) && (await disk.stat(join(dir, file))) !== undefined;
  for (const place of recovery.damaged) {
    if (await isLeftAside(place)) yield { ...violationOf(place), kind: "damaged-frame" };
  }
  const { torn } = recovery;
  if (torn !== undefined && torn.keptAs === undefined && (await isLeftAside(torn))) yield tornViolation(torn);
}

/** Rows and version-1 entries: what lies up to the end of what was committed when the verification began. */
async function* verifyRows({ disk, dir, signal }: VerifyParts, judged: Judged): AsyncGenerator<Violation> {
  const { segment, sizeBytes, lastSeq } = judged;
  const { file, firstSeq } = segment;
  const open = await disk.open(join(dir, file), "read");
  let found = 0;
  try {
    for await (const bad of badBytes(open, segment, sizeBytes)) {
      signal?.throwIfAborted();
      if (typeof bad === "number") found += bad;
      else yield { ...violationOf({ ...bad, file }), kind: bad.kind };
    }
  } finally {
    await open.close();
  }
  const lost = lastSeq - firstSeq + 1 - found;
  if (lost > 0) yield { file, offset: 0, kind: "missing-frames", message: `${lost} of its frames are lost in damage` };
}

type Bad = Pick<Violation, "offset" | "kind"> & { readonly sizeBytes: number; readonly reason: string };

/** Counts of frames as numbers, and what is wrong. */
async function* badBytes(
  open: Awaited<ReturnType<Disk["open"]>>,
  segment: Segment,
  sizeBytes: number,
): AsyncGenerator<Bad | number> {
  if (!isRows(segment)) {
    for await (const items of walkSegment(open, sizeBytes)) {
      yield items.filter(({ type }) => type === "entry").length;
      for (const item of items) if (item.type === "gap") yield { ...item, kind: "damaged-frame" };
    }
    return;
  }
  const nonce = Buffer.from(segment.name.nonce, "hex");
  for await (const items of walkRows({ readAt: (into, at) => open.read(into, at), sizeBytes, nonce })) {
    yield items.filter(({ type }) => type === "row").length;
    for (const item of items) {
      if (item.type === "damage" || item.type === "torn") yield { ...item, kind: "damaged-frame" };
      if (item.type === "unreadable") yield { ...item, kind: "unreadable-frame" };
    }
  }
}

function foreignViolation({ file, reason }: ForeignFile): Violation {
  return { file, offset: 0, kind: "foreign-file", message: `not ours, left alone: ${FOREIGN_MESSAGES[reason]}` };
}

function violationOf({ file, offset, sizeBytes, reason }: DamagedPlace): Omit<Violation, "kind"> {
  return { file, offset, message: `${sizeBytes} bytes are no frame: ${reason}` };
}

function tornViolation({ file, offset, sizeBytes }: TornTail): Violation {
  const message = `${sizeBytes} bytes were never acknowledged; opening for writing cuts and keeps them`;
  return { file, offset, kind: "torn-tail", message };
}
