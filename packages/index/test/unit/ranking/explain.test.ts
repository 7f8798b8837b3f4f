import { expect, test } from "vitest";
import { aDocument, anIndex } from "../../documents.ts";

test("no explanation unless asked", async () => {
  const [hit] = await anIndex([aDocument(0, "tea")]).search({ text: "tea" });
  expect(hit).not.toHaveProperty("why");
});

test("parts that gave nothing are absent", async () => {
  const [hit] = await anIndex([aDocument(0, "tea")]).search({ text: "tea and bread", explain: true });
  expect(hit!.why).toEqual({ terms: [{ term: "tea", weight: hit!.score, turnsAway: 0 }] });
});

test("a word of the session is explained where no turn near lent it", async () => {
  const documents = "tea a b c d e f g h".split(" ").map((text, ref) => aDocument(ref, text, { session: "s" }));
  const hits = await anIndex(documents).search({ text: "tea", explain: true });
  const last = hits.find(({ ref }) => ref === 8)!;
  expect(last.why).toEqual({ terms: [], session: last.score });
});

test("a fused score shows the context score and the cosine", async () => {
  const [hit] = await anIndex([aDocument(0, "tea"), aDocument(1, "milk")]).search({
    text: "tea",
    mode: "hybrid",
    explain: true,
  });
  expect(hit!.ref).toBe(0);
  expect(hit!.score).toBeCloseTo(1, 12);
  expect(hit!.why!.lexical).toBeCloseTo(hit!.why!.terms![0]!.weight, 12);
  expect(hit!.why!.cosine).toBeCloseTo(1, 6);
});

test("ten thousand explanations of a common word are counted once, not once each", async () => {
  const documents = Array.from({ length: 10_000 }, (_, ref) => aDocument(ref, "tea", { session: `s${ref >> 3}` }));
  const hits = await anIndex(documents).search({ text: "tea", limit: 10_000, explain: true });
  expect(hits.length).toBe(10_000);
  expect(hits.every(({ why }) => why!.terms!.length === 1)).toBe(true);
});
