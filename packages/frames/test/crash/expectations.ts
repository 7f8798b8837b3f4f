/**
 * Expectations: what must, may and must not be found after a crash, moved on by a workload's marks.
 */
import { isDeepStrictEqual } from "node:util";
import type { StoredFrame } from "../../src/index.ts";
import type { ExpectedFrame, Mark } from "./workload.ts";

type FrameState = "appended" | "acknowledged";
type ContentState = "kept" | "erasing" | "erased";

interface Expected {
  readonly frame: ExpectedFrame;
  state: FrameState;
  content: ContentState;
  isReleased: boolean;
}

/** What is expected at one moment. */
export interface Expectations {
  apply(mark: Mark): void;
  /** Names every promise that the frames of a reopened log break. */
  judge(found: readonly StoredFrame[]): string[];
  /** Names the erased contents whose marker is in a file. */
  judgeFiles(files: Iterable<readonly [string, Uint8Array]>): string[];
}

/** Creates the expectations of a moment at which nothing was appended. */
export function createExpectations(): Expectations {
  const all: Expected[] = [];
  const each = (indexes: readonly number[], change: (expected: Expected) => void): void => {
    for (const index of indexes) {
      const expected = all[index];
      if (expected !== undefined) change(expected);
    }
  };
  return {
    apply: (mark) => {
      if (mark.type === "appended") {
        all.push({ frame: mark.frame, state: "appended", content: "kept", isReleased: false });
      } else if (mark.type === "acknowledged") {
        each(mark.indexes, (expected) => void (expected.state = "acknowledged"));
      } else if (mark.type === "released") {
        each(mark.indexes, (expected) => void (expected.isReleased = true));
      } else each(mark.indexes, (expected) => void (expected.content = mark.type));
    },
    judge: (found) => judge(all, found),
    judgeFiles: (files) => judgeFiles(all, files),
  };
}

/** Both lists are in the order of history: each frame found is looked for behind the one before. */
function judge(all: readonly Expected[], found: readonly StoredFrame[]): string[] {
  const broken: string[] = [];
  let at = 0;
  let lastSeq = 0;
  for (const frame of found) {
    if (frame.seq <= lastSeq) broken.push(`seq ${frame.seq} comes after ${lastSeq}`);
    lastSeq = frame.seq;
    if (isErasureNote(all, frame)) continue;
    let match = at;
    while (match < all.length && !isSameFrame(all[match], frame)) match++;
    const expected = all[match];
    if (expected === undefined) {
      broken.push(`${nameOf(frame)} is shown, but was never appended like this or stands in the wrong order`);
      continue;
    }
    for (; at < match; at++) reportLost(all[at], broken);
    at = match + 1;
    if (expected.state === "acknowledged" && frame.seq !== expected.frame.seq) {
      broken.push(`${nameOf(expected.frame)} was acknowledged with its seq, but has seq ${frame.seq}`);
    }
    if (expected.content === "erased" && frame.content.length > 0)
      broken.push(`${nameOf(frame)} was erased, but is back`);
  }
  for (; at < all.length; at++) reportLost(all[at], broken);
  return broken;
}

function isSameFrame(expected: Expected | undefined, found: StoredFrame): boolean {
  if (expected === undefined || expected.frame.id !== found.id) return false;
  // One that may be gone is taken for a later one that looks the same, unless its seq tells them apart.
  const mayBeGone = expected.isReleased || expected.content !== "kept";
  if (mayBeGone && expected.state === "acknowledged" && found.seq !== expected.frame.seq) return false;
  if (expected.content !== "kept" && found.content.length === 0) return true; // an erased frame may stay as an empty one
  const { kind, timestamp, content, metadata } = expected.frame;
  if (found.kind !== kind || found.timestamp !== timestamp || Buffer.compare(found.content, content) !== 0)
    return false;
  return isDeepStrictEqual(found.metadata, metadata);
}

/** An erasure may leave a frame of its own behind, without content. */
function isErasureNote(all: readonly Expected[], found: StoredFrame): boolean {
  if (found.content.length > 0) return false;
  const isErasing = all.some(({ frame, content }) => frame.id === found.id && content !== "kept");
  return isErasing && all.every((expected) => !isSameFrame(expected, found));
}

function reportLost(expected: Expected | undefined, broken: string[]): void {
  if (expected === undefined || expected.state === "appended") return;
  if (expected.isReleased || expected.content !== "kept") return;
  broken.push(`${nameOf(expected.frame)} was acknowledged, but is lost or changed`);
}

function judgeFiles(all: readonly Expected[], files: Iterable<readonly [string, Uint8Array]>): string[] {
  const erased = all.filter(({ content, frame }) => content === "erased" && frame.marker !== "");
  if (erased.length === 0) return [];
  const broken: string[] = [];
  for (const [path, bytes] of files) {
    // Erasing reaches every file of the store; a backup is a store of its own (docs/format/store.md, "Upkeep").
    if (path.includes("/backup-")) continue;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const { frame } of erased) {
      if (text.includes(frame.marker)) broken.push(`${nameOf(frame)} was erased, but its bytes are in ${path}`);
    }
  }
  return broken;
}

function nameOf({ id, seq, kind, content }: StoredFrame): string {
  return `${kind} ${id} (seq ${seq}, ${content.length} bytes)`;
}
