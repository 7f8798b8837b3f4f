import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createByteCursor } from "../../../src/segment/byte-reader.ts";
import { createByteWriter, writtenBytes, type ByteWriter } from "../../../src/segment/byte-writer.ts";
import {
  readCounted,
  readRun,
  readSizedRun,
  writeCounted,
  writeRun,
  writeSizedRun,
} from "../../../src/segment/number-column.ts";

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = createByteWriter();
  write(writer);
  return writtenBytes(writer).slice();
}

const counts = fc.array(fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(2 ** 32 - 1)), { maxLength: 40 });
const numbers = fc.array(
  fc.oneof(fc.integer({ min: -300, max: 300 }), fc.integer(), fc.maxSafeInteger(), fc.constant(2 ** 50)),
  { maxLength: 40 },
);

describe("columns are read back as they were written, and to their end", () => {
  test("counted", () => {
    fc.assert(
      fc.property(counts, fc.nat(3), (values, before) => {
        // At any place: columns of two and four bytes need not be aligned.
        const bytes = written((writer) => {
          writer.length = before;
          writeCounted(writer, values);
        });
        const cursor = createByteCursor(bytes, before);
        expect([...readCounted(cursor, values.length)]).toEqual(values);
        expect(cursor.at).toBe(bytes.length);
      }),
    );
  });

  test("runs", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const bytes = written((writer) => writeRun(writer, values));
        const cursor = createByteCursor(bytes);
        expect([...readRun(cursor, values.length)]).toEqual(values.map((value) => value + 0));
        expect(cursor.at).toBe(bytes.length);
      }),
    );
  });

  test("runs of what is no whole number to others: times beyond any calendar, infinity", () => {
    for (const values of [
      [8.64e15, -8.64e15, 0],
      [Number.POSITIVE_INFINITY, 1],
      [2 ** 52, 2 ** 52 + 1],
    ]) {
      const bytes = written((writer) => writeRun(writer, values));
      expect([...readRun(createByteCursor(bytes), values.length)]).toEqual(values);
    }
  });

  test("runs that say their size are stepped over, and decoded when they are asked for", () => {
    fc.assert(
      fc.property(numbers, numbers, (first, second) => {
        const bytes = written((writer) => {
          writeSizedRun(writer, first);
          writeSizedRun(writer, second);
        });
        const cursor = createByteCursor(bytes);
        const [one, two] = [readSizedRun(cursor, first.length), readSizedRun(cursor, second.length)];
        expect(cursor.at).toBe(bytes.length);
        expect([[...two()], [...one()]]).toEqual([second, first]);
        expect(one()).toBe(one());
      }),
    );
  });
});

test("a column takes as few bytes as its largest value needs", () => {
  const bytesOf = (largest: number): number => written((writer) => writeCounted(writer, [0, largest])).length;
  expect([0, 1, 255, 256, 65_535, 65_536].map(bytesOf)).toEqual([1, 3, 3, 5, 5, 9]);
});

test("cut or changed bytes end in INDEX_DAMAGED or in other numbers, and never in more than was asked for", () => {
  fc.assert(
    fc.property(numbers, fc.nat(), fc.nat(255), fc.nat(), (values, at, byte, cut) => {
      const bytes = written((writer) => {
        writeCounted(
          writer,
          values.map(Math.abs).map((value) => value % 2 ** 32),
        );
        writeRun(writer, values);
        writeSizedRun(writer, values);
      });
      bytes[at % bytes.length] = byte;
      const cursor = createByteCursor(bytes.subarray(0, bytes.length - (cut % 3)));
      try {
        expect(readCounted(cursor, values.length)).toHaveLength(values.length);
        expect(readRun(cursor, values.length)).toHaveLength(values.length);
        expect(readSizedRun(cursor, values.length)()).toHaveLength(values.length);
      } catch (error) {
        expect(error).toMatchObject({ code: "INDEX_DAMAGED" });
      }
    }),
    { numRuns: 2000 },
  );
});

test("a count that the bytes cannot hold is refused before memory is taken for it", () => {
  const bytes = written((writer) => writeRun(writer, [1, 2, 3]));
  expect(() => readRun(createByteCursor(bytes), 2 ** 31)).toThrow(expect.objectContaining({ code: "INDEX_DAMAGED" }));
});
