import { expect, test } from "vitest";
import { readLines, type Line } from "../../../src/transfer/lines.ts";
import { bytesOf, toArray } from "../../support/stores.ts";

const textsOf = (lines: Line[]): (string | undefined)[] => lines.map(({ text }) => text);

test("a last line without its end is a line", async () => {
  expect(textsOf(await toArray(readLines([bytesOf("a\nb")])))).toEqual(["a", "b"]);
});

test("an empty source has no lines, a single end has an empty one", async () => {
  expect(await toArray(readLines([]))).toEqual([]);
  expect(await toArray(readLines([new Uint8Array()]))).toEqual([]);
  expect(await toArray(readLines([bytesOf("\n")]))).toEqual([{ number: 1, text: "", endBytes: 1 }]);
});

test("CRLF and a byte order mark are not part of a line", async () => {
  expect(textsOf(await toArray(readLines([bytesOf("\ufeffa\r\nb\r\n")])))).toEqual(["a", "b"]);
});

test("cuts between any two bytes give the same lines", async () => {
  const bytes = bytesOf("eins\nzwölf 👩‍👩‍👧\r\n\n漢字");
  const whole = await toArray(readLines([bytes]));
  for (let size = 1; size < bytes.length; size++) {
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    expect(await toArray(readLines(chunks))).toEqual(whole);
  }
});

test("a line that is too long is counted, not kept, and the next one is whole", async () => {
  const lines = await toArray(readLines([bytesOf("12345"), bytesOf("67\nshort\n123456\n")], 6));
  expect(lines).toEqual([
    { number: 1, text: undefined, endBytes: 8 },
    { number: 2, text: "short", endBytes: 14 },
    { number: 3, text: "123456", endBytes: 21 },
  ]);
});

test("bytes that are no UTF-8 give a line without a text", async () => {
  expect(textsOf(await toArray(readLines([Uint8Array.of(0xff, 0x0a, 0x41)])))).toEqual([undefined, "A"]);
});
