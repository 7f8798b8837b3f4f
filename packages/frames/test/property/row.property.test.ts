import * as fc from "fast-check";
import { expect, test } from "vitest";
import { FRAME_KINDS } from "../../src/frame.ts";
import type { RawFrame } from "../../src/raw-frame.ts";
import { readRow } from "../../src/row/reader.ts";
import { rowBytes, writeRow } from "../../src/row/writer.ts";
import type { BuiltSegment } from "../support/row-segments.ts";
import { copyFrame } from "../support/plain-frames.ts";
import { buildSegment, plainFrame, summarize, walkAll } from "../support/row-segments.ts";

const bytesUpTo = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ maxLength }).map((bytes) => new Uint8Array(bytes));
const frames: fc.Arbitrary<RawFrame> = fc.record(
  {
    seq: fc.maxSafeInteger().map((seq) => (Math.abs(seq) % (2 ** 48 - 1)) + 1),
    id: fc.stringMatching(/^[0-9a-f]{16}$/),
    kind: fc.nat(FRAME_KINDS.length - 1),
    timestamp: fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
    fingerprint: fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => new Uint8Array(bytes)),
    isPacked: fc.boolean(),
    metadata: bytesUpTo(60),
    isDelta: fc.boolean(),
    content: bytesUpTo(200),
  },
  { requiredKeys: ["seq", "id", "kind", "timestamp", "isPacked", "metadata", "isDelta", "content"] },
);
/** Groups with seqs from 1. */
const groups = fc
  .array(fc.array(frames, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  .map((list) => {
    let seq = 0;
    return list.map((group) => group.map((frame) => ({ ...frame, seq: ++seq })));
  });

test("R1: read(write(x)) equals x, at any place", () => {
  fc.assert(
    fc.property(frames, fc.nat(100), fc.boolean(), fc.nat(0xffffffff), (frame, at, isGroupStart, nonceCrc) => {
      const into = new Uint8Array(at + rowBytes(frame) + 10);
      const sizeBytes = writeRow(frame, { into, at, isGroupStart, nonceCrc });
      const row = readRow(into, at, nonceCrc);
      if (typeof row === "string") throw new Error(row);
      expect({ ...row, frame: copyFrame(row.frame) }).toEqual({ frame, sizeBytes, isGroupStart });
    }),
    { numRuns: 500 },
  );
});

test("R2: any prefix gives exactly the rows that lie wholly in it", async () => {
  await fc.assert(
    fc.asyncProperty(groups, fc.nat(), fc.nat(300), async (list, place, zeros) => {
      const { bytes, offsets, end } = buildSegment(list);
      const cut = 64 + (place % (end - 63));
      const prefix = Buffer.concat([bytes.subarray(0, cut), Buffer.alloc(zeros)]);
      const ends = [...offsets.slice(1), end];
      // Zeros behind a cut can restore bytes that were zeros: those rows are whole.
      const isWhole = (rowEnd: number): boolean =>
        rowEnd <= cut || (rowEnd <= prefix.length && bytes.subarray(cut, rowEnd).every((byte) => byte === 0));
      const whole = ends.filter((rowEnd) => isWhole(rowEnd)).length;
      const { seqs, rest } = summarize(await walkAll(prefix));
      expect(seqs).toEqual(Array.from({ length: whole }, (_, i) => i + 1));
      expect(rest.at(-1)).toEqual(["end", offsets[whole] ?? end]);
    }),
    { numRuns: 300 },
  );
});

const FLIP_GROUPS = [
  [plainFrame(1, "a"), plainFrame(2, "bc")],
  [plainFrame(3, "d")],
  [plainFrame(4, "ef"), plainFrame(5, "g")],
];
const ALL_SEQS = [1, 2, 3, 4, 5];

/** What a walk must say of a segment of FLIP_GROUPS with one changed byte. */
function expectedOfFlip(bytes: Uint8Array, at: number, segment: BuiltSegment): { type: string; seqs: number[] } {
  const { offsets, end } = segment;
  if (at >= 32 && at < 40) return { type: "damage", seqs: [] }; // the nonce
  if (at < 64) return { type: "damage", seqs: ALL_SEQS };
  if (at >= end) return { type: "torn", seqs: ALL_SEQS };
  const hit = offsets.filter((row) => row <= at).length - 1;
  if (at < (offsets[3] ?? 0)) return { type: "damage", seqs: ALL_SEQS.toSpliced(hit, 1) };
  return { type: isForeignVersion(bytes, offsets[hit] ?? 0) ? "damage" : "torn", seqs: ALL_SEQS.slice(0, hit) };
}

/** FE ED and another version: never torn. */
function isForeignVersion(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xfe && bytes[at + 1] === 0xed && bytes[at + 2] !== 2 && bytes[at + 2] !== 0;
}

test("R3: every single flipped bit of a segment is found at its place, or in the zeros behind it is torn", async () => {
  const segment = buildSegment(FLIP_GROUPS, { zeros: 50 });
  for (let at = 0; at < segment.bytes.length; at++) {
    for (let bit = 1; bit < 256; bit <<= 1) {
      const flipped = Buffer.from(segment.bytes);
      flipped[at] = (flipped[at] ?? 0) ^ bit;
      const { seqs, rest } = summarize(await walkAll(flipped));
      const [type, offset, sizeBytes] = rest[0] as [string, number, number];
      expect({ type, seqs }).toEqual(expectedOfFlip(flipped, at, segment));
      expect(offset <= at && at < offset + sizeBytes).toBe(true);
    }
  }
});

/** Segments with noise in the last group (torn) or before it (rot). */
const noisy = fc
  .tuple(groups, fc.constantFrom("torn" as const, "rot" as const), fc.nat(), bytesUpTo(100))
  .map(([list, what, place, noise]) => {
    const segment = buildSegment(list, { zeros: 200 });
    const { offsets, end } = segment;
    const lastGroup = offsets[offsets.length - (list.at(-1)?.length ?? 0)] ?? end;
    const [from, to] = what === "torn" ? [lastGroup, end] : [64, lastGroup];
    const bytes = Buffer.from(segment.bytes);
    const at = from + (place % Math.max(1, to - from));
    bytes.set(noise.subarray(0, Math.max(0, to - at)), at);
    return { segment, bytes, what };
  })
  .filter(({ segment, bytes }) => !bytes.equals(segment.bytes));

test("R4: noise in the last group is torn, rot before it is damage, and no other row is lost", async () => {
  await fc.assert(
    fc.asyncProperty(noisy, async ({ segment, bytes, what }) => {
      const { offsets, end } = segment;
      const isSame = (row: number, i: number): boolean =>
        bytes.subarray(row, offsets[i + 1] ?? end).equals(segment.bytes.subarray(row, offsets[i + 1] ?? end));
      const bad = offsets.findIndex((row, i) => !isSame(row, i));
      const seqs = offsets.flatMap((row, i) => ((what === "rot" ? isSame(row, i) : i < bad) ? [i + 1] : []));
      const isTorn = what === "torn" && !isForeignVersion(bytes, offsets[bad] ?? 0);
      const found = summarize(await walkAll(bytes));
      expect(found.seqs).toEqual(seqs);
      const types = found.rest.map((item) => (item as [string])[0]);
      expect(new Set(types)).toEqual(new Set([isTorn ? "torn" : "damage", "end"]));
    }),
    { numRuns: 400 },
  );
});
