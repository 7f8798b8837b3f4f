import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createTermDictionary } from "../../../src/analysis/term-dictionary.ts";
import { toBytes } from "../../../src/analysis/text-bytes.ts";

const words = fc.array(
  fc.array(fc.constantFrom("a", "b", "é", "😀"), { minLength: 1, maxLength: 4 }).map((letters) => letters.join("")),
);

test("any ids are sorted by the bytes of their terms, also after terms have come, whether they are few or many", () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (rounds, every) => {
      const dictionary = createTermDictionary();
      for (const round of rounds) {
        for (const word of round) dictionary.toId(toBytes(word), toBytes(word).length);
        const ids = Array.from({ length: dictionary.size }, (_, id) => id).filter((id) => id % every === 0);
        const sorted = ids.toSorted((a, b) => Buffer.compare(dictionary.bytesOf(a), dictionary.bytesOf(b)));
        expect([...dictionary.sort(ids)]).toEqual(sorted);
      }
    }),
  );
});
