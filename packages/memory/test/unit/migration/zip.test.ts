import { deflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readZipEntry } from "../../../src/migration/zip.ts";
import { npz } from "../../support/vaults.ts";

const CONTENT = Buffer.from("the content of the entry, the content of the entry");
const read = (bytes: Uint8Array, max = 1000): Uint8Array | undefined => readZipEntry(bytes, () => true, max);

test("an entry is found by its name", () => {
  const archive = npz(CONTENT, "a.npy");
  expect(Buffer.from(readZipEntry(archive, (name) => name === "a.npy", 1000)!)).toEqual(CONTENT);
  expect(readZipEntry(archive, (name) => name === "b.npy", 1000)).toBeUndefined();
});

test("a comment behind the end is passed over", () => {
  expect(read(Buffer.concat([npz(CONTENT), Buffer.from("a comment of somebody")]))).toHaveLength(CONTENT.length);
});

test("a zip bomb is not inflated, whether it tells its size or lies about it", () => {
  const zeros = Buffer.alloc(100_000_000);
  const honest = npz(zeros);
  expect(honest.length).toBeLessThan(200_000);
  expect(() => read(honest)).toThrow("larger than 1000 bytes");
  const lying = Buffer.from(honest);
  lying.writeUInt32LE(500, lying.length - 22 - 13 - 46 + 24);
  expect(() => read(lying)).toThrow("cannot be inflated, or to more than 1000 bytes");
});

test("a changed byte of the content fails the checksum", () => {
  const archive = npz(CONTENT);
  const at = archive.indexOf(deflateRawSync(CONTENT));
  archive[at + 3]! ^= 1;
  expect(() => read(archive)).toThrow(/checksum|inflated/);
});

test.each([
  ["no archive", Buffer.from("PK")],
  ["nothing", Buffer.alloc(0)],
  ["only an end record that points nowhere", Buffer.from("504b05060000000001000100ffffffffffffffff0000", "hex")],
])("%s is refused", (_, bytes) => {
  expect(() => read(bytes)).toThrow(TypeError);
});

test("archives with flipped bytes end in their content or in a TypeError", () => {
  const archive = npz(CONTENT);
  fc.assert(
    fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const bytes = Buffer.from(archive);
      bytes[at]! ^= mask;
      try {
        const content = read(bytes);
        if (content !== undefined) expect(Buffer.from(content)).toEqual(CONTENT);
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }),
    { numRuns: 500 },
  );
});
