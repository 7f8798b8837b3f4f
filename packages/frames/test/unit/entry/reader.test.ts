import fs from "node:fs";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { decodeEntry, encodeEntry, readEntries, toFrameId } from "../../../src/index.ts";
import { GOLDEN_FRAMES } from "./golden-frames.ts";

const golden = new Uint8Array(fs.readFileSync(new URL("../../fixtures/v1.frames", import.meta.url)));
const entry = encodeEntry({ id: toFrameId("0123456789abcdef"), timestamp: 5, content: new Uint8Array(9) });

/** The entry with other metadata of the same length and a right checksum, as another writer might make it. */
function forge(change: (bytes: Buffer) => void): Uint8Array {
  const bytes = Buffer.from(
    encodeEntry({ id: toFrameId("0123456789abcdef"), timestamp: 5, content: new Uint8Array(9), metadata: { k: 1 } }),
  );
  change(bytes);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4);
  return bytes;
}

test("the golden segment of version 1 reads as the frames it was made from", () => {
  const items = [...readEntries(golden)];
  expect(items.map((item) => (item.type === "entry" ? item.entry : item))).toEqual(GOLDEN_FRAMES);
});

test("content is a plain Uint8Array of its own memory", () => {
  const bytes = new Uint8Array(entry);
  const { content } = decodeEntry(bytes);
  bytes.fill(7);
  expect(content).toEqual(new Uint8Array(9));
  expect(Object.getPrototypeOf(content)).toBe(Uint8Array.prototype);
});

test("what begins with a wrong byte, length, version, id or checksum is no entry, and the reason is named", () => {
  const reasons: [number, number, string][] = [
    [0, 0xff, "bad-magic"],
    [1, 0xff, "bad-magic"],
    [2, 2, "unknown-version"],
    [6, 15, "bad-length"],
    [7, 0x41, "bad-id"],
    [31, 0xff, "bad-length"],
    [34, 0xff, "truncated"],
    [40, 1, "bad-checksum"],
  ];
  for (const [at, value, reason] of reasons) {
    const damaged = new Uint8Array(entry);
    damaged[at] = value;
    expect(() => decodeEntry(damaged)).toThrow(
      expect.objectContaining({ code: "FRAMES_CORRUPT", details: { offset: 0, reason } }),
    );
    expect([...readEntries(damaged)]).toEqual([{ type: "damage", offset: 0, sizeBytes: entry.length, reason }]);
  }
});

test("a right checksum does not excuse metadata that is no object, an unknown kind or a time out of range", () => {
  const metadataAt = entry.length - 4 - 2;
  const metadata = (json: string) => forge((bytes) => void bytes.write(json, metadataAt));
  expect(() => decodeEntry(metadata("[1,2,3]"))).toThrow(
    expect.objectContaining({ details: { offset: 0, reason: "bad-metadata" } }),
  );
  expect(() => decodeEntry(metadata('{"k":1,'))).toThrow(expect.objectContaining({ code: "FRAMES_CORRUPT" }));
  expect(() => decodeEntry(forge((bytes) => void (bytes[23] = 0x7f)))).toThrow(
    expect.objectContaining({ details: { offset: 0, reason: "bad-timestamp" } }),
  );
});

test("an entry may begin anywhere in the bytes, and misuse names the argument", () => {
  expect(decodeEntry(Buffer.concat([Buffer.from("junk"), entry]), 4).timestamp).toBe(5);
  expect(() => decodeEntry(entry, 1000)).toThrow(/at must/);
  expect(() => decodeEntry("text" as never)).toThrow(/bytes must/);
});

test("no bytes give no entries", () => {
  expect([...readEntries(new Uint8Array(0))]).toEqual([]);
});

test("a megabyte of false beginnings with long lengths is searched quickly", () => {
  const fake = Buffer.from(
    encodeEntry({ id: toFrameId("0123456789abcdef"), timestamp: 5, content: new Uint8Array(0) }).subarray(0, 35),
  );
  const bytes = Buffer.alloc(8 * 1024 * 1024, 0);
  let at = 0;
  for (; at + fake.length < bytes.length / 2; at += fake.length) {
    fake.writeUInt32BE(bytes.length / 2 - 40 - (at % 1024), 31);
    fake.copy(bytes, at);
  }
  for (let tail = bytes.length / 4; tail < bytes.length; tail += 4)
    if (bytes.readUInt32BE(tail) === 0) bytes.writeUInt32BE(2, tail);
  const started = process.cpuUsage();
  const items = [...readEntries(Buffer.concat([bytes, entry]))];
  expect(items.map((item) => item.type)).toEqual(["damage", "entry"]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(10_000);
});
