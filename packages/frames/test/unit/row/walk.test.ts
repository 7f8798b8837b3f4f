import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import type { RawFrame } from "../../../src/raw-frame.ts";
import { walkRows } from "../../../src/row/walk.ts";
import { writeRow } from "../../../src/row/writer.ts";
import { buildSegment, NONCE, plainFrame, reader, summarize, walkAll } from "../../support/row-segments.ts";

const MIB = 1024 * 1024;

/** Groups of small frames, seqs from 1. */
function groupsOf(...counts: number[]): RawFrame[][] {
  let seq = 1;
  return counts.map((count) => Array.from({ length: count }, () => plainFrame(seq, `content ${seq++}`)));
}

function flip(bytes: Buffer, at: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
}

test("an empty and an all-zero file are unused segments", async () => {
  for (const sizeBytes of [0, 1, 64, 5000]) {
    expect(await walkAll(Buffer.alloc(sizeBytes))).toEqual([{ type: "end", offset: 0 }]);
  }
});

test("a header without rows ends behind itself", async () => {
  const { bytes } = buildSegment([], { zeros: 100 });
  expect(summarize(await walkAll(bytes))).toEqual({ seqs: [], rest: [["end", 64]] });
});

test("damage before a later group is damage, and every other row is given", async () => {
  const { bytes, offsets, end } = buildSegment(groupsOf(2, 3, 1), { zeros: 10 });
  const [, , third = 0, fourth = 0] = offsets;
  flip(bytes, third + 45);
  const { seqs, rest } = summarize(await walkAll(bytes));
  expect(seqs).toEqual([1, 2, 4, 5, 6]);
  expect(rest).toEqual([
    ["damage", third, fourth - third, "bad-checksum"],
    ["end", end],
  ]);
});

test("bad bytes with only rows of the same group behind them are torn", async () => {
  const { bytes, offsets, end } = buildSegment(groupsOf(2, 3), { zeros: 10 });
  const third = offsets[2] ?? 0;
  bytes.fill(0, third, third + 20);
  expect(summarize(await walkAll(bytes))).toEqual({
    seqs: [1, 2],
    rest: [
      ["torn", third, end - third, "bad-magic"],
      ["end", third],
    ],
  });
});

test("a whole group of zeros before a later group is damage", async () => {
  const { bytes, offsets, end } = buildSegment(groupsOf(1, 2, 1));
  const [, second = 0, , fourth = 0] = offsets;
  bytes.fill(0, second, fourth);
  expect(summarize(await walkAll(bytes))).toEqual({
    seqs: [1, 4],
    rest: [
      ["damage", second, fourth - second, "bad-magic"],
      ["end", end],
    ],
  });
});

test("the unwritten rest of a row whose page was cut after its magic is torn, another version is not", async () => {
  const { bytes, end } = buildSegment(groupsOf(1), { zeros: 100 });
  bytes.set([0xfe, 0xed], end);
  expect(summarize(await walkAll(bytes)).rest).toEqual([
    ["torn", end, 2, "bad-magic"],
    ["end", end],
  ]);
  bytes[end + 2] = 3;
  expect(summarize(await walkAll(bytes)).rest).toEqual([
    ["damage", end, 3, "unknown-version"],
    ["end", end + 3],
  ]);
});

test("a row of another writer is kept and reported, and never torn", async () => {
  const { bytes, offsets, end, nonceCrc } = buildSegment(groupsOf(1, 1), { zeros: 10 });
  const at = offsets[1] ?? 0;
  bytes[at + 4] = 9;
  bytes.writeUInt32BE(crc32(bytes.subarray(at, end - 4), nonceCrc), end - 4);
  expect(summarize(await walkAll(bytes))).toEqual({
    seqs: [1],
    rest: [
      ["unreadable", at, end - at, "unknown-kind"],
      ["end", end],
    ],
  });
});

test("R5: rows quoted in a damaged content are not rows, also when they are of the same segment", async () => {
  const other = buildSegment(groupsOf(3), { header: { nonce: Uint8Array.of(8, 8, 8, 8, 8, 8, 8, 8) } });
  const first = buildSegment(groupsOf(1)).bytes.subarray(64);
  const quote = Buffer.concat([other.bytes, first, other.bytes]);
  const { bytes, offsets, end } = buildSegment([
    [plainFrame(1, "content 1")],
    [plainFrame(2, quote)],
    [plainFrame(3, "x")],
  ]);
  const [, second = 0, third = 0] = offsets;
  flip(bytes, second + 41);
  expect(summarize(await walkAll(bytes))).toEqual({
    seqs: [1, 3],
    rest: [
      ["damage", second, third - second, "bad-checksum"],
      ["end", end],
    ],
  });
});

test("a whole row whose seq does not rise is damage", async () => {
  const { bytes, offsets } = buildSegment([[plainFrame(5, "a")], [plainFrame(5, "b")], [plainFrame(6, "c")]]);
  const [, second = 0, third = 0] = offsets;
  const { seqs, rest } = summarize(await walkAll(bytes));
  expect(seqs).toEqual([5, 6]);
  expect(rest[0]).toEqual(["damage", second, third - second, "out-of-order"]);
});

test("under a damaged header rows are read while its nonce is readable, or known", async () => {
  const { bytes, end } = buildSegment(groupsOf(1, 1), { zeros: 10 });
  flip(bytes, 20);
  const kept = {
    seqs: [1, 2],
    rest: [
      ["damage", 0, 64, "bad-checksum"],
      ["end", end],
    ],
  };
  expect(summarize(await walkAll(bytes))).toEqual(kept);
  flip(bytes, 35);
  expect(summarize(await walkAll(bytes, { nonce: NONCE }))).toEqual(kept);
  expect(summarize(await walkAll(bytes))).toEqual({
    seqs: [],
    rest: [
      ["damage", 0, end, "bad-checksum"],
      ["end", end],
    ],
  });
  bytes.fill(0, 0, 64);
  expect(summarize(await walkAll(bytes, { nonce: NONCE })).seqs).toEqual([1, 2]);
});

test("a header that was still being written is torn, one of another version is not", async () => {
  const { bytes } = buildSegment([], { zeros: 10 });
  bytes.fill(0, 30);
  expect(summarize(await walkAll(bytes)).rest).toEqual([
    ["torn", 0, 24, "bad-checksum"], // createdAt is 0: the last byte that is not zero is that of firstSeq
    ["end", 0],
  ]);
  bytes[7] = 3;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 60)), 60);
  expect(summarize(await walkAll(bytes)).rest).toEqual([
    ["damage", 0, 64, "unknown-version"],
    ["end", 64],
  ]);
});

test("near stops after 1 MiB of zeros, all does not", async () => {
  const { bytes, end } = buildSegment(groupsOf(1), { zeros: 4 * MIB });
  bytes[end + 2 * MIB] = 1;
  let readBytes = 0;
  const readAt = reader(bytes, (sizeBytes) => (readBytes += sizeBytes));
  expect(summarize(await walkAll(bytes, { extent: "near", readAt })).rest).toEqual([["end", end]]);
  expect(readBytes).toBeLessThan(2.2 * MIB);
  expect(summarize(await walkAll(bytes)).rest).toEqual([
    ["torn", end, 2 * MIB + 1, "bad-magic"],
    ["end", end],
  ]);
});

test("near looks past a damaged row of many zeros, as far as it claims to reach", async () => {
  const { bytes, offsets, end } = buildSegment([[plainFrame(1, new Uint8Array(3 * MIB))], [plainFrame(2, "b")]]);
  flip(bytes, 70);
  const [first = 0, second = 0] = offsets;
  expect(summarize(await walkAll(bytes, { extent: "near" }))).toEqual({
    seqs: [2],
    rest: [
      ["damage", first, second - first, "bad-checksum"],
      ["end", end],
    ],
  });
});

test("rows larger than the window, and many batches, are read whole", async () => {
  const frames = Array.from({ length: 2000 }, (_, i) => plainFrame(i + 1, randomBytes(i % 500 === 7 ? 3 * MIB : 300)));
  const { bytes, end } = buildSegment(
    frames.map((frame) => [frame]),
    { zeros: 5000 },
  );
  const items = await walkAll(bytes);
  expect(summarize(items)).toEqual({ seqs: frames.map(({ seq }) => seq), rest: [["end", end]] });
  for (const [i, frame] of frames.entries()) {
    const item = items[i + 1];
    if (item?.type !== "row" || !Buffer.from(item.frame.content).equals(frame.content)) throw new Error(`row ${i}`);
  }
});

test("a file that shrinks while it is read ends where it ends", async () => {
  const { bytes, offsets } = buildSegment(groupsOf(1, 1, 1));
  const short = bytes.subarray(0, offsets[2]);
  expect(summarize(await walkAll(short, { sizeBytes: bytes.length })).seqs).toEqual([1, 2]);
});

test("a failing disk ends the walk with its error", async () => {
  const readAt = (): Promise<number> => Promise.reject(new Error("EIO"));
  await expect(walkRows({ readAt, sizeBytes: 100 }).next()).rejects.toThrow("EIO");
});

test("many false beginnings with long lengths keep the search linear", { timeout: 60_000 }, async () => {
  const content = Buffer.alloc(4 * MIB);
  const fake = Buffer.alloc(48);
  for (let at = 0; at + 48 <= content.length; at += 48) {
    writeRow(plainFrame(3, ""), { into: fake, at: 0, isGroupStart: true, nonceCrc: 1 });
    fake.writeUInt32BE(content.length - at, 28);
    content.set(fake, at);
  }
  const { bytes, offsets } = buildSegment([[plainFrame(1, content)], [plainFrame(2, "b")]]);
  flip(bytes, 70);
  const started = process.cpuUsage();
  expect(summarize(await walkAll(bytes)).seqs).toEqual([2]);
  bytes.fill(0, offsets[1]);
  expect(summarize(await walkAll(bytes)).seqs).toEqual([]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(15_000); // 87,000 ranges of 2 MiB would be 170 GB
});
