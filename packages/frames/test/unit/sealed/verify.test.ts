import { isDeepStrictEqual } from "node:util";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { FOOTER_BYTES, FOOTER_CRC_AT, FOOTER_RAW_BYTES_AT, HEADER_CRC_AT } from "../../../src/sealed/format.ts";
import { isVidmemError } from "../../../src/errors.ts";
import type { SealedSegment } from "../../../src/sealed/segment-reader.ts";
import { copyFrame } from "../../support/plain-frames.ts";
import { openBytes, rawFrame, sealBytes } from "../../support/sealed.ts";

const FRAMES = Array.from({ length: 12 }, (_, n) =>
  rawFrame(n + 1, {
    content: new Uint8Array(1500).fill(n),
    fingerprint: n < 8 ? new Uint8Array(8).fill(n) : undefined,
  }),
);

/** "right", "wrong", or the code of the error. */
function answerOf(segment: SealedSegment, ordinal: number): unknown {
  try {
    const chunk = segment.readChunk(ordinal);
    const frames = Array.from({ length: chunk.count }, (_, slot) => chunk.frame(slot));
    return frames.every((frame) => isDeepStrictEqual(copyFrame(frame), copyFrame(FRAMES[frame.seq - 1]!)))
      ? "right"
      : "wrong";
  } catch (error) {
    return isVidmemError(error) ? error.code : error;
  }
}

test("S7: every flipped bit is reported with its place, and no read gives wrong bytes", async () => {
  const bytes = await sealBytes(FRAMES);
  const chunks = (await openBytes(bytes)).chunks;
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const at = bit >>> 3;
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit & 7));
    const segment = await openBytes(flipped);
    const damages = [...segment.verify()];
    const isCovered = damages.some(({ offset, sizeBytes }) => offset <= at && at < offset + sizeBytes);
    expect(isCovered, `bit ${bit} of byte ${at}: ${JSON.stringify(damages)}`).toBe(true);
    if (bit % 8 !== at % 8) continue;
    for (let ordinal = 0; ordinal < chunks; ordinal++) {
      const answer = answerOf(segment, ordinal);
      if (answer !== "right" && answer !== "FRAMES_CORRUPT") throw new Error(`bit ${bit}: ${String(answer)}`);
    }
  }
});

test("damage to several parts is reported for each", async () => {
  const bytes = await sealBytes(FRAMES);
  for (const at of [5, 70, bytes.length - 300]) bytes[at] = (bytes[at] ?? 0) ^ 1;
  const segment = await openBytes(bytes);
  expect([...segment.verify()].map(({ offset }) => offset).slice(0, 2)).toEqual([0, 64]);
  expect([...segment.verify()].length).toBe(3);
});

test("a lie under a right checksum is found by comparing with the chunks", async () => {
  const bytes = await sealBytes(FRAMES);
  const footer = bytes.subarray(-FOOTER_BYTES);
  footer.writeUInt32BE(5, FOOTER_RAW_BYTES_AT + 4);
  footer.writeUInt32BE(crc32(footer.subarray(0, FOOTER_CRC_AT)), FOOTER_CRC_AT);
  expect([...(await openBytes(bytes)).verify()]).toMatchObject([
    { message: expect.stringContaining("rawBytes") as unknown },
  ]);
  const other = await sealBytes(FRAMES);
  other[15] = 3;
  other.writeUInt32BE(crc32(other.subarray(0, HEADER_CRC_AT)), HEADER_CRC_AT);
  other[23] = 99;
  other.writeUInt32BE(crc32(other.subarray(0, HEADER_CRC_AT)), HEADER_CRC_AT);
  const [first] = [...(await openBytes(other)).verify()];
  expect(first?.message).toContain("other seqs");
});

test("without a directory the chunks are walked, and gaps between them reported", async () => {
  const bytes = await sealBytes(Array.from({ length: 200 }, (_, n) => rawFrame(n + 1)));
  const second = bytes.indexOf(Buffer.from("feed4302", "hex"), 65);
  const third = bytes.indexOf(Buffer.from("feed4302", "hex"), second + 1);
  bytes[second + 200] = (bytes[second + 200] ?? 0) ^ 1;
  bytes[bytes.length - 1] = 0;
  const damages = [...(await openBytes(bytes)).verify()];
  expect(damages).toMatchObject([
    { offset: bytes.length - FOOTER_BYTES, sizeBytes: FOOTER_BYTES },
    { offset: second, sizeBytes: third - second },
  ]);
});
