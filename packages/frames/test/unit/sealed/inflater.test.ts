import { randomBytes } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { createInflater } from "../../../src/sealed/inflater.ts";

/** Bytes that deflate to about half. */
function bytesOf(sizeBytes: number): Buffer {
  return Buffer.from(randomBytes(sizeBytes).toString("hex").slice(0, sizeBytes), "latin1");
}

test("whatever comes before, at the same time and in whatever size, is what was deflated", async () => {
  const inflater = createInflater();
  for (const sizes of [[1], [16_384, 16_384, 100, 3_000_000], [20_000, 1, 300_000, 65_536, 65_536, 7]]) {
    const all = sizes.map(bytesOf);
    const inflated = await Promise.all(all.map((bytes) => inflater.run(deflateRawSync(bytes), bytes.length)));
    for (const [n, bytes] of all.entries()) expect(bytes.equals(inflated[n]!)).toBe(true);
  }
  inflater.close();
});

test("earlier results are not overwritten by later ones", async () => {
  const inflater = createInflater();
  const first = bytesOf(12_000);
  const result = await inflater.run(deflateRawSync(first), 12_000);
  for (let n = 0; n < 20; n++) await inflater.run(deflateRawSync(bytesOf(12_000)), 12_000);
  expect(first.equals(result)).toBe(true);
  inflater.close();
});

test("more bytes than allowed, bytes that end early and bytes that are no deflate are refused; the next are inflated all the same", async () => {
  const inflater = createInflater();
  const bytes = bytesOf(100_000);
  const deflated = deflateRawSync(bytes);
  for (const [bad, most, message] of [
    [deflated, 99_999, "more than 99999 bytes"],
    [deflateRawSync(Buffer.alloc(50_000_000)), 200_000, "more than 200000 bytes"],
    [deflated.subarray(0, -1), 100_000, "unexpected end"],
    [deflated.subarray(0, 10), 100_000, "unexpected end"],
    [new Uint8Array(0), 100_000, "unexpected end"],
    [Buffer.alloc(100, 0xff), 100_000, "invalid"],
  ] as const) {
    await expect(inflater.run(bad, most)).rejects.toThrow(message);
    expect(bytes.equals(await inflater.run(deflated, 100_000))).toBe(true);
  }
  inflater.close();
});

test("bytes behind the end are left alone, as inflateRawSync does", async () => {
  const inflater = createInflater();
  const bytes = bytesOf(1000);
  const deflated = deflateRawSync(bytes);
  for (let n = 0; n < 3; n++) {
    const inflated = await inflater.run(Buffer.concat([deflated, Buffer.from("more")]), 1000);
    expect(bytes.equals(inflated)).toBe(true);
    expect(bytes.equals(await inflater.run(deflated, 1000))).toBe(true);
  }
  inflater.close();
});

test("what is under way when it is closed still ends", async () => {
  const inflater = createInflater();
  const bytes = bytesOf(100_000);
  const inflated = inflater.run(deflateRawSync(bytes), 100_000);
  inflater.close();
  expect(bytes.equals(await inflated)).toBe(true);
});
