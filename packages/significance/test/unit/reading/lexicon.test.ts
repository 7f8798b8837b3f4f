import { expect, test } from "vitest";
import { lookUp } from "../../../src/reading/lexicon.ts";

test("one look-up tells what every list says of a word", () => {
  expect(lookUp("will")).toMatchObject({ isFunctionWord: true, time: "plan", valence: 0 });
  expect(lookUp("dad")).toMatchObject({ isPerson: true, isFunctionWord: false });
  expect(lookUp("out")).toMatchObject({
    isFunctionWord: true,
    realises: false,
    realisesBehind: ["turns", "turned", "found"],
  });
  expect(lookUp("means")).toMatchObject({ explains: true });
  expect(lookUp("next")).toMatchObject({ pointsToTime: true });
});

test("of a word in no list it tells nothing, also of names that every object has", () => {
  const nothing = lookUp("boiler");
  expect(nothing).toMatchObject({
    isFunctionWord: false,
    voice: undefined,
    valence: 0,
    time: undefined,
    isPerson: false,
  });
  for (const word of ["", "constructor", "__proto__"]) expect(lookUp(word)).toBe(nothing);
});
