import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  createByteCursor,
  readByte,
  readCount,
  readFloat64,
  readSigned,
  readString,
  readVarint,
  readView,
  type ByteCursor,
} from "../../../src/segment/byte-reader.ts";
import { memorySource } from "../../../src/segment/byte-source.ts";
import { openWindow, showBytes } from "../../../src/segment/byte-window.ts";
import {
  createByteWriter,
  writeByte,
  writeBytes,
  writeFloat64,
  writeSigned,
  writeString,
  writeVarint,
  writtenBytes,
  type ByteWriter,
} from "../../../src/segment/byte-writer.ts";

/** A value, how it is written, and how it is read back. */
interface Part {
  readonly value: unknown;
  readonly write: (writer: ByteWriter) => void;
  readonly read: (cursor: ByteCursor) => unknown;
}

const someNumber = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(300),
  fc.constantFrom(0, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER),
);
const someSigned = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 52, -(2 ** 52)));
const someText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "\ufeffbom", "lone \ud800", "\udc00 lone"),
);
const somePart: fc.Arbitrary<Part> = fc.oneof(
  fc.nat(255).map((value) => ({ value, write: (to: ByteWriter) => writeByte(to, value), read: readByte })),
  someNumber.map((value) => ({ value, write: (to: ByteWriter) => writeVarint(to, value), read: readVarint })),
  someSigned.map((value) => ({ value, write: (to: ByteWriter) => writeSigned(to, value), read: readSigned })),
  fc.double().map((value) => ({ value, write: (to: ByteWriter) => writeFloat64(to, value), read: readFloat64 })),
  someText.map((value) => ({ value, write: (to: ByteWriter) => writeString(to, value), read: readString })),
  fc.uint8Array().map((value) => ({
    value,
    write: (to: ByteWriter) => writeBytes(to, value),
    read: (from: ByteCursor) => readView(from, value.length),
  })),
);
const someParts = fc.array(somePart, { maxLength: 30 });

function written(parts: readonly Part[]): Uint8Array {
  const writer = createByteWriter(1);
  for (const { write } of parts) write(writer);
  return writtenBytes(writer).slice();
}

test("what was written is read back, and nothing is left", () => {
  fc.assert(
    fc.property(someParts, (parts) => {
      const cursor = createByteCursor(written(parts));
      expect(parts.map(({ read }) => read(cursor))).toEqual(parts.map(({ value }) => value));
      expect(cursor.at).toBe(cursor.bytes.length);
    }),
  );
});

test("bytes that end too early are told as damage, wherever they are cut", () => {
  fc.assert(
    fc.property(someParts, fc.nat(), (parts, at) => {
      const bytes = written(parts);
      fc.pre(bytes.length > 0);
      const cursor = createByteCursor(bytes.subarray(0, at % bytes.length));
      const readAll = (): void => {
        for (const { read } of parts) read(cursor);
      };
      expect(readAll).toThrow(expect.objectContaining({ code: "INDEX_DAMAGED" }));
    }),
  );
});

test("a number that has no end, and a count larger than what follows, are damage", () => {
  expect(() => readVarint(createByteCursor(new Uint8Array(20).fill(0xff)))).toThrow("a number is too long");
  expect(() => readCount(createByteCursor(Uint8Array.of(3, 0, 0)))).toThrow("larger than what follows");
  expect(readCount(createByteCursor(Uint8Array.of(2, 0, 0)))).toBe(2);
  expect(() => readCount(createByteCursor(Uint8Array.of(2, 0, 0)), 2)).toThrow("larger than what follows");
});

test("a window shows the bytes of its source, in any order, and refuses what is not there", () => {
  const bytes = Uint8Array.from({ length: 600_000 }, (_, at) => (at * 31) >>> 4);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(600_000), fc.nat(300_000)), { maxLength: 6 }), (wishes) => {
      const window = openWindow(memorySource(bytes));
      for (const [at, sizeBytes] of wishes) {
        if (at + sizeBytes > bytes.length) {
          expect(() => showBytes(window, at, sizeBytes)).toThrow(expect.objectContaining({ code: "INDEX_DAMAGED" }));
          continue;
        }
        const from = showBytes(window, at, sizeBytes);
        const shown = window.bytes.subarray(from, from + sizeBytes);
        expect(Buffer.compare(shown, bytes.subarray(at, at + sizeBytes))).toBe(0);
      }
    }),
    { numRuns: 30 },
  );
});
