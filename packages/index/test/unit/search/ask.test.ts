import { describe, expect, test } from "vitest";
import { aDocument, anIndex, DAY_MS, FIRST_DAY_MS } from "../../documents.ts";

const talk = [
  aDocument(0, "I took up the violin again", { session: "s1", speaker: "Ada" }),
  aDocument(1, "The boiler is broken", { session: "s2", speaker: "Ben" }),
  aDocument(2, "An instrument maker moved in", { session: "s3", speaker: "Ben" }),
];
const question = "What instruments does Ada play?";

describe("a question for several things", () => {
  test("finds a member of the kind, which no word of the question meets", async () => {
    const hits = await anIndex(talk).search({ text: question, explain: true });
    const violin = hits.find(({ ref }) => ref === 0)!;
    expect(violin.why!.terms).toMatchObject([{ term: "violin", turnsAway: 0, source: "kind" }]);
    expect(hits.map(({ ref }) => ref)).not.toContain(1);
  });

  test("is asked in one hop with hops off, and scores as any question does", async () => {
    const hits = await anIndex(talk).search({ text: question, hops: "off", explain: true });
    expect(hits.map(({ ref }) => ref)).toEqual([2]);
    expect(hits[0]!.why!.terms).not.toHaveProperty("0.source");
  });

  test("brings nothing in that a filter hides, and nothing that came after asOf", async () => {
    const index = anIndex(talk);
    const refs = async (query: object): Promise<number[]> =>
      (await index.search({ text: question, ...query })).map(({ ref }) => ref);
    expect(await refs({ session: "s3" })).toEqual([2]);
    expect(await refs({ speaker: "Ada" })).toEqual([0]);
    expect(await refs({ asOf: FIRST_DAY_MS + DAY_MS })).toEqual([0]);
    expect(await refs({ asOf: FIRST_DAY_MS - 1 })).toEqual([]);
  });

  test("reads no text of a version that ended", async () => {
    const read: number[] = [];
    const index = anIndex(talk, { readText: async (ref) => (read.push(ref), "") });
    index.remove(0, "default", FIRST_DAY_MS + 50 * DAY_MS);
    await index.search({ text: question });
    expect(read).toEqual([2]);
  });
});

test("a question for one thing is asked in one hop and reads nothing", async () => {
  const read: number[] = [];
  const index = anIndex(talk, { readText: async (ref) => (read.push(ref), "") });
  await index.search({ text: "What instrument does Ada play?" });
  expect(read).toEqual([]);
});
