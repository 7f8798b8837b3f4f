import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../../src/segment/byte-source.ts";
import { writtenBytes } from "../../../src/segment/byte-writer.ts";
import { eachTerm, findTerm, type DictionaryHead } from "../../../src/segment/dictionary.ts";
import { createDictionaryWriter } from "../../../src/segment/dictionary-writer.ts";
import { listBytes } from "../../../src/segment/posting-list.ts";
import type { ListFigures } from "../../../src/segment/posting-writer.ts";

/** Few letters, so that terms share beginnings and begin each other. */
const terms = fc.uniqueArray(
  fc.array(fc.constantFrom("a", "b", "é", "c"), { maxLength: 6 }).map((letters) => letters.join("")),
  {
    maxLength: 300,
  },
);

describe("a term is found with its figures and its list", () => {
  test("whatever terms there are, and no other is", () => {
    fc.assert(
      fc.property(terms, terms, (there, asked) => {
        const sorted = there.map((term) => Buffer.from(term)).toSorted((a, b) => Buffer.compare(a, b));
        const { head, entries } = aDictionary(sorted);
        for (const term of [...there, ...asked]) {
          expect(findTerm(head, Buffer.from(term))).toEqual(entries.get(term));
        }
        const read: unknown[] = [];
        for (const { term, entry } of eachTerm(head)) read.push([Buffer.from(term).toString(), entry]);
        expect(read).toEqual([...entries]);
      }),
      { numRuns: 200 },
    );
  });
});

test("damaged blocks end in INDEX_DAMAGED or in a wrong answer, never in a hang", () => {
  const sorted = Array.from({ length: 200 }, (_, at) => Buffer.from(`term${String(at).padStart(3, "0")}`));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.nat(199),
      (changes, asked) => {
        const { head, bytes } = aDictionary(sorted);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        try {
          findTerm(head, sorted[asked]!);
        } catch (error) {
          expect(error).toMatchObject({ code: "INDEX_DAMAGED" });
        }
      },
    ),
  );
});

function aDictionary(sorted: readonly Uint8Array[]): {
  head: DictionaryHead;
  bytes: Uint8Array;
  entries: Map<string, ReturnType<typeof findTerm>>;
} {
  const writer = createDictionaryWriter();
  const entries = new Map<string, ReturnType<typeof findTerm>>();
  let listAt = 0;
  for (const [at, term] of sorted.entries()) {
    const figures = someFigures(at);
    writer.add(term, term.length, figures);
    entries.set(Buffer.from(term).toString(), { ...figures, listAt });
    listAt += listBytes(figures);
  }
  const bytes = Uint8Array.from(writtenBytes(writer.blocks));
  const head = {
    terms: writer.terms,
    places: writtenBytes(writer.places),
    heads: writtenBytes(writer.heads),
    blocks: memorySource(bytes),
  };
  return { head, bytes, entries };
}

function someFigures(seed: number): ListFigures {
  const units = 1 + ((seed * 7) % 300);
  return {
    units,
    documents: units + seed,
    sessions: units - (seed % units),
    gapBytes: units + seed,
    payloadBytes: units + 2 * seed,
  };
}
