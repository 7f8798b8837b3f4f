import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createFrameIdGenerator, isFrameId, toFrameId } from "../../src/index.ts";

const encoder = new TextEncoder();
const zeros = (n: number): Uint8Array => new Uint8Array(n);

test("an id is the first half of SHA-256 over 100 characters, the ISO time and the randomness", () => {
  const mint = createFrameIdGenerator(zeros);
  const text = "ä".repeat(150);
  const expected = createHash("sha256")
    .update(`${"ä".repeat(100)}1970-01-01T00:00:00.007Z0000000000000000`)
    .digest("hex");
  expect(mint(encoder.encode(text), 7)).toBe(expected.slice(0, 16));
});

test("characters outside the basic plane count as one", () => {
  const mint = createFrameIdGenerator(zeros);
  expect(mint(encoder.encode("😀".repeat(100) + "a"), 7)).toBe(mint(encoder.encode("😀".repeat(100) + "b"), 7));
  expect(mint(encoder.encode("😀".repeat(99) + "a"), 7)).not.toBe(mint(encoder.encode("😀".repeat(99) + "b"), 7));
});

test("equal contents at one time get different ids", () => {
  const mint = createFrameIdGenerator((n) => crypto.getRandomValues(new Uint8Array(n)));
  const ids = new Set(Array.from({ length: 5000 }, () => mint(encoder.encode("same"), 1)));
  expect(ids.size).toBe(5000);
});

test("only 16 lower-case hex digits are an id", () => {
  expect(isFrameId("0123456789abcdef")).toBe(true);
  for (const value of ["0123456789ABCDEF", "0123456789abcde", "0123456789abcdef\n", "../../etc/passwd", 1, undefined]) {
    expect(isFrameId(value)).toBe(false);
    expect(() => toFrameId(value)).toThrow(TypeError);
  }
});

test("ASCII, other text and bytes that are no text all follow the recipe, whatever came before", () => {
  const mint = createFrameIdGenerator((n) => new Uint8Array(n).fill(0xab));
  const contents = ["", "short", "x".repeat(250), `${"x".repeat(99)}é…`, `${"x".repeat(100)}é`, "\uFEFFmark"].map(
    (text) => encoder.encode(text),
  );
  contents.push(
    Uint8Array.of(0x61, 0xff, 0x80, 0xe2, 0x82),
    Uint8Array.from({ length: 500 }, () => 0xc3),
  );
  for (const content of [...contents, ...contents.toReversed()]) {
    const head = Array.from(Buffer.from(content).toString("utf8")).slice(0, 100).join("");
    const digest = createHash("sha256")
      .update(`${head}2026-11-25T10:00:00.000Z${"ab".repeat(8)}`)
      .digest("hex");
    expect(mint(content, Date.UTC(2026, 10, 25, 10))).toBe(digest.slice(0, 16));
  }
});
