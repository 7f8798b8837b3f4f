import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RawFrame } from "../../src/raw-frame.ts";
import { copyChunks } from "../../src/sealed/copy-chunks.ts";
import type { SealedSegment } from "../../src/sealed/segment-reader.ts";
import { collector, described, framesOf, noise, openBytes, sealBytes } from "../support/sealed.ts";

const MAX_TIME = 8_640_000_000_000_000;
const ids = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{16}$/),
  fc.constantFrom("00000000000000aa", "ffffffffffffffff", "0000000000000000"),
);
const small = (maxLength: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ maxLength }).map((bytes) => new Uint8Array(bytes));
const contents = fc.oneof(
  { weight: 20, arbitrary: small(300) },
  { weight: 4, arbitrary: fc.constant(new TextEncoder().encode("the same words again and again ".repeat(100))) },
  { weight: 1, arbitrary: fc.nat({ max: 9 }).map((seed) => noise(1_000_000, seed)) },
);
const times = fc.oneof(
  fc.integer({ min: 1_795_219_200_000, max: 1_795_219_900_000 }),
  fc.integer({ min: -MAX_TIME, max: MAX_TIME }),
  fc.constantFrom(-MAX_TIME, MAX_TIME, 0, -1),
);
const fingerprints = fc.oneof(
  fc.constant(undefined),
  fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => new Uint8Array(bytes)),
  fc.constant(new Uint8Array(8)),
);
const gaps = fc.oneof(
  { weight: 9, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.integer({ min: 2, max: 9e6 }) },
);
const frameLists: fc.Arbitrary<RawFrame[]> = fc
  .array(
    fc.record({
      seq: gaps,
      id: ids,
      kind: fc.integer({ min: 0, max: 4 }),
      timestamp: times,
      fingerprint: fingerprints,
      isPacked: fc.boolean(),
      metadata: small(60),
      isDelta: fc.boolean(),
      content: contents,
    }),
    { maxLength: 130, size: "max" },
  )
  .map((list) => {
    let seq = 0;
    return list.map((frame) => ({ ...frame, seq: (seq += frame.seq) }));
  });

/** Looks every frame up in every way, and compares with a Map. */
function expectFound(segment: SealedSegment, frames: readonly RawFrame[]): void {
  const byId = groupById(frames);
  const seqsAt = (slots: readonly { readonly chunk: number; readonly slot: number }[]): number[] =>
    slots.map(({ chunk, slot }) => segment.readChunk(chunk).seqAt(slot));
  for (const [id, list] of byId) expect(seqsAt(segment.find(id))).toEqual(list.map(({ seq }) => seq).toReversed());
  for (const { seq, fingerprint } of frames) {
    const at = segment.locate(seq);
    expect(at === undefined ? undefined : segment.readChunk(at.chunk).seqAt(at.slot)).toBe(seq);
    if (fingerprint === undefined) continue;
    const same = frames.filter((other) => Buffer.from(other.fingerprint ?? []).equals(fingerprint));
    expect(seqsAt(segment.findFingerprint(fingerprint))).toEqual(same.map((other) => other.seq).toReversed());
  }
}

function groupById(frames: readonly RawFrame[]): Map<string, RawFrame[]> {
  const groups = new Map<string, RawFrame[]>();
  for (const frame of frames) groups.set(frame.id, [...(groups.get(frame.id) ?? []), frame]);
  return groups;
}

test(
  "S1, S5: any frames read back, are found by seq, id and fingerprint, and verify",
  { timeout: 60_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(frameLists, fc.constantFrom(1 as const, 6 as const), async (frames, level) => {
        const segment = await openBytes(await sealBytes(frames, { level }));
        expect(described(await framesOf(segment))).toEqual(described(frames));
        expectFound(segment, frames);
        const present = new Set(frames.map(({ seq }) => seq));
        for (let seq = 0; seq < 150; seq++) expect(segment.locate(seq) !== undefined).toBe(present.has(seq));
        expect([...segment.verify()]).toEqual([]);
      }),
      { numRuns: 30 },
    );
  },
);

test("S4: segments copied into one read like all frames at once", { timeout: 60_000 }, async () => {
  const cuts = fc.array(fc.nat({ max: 130 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(frameLists, cuts, async (frames, cuts) => {
      const ends = [...cuts.filter((cut) => cut > 0 && cut < frames.length).toSorted((a, b) => a - b), frames.length];
      const parts: SealedSegment[] = [];
      let start = 0;
      let firstSeq = 1;
      for (const end of ends) {
        const lastSeq = Math.max(firstSeq, frames[end - 1]?.seq ?? 1);
        if (end === start && frames.length > 0) continue;
        parts.push(await openBytes(await sealBytes(frames.slice(start, end), { range: { firstSeq, lastSeq } })));
        start = end;
        firstSeq = lastSeq + 1;
      }
      const sink = collector();
      const summary = await copyChunks(parts, { write: sink.write, createdAt: 0 });
      const merged = await openBytes(sink.bytes());
      expect(summary.frames).toBe(frames.length);
      expect(described(await framesOf(merged))).toEqual(described(frames));
      expectFound(merged, frames);
      expect([...merged.verify()]).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
