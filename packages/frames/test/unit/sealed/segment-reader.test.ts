import { expect, test } from "vitest";
import type { DiskFile } from "../../../src/disk/disk.ts";
import { openSealed } from "../../../src/sealed/segment-reader.ts";
import { copyFrame } from "../../support/plain-frames.ts";
import { described, fileOf, framesOf, noise, openBytes, rawFrame, sealBytes } from "../../support/sealed.ts";

/** Counts the reads of a file. */
function counted(file: DiskFile): { readonly file: DiskFile; reads: number; bytes: number } {
  const counts = {
    reads: 0,
    bytes: 0,
    file: {
      ...file,
      readSync: (into: Uint8Array, position: number) => {
        counts.reads++;
        counts.bytes += into.length;
        return file.readSync(into, position);
      },
    },
  };
  return counts;
}

test("nothing is read before the first question, and each part only once", async () => {
  const bytes = await sealBytes(Array.from({ length: 500 }, (_, n) => rawFrame(n + 1)));
  const counts = counted(await fileOf(bytes));
  const segment = openSealed(counts.file, "/segment", { sizeBytes: bytes.length });
  expect(counts.reads).toBe(0);
  expect(segment.frames).toBe(500);
  expect(counts.reads).toBe(1);
  expect(segment.locate(77)).toEqual({ chunk: 1, slot: 26 });
  expect(counts.reads).toBe(2);
  const [found] = segment.find(rawFrame(77).id);
  expect(found).toEqual({ chunk: 1, slot: 26 });
  expect(counts.reads).toBe(5); // the table's head, a bucket, the chunk
  expect(copyFrame(segment.readChunk(1).frame(26))).toEqual(rawFrame(77));
  expect(counts.reads).toBe(5); // the chunk was kept
  expect(segment.find("00000000000000ff")).toEqual([]);
  expect(counts.reads).toBe(5);
});

test("a chunk that is given out stays as it is when others are read", async () => {
  const segment = await openBytes(await sealBytes(Array.from({ length: 200 }, (_, n) => rawFrame(n + 1))));
  const first = segment.readChunk(0);
  const frame = first.frame(3);
  for await (const chunk of segment.scan(1, 200)) chunk.frame(0);
  segment.readChunk(2);
  segment.find(rawFrame(180).id);
  expect(copyFrame(frame)).toEqual(rawFrame(4));
  expect(copyFrame(first.frame(49))).toEqual(rawFrame(50));
  expect(segment.readChunk(0)).not.toBe(first);
});

test("all frames with an id or a fingerprint are found, newest first", async () => {
  const fingerprint = Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2);
  const frames = Array.from({ length: 300 }, (_, n) =>
    rawFrame(n + 1, n % 70 === 5 ? { id: "00000000000000aa", fingerprint } : {}),
  );
  const segment = await openBytes(await sealBytes(frames));
  const expected = [285, 215, 145, 75, 5].map((n) => ({ chunk: Math.floor(n / 50), slot: n % 50 }));
  expect(segment.find("00000000000000aa")).toEqual(expected);
  expect(segment.findFingerprint(fingerprint)).toEqual(expected);
  expect(segment.findFingerprint(new Uint8Array(8))).toEqual([]);
  expect(() => segment.find("00000000000000AA")).toThrow(TypeError);
  expect(() => segment.findFingerprint(new Uint8Array(9))).toThrow(TypeError);
});

test("seqs in gaps and outside the range are not located", async () => {
  const frames = [3, 4, 5, 8, 9, 500, 501].map((seq) => rawFrame(seq));
  const segment = await openBytes(await sealBytes(frames, { range: { firstSeq: 2, lastSeq: 600 } }));
  const located = [0, 2, 3, 5, 6, 8, 9, 100, 500, 501, 502, 600, 601, Number.NaN].map(
    (seq) => segment.locate(seq)?.slot,
  );
  expect(located).toEqual([
    undefined,
    undefined,
    0,
    2,
    undefined,
    3,
    4,
    undefined,
    5,
    6,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("a scan gives the chunks that touch its range", async () => {
  const segment = await openBytes(await sealBytes(Array.from({ length: 300 }, (_, n) => rawFrame(n * 10 + 1))));
  const starts = async (from: number, to: number): Promise<number[]> => {
    const found: number[] = [];
    for await (const { firstSeq } of segment.scan(from, to)) found.push(firstSeq);
    return found;
  };
  expect(await starts(1, 2991)).toEqual([1, 501, 1001, 1501, 2001, 2501]);
  expect(await starts(600, 1001)).toEqual([501, 1001]);
  expect(await starts(495, 500)).toEqual([]);
  expect(await starts(0, 0)).toEqual([]);
  expect(await starts(5000, 9000)).toEqual([]);
  expect(await starts(2000, 1)).toEqual([]);
});

test("a scan reads about a megabyte at a time and larger chunks whole", async () => {
  const large = noise(3_000_000, 1);
  const frames = Array.from({ length: 6 }, (_, n) => rawFrame(n + 1, n === 3 ? { content: large } : {}));
  const bytes = await sealBytes(frames);
  const counts = counted(await fileOf(bytes));
  const segment = openSealed(counts.file, "/segment", { sizeBytes: bytes.length });
  expect(described(await framesOf(segment))).toEqual(described(frames));
  expect(counts.reads).toBe(5); // footer, directory, three windows
});

test("an ordinal that does not exist is refused", async () => {
  const segment = await openBytes(await sealBytes([rawFrame(1)]));
  for (const ordinal of [-1, 1, 0.5]) expect(() => segment.readChunk(ordinal)).toThrow(RangeError);
});

test("a file that is no segment says where it is damaged", async () => {
  for (const sizeBytes of [0, 3, 128, 5000]) {
    const segment = await openBytes(new Uint8Array(sizeBytes));
    expect(() => segment.frames).toThrow(/\/segment is damaged at offset/);
    expect([...segment.verify()].length).toBeGreaterThan(0);
  }
});
