import { expect, test } from "vitest";
import { createDataEnd } from "../../../src/row/data-end.ts";
import { reader } from "../../support/row-segments.ts";

const MIB = 1024 * 1024;

test("the end of the data is one past the last byte that is not zero", async () => {
  const bytes = Buffer.alloc(200_000);
  expect(await createDataEnd(reader(bytes), bytes.length, Number.POSITIVE_INFINITY).find(0, 0)).toBe(0);
  bytes[199_999] = 1;
  expect(await createDataEnd(reader(bytes), bytes.length, Number.POSITIVE_INFINITY).find(64, 0)).toBe(200_000);
  bytes[199_999] = 0;
  bytes[70_000] = 1;
  const dataEnd = createDataEnd(reader(bytes), bytes.length, Number.POSITIVE_INFINITY);
  expect(await dataEnd.find(64, 0)).toBe(70_001);
  expect(await dataEnd.find(80_000, 0)).toBe(70_001);
});

test("a run of zeros ends the search, but not before the place that is asked for", async () => {
  const bytes = Buffer.alloc(4 * MIB);
  bytes[10] = 1;
  bytes[2 * MIB] = 1;
  const near = (atLeast: number): Promise<number> => createDataEnd(reader(bytes), bytes.length, MIB).find(0, atLeast);
  expect(await near(0)).toBe(11);
  expect(await near(MIB + 100)).toBe(2 * MIB + 1);
});

test("no byte is read twice", async () => {
  const bytes = Buffer.alloc(MIB);
  bytes[MIB - 1] = 1;
  let count = 0;
  const dataEnd = createDataEnd(
    reader(bytes, (sizeBytes) => (count += sizeBytes)),
    bytes.length,
    Number.POSITIVE_INFINITY,
  );
  for (let from = 0; from < 1000; from++) await dataEnd.find(from, from + 5000);
  expect(count).toBe(MIB);
});

test("a file that has shrunk ends where it ends", async () => {
  expect(await createDataEnd(reader(Buffer.of(0, 1, 0)), MIB, MIB).find(0, 0)).toBe(2);
});
