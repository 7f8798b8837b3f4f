import { expect, test } from "vitest";
import { createMemoryIndex } from "../../../src/index.ts";
import { aDocument } from "../../documents.ts";

/** A list question: "pets" are a kind, and what its first hits share joins in. They are questions, so that they weigh nothing. */
const TEXTS = [
  { text: "dogs", session: undefined },
  { text: "milk?", session: "s1" },
  { text: "milk went dogs?", session: "s3" },
  { text: "yesterday go dog?", session: "s1" },
  { text: "yesterday", session: "s1" },
];

test("terms that give nothing make no document come twice, and none go", async () => {
  const index = createMemoryIndex({ readText: async (ref) => TEXTS[ref - 1]!.text });
  for (const [at, { text, session }] of TEXTS.entries()) {
    index.add({ ...aDocument(at + 1, text), session, timestamp: Date.UTC(2023, 3, 1), savedAt: 1000 });
  }
  const hits = await index.search({ text: "what pets ", limit: 100 });
  expect(hits.map(({ ref }) => ref).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
});
