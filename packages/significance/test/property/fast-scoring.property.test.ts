/** The fast ways equal the plain ones: one look at a lexicon, words that are made once, terms that are placed once. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readText } from "../../src/reading/reading.ts";
import { createScorer } from "../../src/scorer.ts";
import { createStoreStatistics } from "../../src/statistics/store-statistics.ts";
import { NOW_MS } from "../memories.ts";
import { plainTerms, readPlainly } from "../reference/reading.ts";
import { scorePlainly } from "../reference/scorer.ts";

/** Words that stand in lists, that look like others, and pieces of which tokens are made. */
const piece = fc.constantFrom(
  ..."I you we our YOU'LL the THE bees boiler's Anna's sisters puppies children love HATE sad great 1953 £5 $7.50 $ 10:30 3rd 9am".split(
    " ",
  ),
  ..."Tuesday March may last next week went painted will realised turns out first time means because maxRetries snake_case _ x McKay".split(
    " ",
  ),
  ..."`x = 1` ` `` https://a.b/c?d=1 http:// https hhttp://x 🎉 ❤️ é 木 naïve Straße İstanbul don’t co-op 2,340 3.5abc a.5.b 1.2.3 -".split(
    " ",
  ),
  ..."? ! . ... ?! \n ' - : , ; ( ) 's ies flies buses gas things ed asked red no idea now changed my".split(" "),
);
const separator = fc.constantFrom(" ", " ", " ", "", "\n", "\t", " ", "'", "-", ".", ",", ":", "_", "`");
const made = fc.array(fc.tuple(piece, separator), { maxLength: 30 }).map((parts) => parts.flat().join(""));
const text = fc.oneof(
  { weight: 4, arbitrary: made },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...Array.from("aZ0_'-.,:$`/hptsed !?\n")), maxLength: 80 }),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
);
const memory = fc.record({
  text,
  timestamp: fc.integer({ min: NOW_MS - 1e11, max: NOW_MS + 1e9 }),
  session: fc.constantFrom("a", "b", "c"),
  speaker: fc.constantFrom("Anna", "Ben", "1953"),
});
const RUNS = { numRuns: 500 };

test("a text is read as the plain way reads it", () => {
  fc.assert(
    fc.property(text, (text) => {
      const { sentences, terms } = readText(text);
      const plain = readPlainly(text);
      expect(sentences).toMatchObject(plain);
      expect([...terms].map(([term, word]) => [term, word?.text])).toEqual(
        plainTerms(plain).map(([term, word]) => [term, word?.text]),
      );
    }),
    RUNS,
  );
});

test("scores and evidence are those of the plain way, to the last bit", () => {
  fc.assert(
    fc.property(fc.array(memory, { maxLength: 12 }), memory, (earlier, scored) => {
      const statistics = createStoreStatistics();
      for (const one of earlier) statistics.observe(one);
      const context = statistics.contextOf(scored, NOW_MS);
      expect(createScorer().score(scored, context)).toEqual(scorePlainly(scored, context));
    }),
    RUNS,
  );
});
