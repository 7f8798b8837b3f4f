import { expect, test } from "vitest";
import { relationshipDepth } from "../../../src/dimensions/relationship-depth.ts";
import { readText } from "../../../src/reading/reading.ts";
import { aContext } from "../../memories.ts";

function depth(text: string, context = aContext()): number {
  return relationshipDepth(readText(text), context).score;
}

test("what somebody says about themselves counts most", () => {
  const disclosed = depth("I have never told anyone that I cannot swim.");
  expect(disclosed).toBeGreaterThan(depth("You have never told anyone that you cannot swim."));
  expect(disclosed).toBeGreaterThan(depth("He has never told anyone that he cannot swim."));
  expect(relationshipDepth(readText("I cannot swim at all, really."), aContext()).evidence[0]).toMatchObject({
    sign: "about oneself",
    words: "I cannot swim at",
  });
});

test("people, us, you and names each add", () => {
  const plain = depth("it rains");
  expect(plain).toBe(0);
  for (const text of ["my sister's", "we", "you"]) expect(depth(`it rains on ${text}`)).toBeGreaterThan(plain);
  expect(depth("it rains on Ada", aContext({}, { people: new Set(["ada"]) }))).toBeGreaterThan(plain);
});

test("what was talked about in another session is shared", () => {
  const shared = aContext({ boiler: { otherEpisodes: 2 } });
  expect(depth("the boiler", shared)).toBeGreaterThan(depth("the boiler", aContext({ boiler: {} })));
});

test("a long acquaintance adds a little, and not without end", () => {
  const known = (episodes: number): number => depth("it rains", aContext({}, { speaker: { memories: 9, episodes } }));
  expect(known(5)).toBeGreaterThan(0);
  expect(known(10)).toBeGreaterThan(known(5));
  expect(known(1000)).toBe(known(10));
});
