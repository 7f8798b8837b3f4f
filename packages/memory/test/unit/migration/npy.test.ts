import { expect, test } from "vitest";
import { decodeNpy, MAX_NPY_BYTES } from "../../../src/migration/npy.ts";
import { readZipEntry } from "../../../src/migration/zip.ts";
import { npy } from "../../support/vaults.ts";

/** What numpy 2.4 wrote: np.savez_compressed(path, embedding=np.array([1.0, -0.5, 65504.0], dtype)). */
const ARCHIVES: readonly (readonly [string, string])[] = [
  [
    "<f2",
    "504b03042d000000080000002100125b757affffffffffffffff0d001400656d62656464696e672e6e70790100100086000000000000004c000000000000009bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9366a4aea3a09e965f54529498179f5f94920a12774bcc294e058a17672416a402f91a863a0ac69a3a0ab50a64032e061b861dffab01504b01022d032d000000080000002100125b757a4c000000860000000d0000000000000000000000800100000000656d62656464696e672e6e7079504b050600000000010001003b0000008b0000000000",
  ],
  [
    "<f4",
    "504b03042d000000080000002100c40e7c74ffffffffffffffff0d001400656d62656464696e672e6e7079010010008c0000000000000050000000000000009bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9366a2aea3a09e965f54529498179f5f94920a12774bcc294e058a17672416a402f91ac63a9a3a0ab50a14002e0686067b060686fd0c0feadd01504b01022d032d000000080000002100c40e7c74500000008c0000000d0000000000000000000000800100000000656d62656464696e672e6e7079504b050600000000010001003b0000008f0000000000",
  ],
  [
    ">f8",
    "504b03042d0000000800000021003e3cc287ffffffffffffffff0d001400656d62656464696e672e6e707901001000980000000000000052000000000000009bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9766a1aea3a09e965f54529498179f5f94920a12774bcc294e058a17672416a402f91ac63a9a3a0ab50a14002efb0f0c60b0ff01847678ff074c0300504b01022d032d0000000800000021003e3cc28752000000980000000d0000000000000000000000800100000000656d62656464696e672e6e7079504b050600000000010001003b000000910000000000",
  ],
  [
    "<f8",
    "504b03042d0000000800000021008f2f5197ffffffffffffffff0d001400656d62656464696e672e6e707901001000980000000000000052000000000000009bec17ea1b10c9c850c650ad9e925a9c5ca46ea5a06e9366a1aea3a09e965f54529498179f5f94920a12774bcc294e058a17672416a402f91ac63a9a3a0ab50a14002e0630f8600fa11fec07537fde3b0000504b01022d032d0000000800000021008f2f519752000000980000000d0000000000000000000000800100000000656d62656464696e672e6e7079504b050600000000010001003b000000910000000000",
  ],
];

test.each(ARCHIVES)("an archive of numpy with %s is read", (_, hex) => {
  const array = readZipEntry(Buffer.from(hex, "hex"), (name) => name === "embedding.npy", MAX_NPY_BYTES)!;
  expect(decodeNpy(array)).toEqual(Float32Array.of(1, -0.5, 65_504));
});

test("the smallest and the largest halves, and zeros of both signs", () => {
  const halves = npy([0, 0, 0, 0], "<f2");
  const at = halves.length - 8;
  [0x0001, 0x7bff, 0x8000, 0xc000].forEach((bits, n) => halves.writeUInt16LE(bits, at + n * 2));
  expect([...decodeNpy(halves)]).toEqual([2 ** -24, 65_504, -0, -2]);
});

test.each([
  ["integers", npy([1, 2], "<i8")],
  ["a pickled object", npy([1], "|O8")],
  ["complex numbers", npy([1], "<c8")],
  ["a matrix", npy([1, 2, 3, 4], "<f8", "(2, 2)")],
  ["a single number", npy([1], "<f8", "()")],
  ["an empty vector", npy([], "<f8", "(0,)")],
  ["a shape larger than the file", npy([1, 2], "<f8", "(3,)")],
  ["a shape that multiplies beyond every number", npy([1], "<f8", "(99999999999999999999,)")],
  ["numbers that are none", npy([1, Number.NaN], "<f8")],
  ["infinity", npy([Number.POSITIVE_INFINITY], "<f4")],
  ["a double beyond float32", npy([1e300], "<f8")],
  ["no header", Buffer.from("hello world, this is no array")],
  ["a header longer than the file", Buffer.from("934e554d50590100ffff7b7d", "hex")],
  ["nothing", Buffer.alloc(0)],
])("%s is refused", (_, bytes) => {
  expect(() => decodeNpy(bytes)).toThrow(/^not a numpy array that can be read: /);
});
