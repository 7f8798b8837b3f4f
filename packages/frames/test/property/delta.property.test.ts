import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeDelta, encodeDelta } from "../../src/delta/delta.ts";
import { createRecentContents } from "../../src/delta/recent-contents.ts";
import { alignedSimilarity01, similarity01 } from "../../src/delta/similarity.ts";

const contents = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: fc.constantFrom("a", "b", "ab ", "the "), maxLength: 200 }).map((text) => Buffer.from(text)),
);
/** A base and an edit of it. */
const pairs = fc
  .tuple(contents, fc.array(fc.tuple(fc.nat(), fc.nat(20), fc.uint8Array({ maxLength: 20 })), { maxLength: 4 }))
  .map(([base, edits]) => {
    let edited = Array.from(base);
    for (const [place, removed, added] of edits)
      edited = edited.toSpliced(place % (edited.length + 1), removed, ...added);
    return [new Uint8Array(base), Uint8Array.from(edited)] as const;
  });

test("D1: decode(base, encode(base, x)) equals x, in at most half the bytes", () => {
  fc.assert(
    fc.property(pairs, fc.integer({ min: 1, max: 2 ** 40 }), ([base, content], distance) => {
      const delta = encodeDelta(base, content, distance);
      if (delta === undefined) return;
      expect(delta.length).toBeLessThanOrEqual(content.length / 2);
      expect(decodeDelta(base, delta)).toEqual(content);
    }),
    { numRuns: 1000 },
  );
});

test("both similarities are lower bounds of 1 - Levenshtein / max", () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const truth01 = 1 - levenshtein(a, b) / Math.max(a.length, b.length, 1);
      expect(similarity01(a, b)).toBeLessThanOrEqual(truth01 + 1e-12);
      expect(alignedSimilarity01(a, b, 0)).toBeLessThanOrEqual(truth01 + 1e-12);
      const atLeast01 = alignedSimilarity01(a, b, 0.8);
      expect(atLeast01 === 0 || atLeast01 >= 0.8 - 1e-12).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("what is found was added to that family since the last clear, within the bounds", () => {
  const step = fc.record({
    type: fc.constantFrom("add" as const, "add" as const, "find" as const, "clear" as const),
    family: fc.constantFrom("a", "b", "c"),
    text: fc.nat(8).map((n) => Buffer.from(`${n} common words of all texts `.repeat(4 + (n % 3)))),
    depth: fc.nat(5),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const recent = createRecentContents({ perFamily: 3, families: 2, maxBytes: 600 });
      const known = new Map<string, string>();
      const strangers: unknown[] = [];
      for (const [seq, { type, family, text, depth }] of steps.entries()) {
        if (type === "add") {
          recent.add(family, { seq, depth, content: text });
          known.set(`${family} ${seq} ${depth}`, text.toString());
        } else if (type === "find") {
          const found = recent.find(family, text);
          if (found === undefined) continue;
          const content = Buffer.from(found.content).toString();
          const isKnown = known.get(`${family} ${found.seq} ${found.depth}`) === content && found.depth < 4;
          if (!isKnown) strangers.push({ family, found });
        } else {
          recent.clear();
          known.clear();
        }
      }
      expect(strangers).toEqual([]);
    }),
  );
});

function levenshtein(a: Uint8Array, b: Uint8Array): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
