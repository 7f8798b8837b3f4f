import { expect, test } from "vitest";
import { readRow } from "../../../src/row/reader.ts";
import { markGroupStart, rowBytes, writeRow } from "../../../src/row/writer.ts";
import { plainFrame } from "../../support/row-segments.ts";

const at = 5;
const nonceCrc = 77;
const frame = plainFrame(1, "hello", { metadata: Uint8Array.of(1, 2, 3) });

test("a row touches exactly its own bytes", () => {
  const into = new Uint8Array(80).fill(0xaa);
  const sizeBytes = writeRow(frame, { into, at, isGroupStart: false, nonceCrc });
  expect(sizeBytes).toBe(rowBytes(frame));
  expect(sizeBytes).toBe(48);
  expect(new Set(into.subarray(0, at))).toEqual(new Set([0xaa]));
  expect(new Set(into.subarray(at + sizeBytes))).toEqual(new Set([0xaa]));
});

test("a row that fits to the last byte is written, one byte less is refused", () => {
  expect(writeRow(frame, { into: new Uint8Array(at + 48), at, isGroupStart: true, nonceCrc })).toBe(48);
  expect(() => writeRow(frame, { into: new Uint8Array(at + 47), at, isGroupStart: true, nonceCrc })).toThrow(
    RangeError,
  );
});

test("a row can become the first of its group afterwards", () => {
  const into = new Uint8Array(100);
  writeRow(frame, { into, at, isGroupStart: false, nonceCrc });
  expect(readRow(into, at, nonceCrc)).toMatchObject({ isGroupStart: false });
  markGroupStart(into, at, nonceCrc);
  expect(readRow(into, at, nonceCrc)).toMatchObject({ isGroupStart: true, frame: { seq: 1 } });
});

test("fields that cannot be stored are refused", () => {
  const write = (rest: object) => () =>
    writeRow({ ...frame, ...rest }, { into: new Uint8Array(200), at: 0, isGroupStart: false, nonceCrc });
  const bad = [
    { seq: 0 },
    { seq: 2 ** 48 },
    { seq: 1.5 },
    { kind: 5 },
    { kind: -1 },
    { timestamp: Number.NaN },
    { timestamp: 8_640_000_000_000_001 },
    { fingerprint: new Uint8Array(7) },
    { id: "0123456789abcde" },
    { id: "0123456789abcdeF" },
    { id: "0123456789abcdeg" },
    { id: "0123456789abcde€" },
    { id: "0123456789abcdef0" },
  ];
  for (const rest of bad) expect(write(rest)).toThrow(RangeError);
});

test("a row above 64 MiB is refused with its code", () => {
  const content = new Uint8Array(64 * 1024 * 1024 - 40);
  const write = (): number =>
    writeRow(plainFrame(1, content), { into: new Uint8Array(0), at: 0, isGroupStart: true, nonceCrc });
  expect(write).toThrow(expect.objectContaining({ code: "FRAMES_TOO_LARGE" }));
});
