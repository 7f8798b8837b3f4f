/** Mutated bytes to every decoder: no crash, no hang, no answer that was not written. VIDMEM_FUZZ_RUNS sets the number of runs. */
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { decodeDelta, deltaBaseDistance, encodeDelta } from "../../src/delta/delta.ts";
import { packMetadata, unpackMetadata } from "../../src/metadata/packing.ts";
import { readRow } from "../../src/row/reader.ts";
import { decodeSegmentHeader } from "../../src/row/row-header.ts";
import type { KeptItem } from "../support/row-segments.ts";
import { buildSegment, plainFrame, summarize, walkAll } from "../support/row-segments.ts";

const RUNS = Math.max(1, Number(process.env["VIDMEM_FUZZ_RUNS"] ?? 20_000));
const SEED = Number(process.env["VIDMEM_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const TIMEOUT_MS = 30_000 + RUNS;

/** xorshift32: reproducible from the seed in the test's name. */
function createRandom(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const INTERESTING = [0, 1, 0x7f, 0x80, 0x81, 0x90, 0xa0, 0xbf, 0xc1, 0xd9, 0xdd, 0xdf, 0xfe, 0xed, 0xff];

/** Some bytes set, removed, doubled, or copied elsewhere. */
function mutate(bytes: Uint8Array, random: (below: number) => number): Uint8Array {
  let mutated = Buffer.from(bytes);
  for (let count = 1 + random(4); count > 0 && mutated.length > 0; count--) {
    const at = random(mutated.length);
    const length = Math.min(random(20), mutated.length - at);
    const kind = random(6);
    if (kind === 0) mutated[at] = INTERESTING[random(INTERESTING.length)] ?? 0;
    else if (kind === 1) mutated[at] = (mutated[at] ?? 0) ^ (1 << random(8));
    else if (kind === 2) mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(at + length)]);
    else if (kind === 3) mutated = Buffer.concat([mutated.subarray(0, at + length), mutated.subarray(at)]);
    else if (kind === 4) mutated.copyWithin(random(mutated.length), at, at + length);
    else mutated.fill(0xff, at, at + Math.min(4, length));
  }
  return new Uint8Array(mutated);
}

const segment = buildSegment(
  [
    [plainFrame(1, "first content"), plainFrame(2, "second", { fingerprint: new Uint8Array(8).fill(7) })],
    [plainFrame(3, "third content, longer than the others", { isDelta: true, kind: 2 })],
    [plainFrame(4, ""), plainFrame(5, "fifth", { isPacked: false, metadata: Buffer.from('{"a":1}') })],
  ],
  { zeros: 40 },
);
const ROWS: readonly Buffer[] = segment.offsets.map((at, i) =>
  segment.bytes.subarray(at, segment.offsets[i + 1] ?? segment.end),
);

test(`rows and headers, seed ${SEED}`, { timeout: TIMEOUT_MS }, () => {
  const random = createRandom(SEED);
  const written = new Set(ROWS.map((row) => row.toString("hex")));
  for (let run = 0; run < RUNS; run++) {
    const bytes = mutate(segment.bytes, random);
    decodeSegmentHeader(bytes);
    const at = segment.offsets[random(segment.offsets.length)] ?? 0;
    const row = readRow(bytes, at, segment.nonceCrc);
    const found =
      typeof row === "string" ? undefined : Buffer.from(bytes.subarray(at, at + row.sizeBytes)).toString("hex");
    expect(found === undefined || written.has(found)).toBe(true);
  }
});

test(`rows under right checksums, seed ${SEED}`, { timeout: TIMEOUT_MS }, () => {
  const random = createRandom(SEED);
  const [, from = 0, to = 0] = segment.offsets;
  for (let run = 0; run < RUNS; run++) {
    const row = Buffer.from(mutate(segment.bytes.subarray(from, to), random));
    if (row.length < 40) continue;
    row.writeUInt32BE(row.length, 28);
    row.writeUInt32BE(crc32(row.subarray(0, row.length - 4), segment.nonceCrc), row.length - 4);
    const read = readRow(row, 0, segment.nonceCrc);
    if (typeof read === "string") continue;
    expect(read.sizeBytes).toBe(row.length);
    expect(read.frame.metadata.length + read.frame.content.length).toBeLessThan(row.length);
  }
});

test(`walks, seed ${SEED}`, { timeout: TIMEOUT_MS }, async () => {
  const random = createRandom(SEED);
  for (let run = 0; run < RUNS / 4; run++) {
    const bytes = mutate(segment.bytes, random);
    const items = await walkAll(bytes, { extent: run % 2 === 0 ? "near" : "all" });
    expect(gapsBetween(items)).toEqual([]);
    const { seqs } = summarize(items);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(items.at(-1)?.type).toBe("end");
  }
});

/** Items that do not begin where the one before ended. */
function gapsBetween(items: readonly KeptItem[]): KeptItem[] {
  let at = 0;
  return items.filter((item) => {
    const isGap = item.type !== "header" && item.offset !== at;
    if (item.type === "header") at = 64;
    else if (item.type !== "end" && item.type !== "torn") at += item.sizeBytes;
    return isGap;
  });
}

test(`metadata, seed ${SEED}`, { timeout: TIMEOUT_MS }, () => {
  const random = createRandom(SEED);
  const good = packMetadata({
    type: "fact",
    tags: ["a", "é", "x".repeat(80)],
    n: 70_000,
    f: 0.5,
    o: { deep: [[[]]] },
    z: null,
  });
  const wide = packMetadata(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`key${i}`, i * 1000])));
  const json = Buffer.from('{"a":[1,2,{"b":"c"}]}');
  for (let run = 0; run < RUNS; run++) {
    for (const [bytes, isPacked] of [
      [good.bytes, true],
      [wide.bytes, true],
      [json, false],
    ] as const) {
      const unpacked = unpackMetadata(mutate(bytes, random), isPacked) ?? {};
      expect(JSON.parse(JSON.stringify(unpacked))).toEqual(unpacked);
    }
  }
});

test(`deltas, seed ${SEED}`, { timeout: TIMEOUT_MS }, () => {
  const random = createRandom(SEED);
  const base = Buffer.from("Some text that is said again and again, with few changes here and there. ".repeat(6));
  const content = Buffer.from(
    base
      .toString()
      .replace("Some", "Any")
      .replaceAll("few", "some")
      .replace(/there\. $/, "elsewhere."),
  );
  const delta = encodeDelta(base, content, 9);
  if (delta === undefined) throw new Error("no delta");
  for (let run = 0; run < RUNS; run++) {
    const bytes = mutate(delta, random);
    deltaBaseDistance(bytes);
    const decoded = decodeDelta(base, bytes);
    expect(typeof decoded === "string" || Buffer.from(decoded).equals(content)).toBe(true);
  }
});
