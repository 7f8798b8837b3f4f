import { describe, expect, test } from "vitest";
import { READ_CHARACTERS, readText } from "../../../src/reading/reading.ts";

function tokens(text: string): string[][] {
  return readText(text).sentences.map(({ words }) => words.map((word) => word.text));
}

describe("words", () => {
  test("keep inner apostrophes, hyphens, separators and currency, and lose the rest", () => {
    expect(tokens("It's Anna’s co-op, “2,340” at 10:30 (£1.50)")).toEqual([
      ["It's", "Anna's", "co-op", "2,340", "at", "10:30", "£1.50"],
    ]);
  });

  test("have straight apostrophes, and are lower case beside what was written", () => {
    const [word] = readText("Don’T").sentences[0]!.words;
    expect(word).toMatchObject({ text: "Don'T", lower: "don't", term: undefined });
  });

  test("may be links, code spans and pictographs, which are no terms", () => {
    const words = readText("see https://a.b/c?d=1 or `npm run x` 🎉").sentences[0]!.words;
    expect(words.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      "word see",
      "code https://a.b/c?d=1",
      "word or",
      "code `npm run x`",
      "pictograph 🎉",
    ]);
    expect(words.map(({ term }) => term)).toEqual(["see", undefined, undefined, undefined, undefined]);
  });

  test("of one term are stated once, and questions state nothing", () => {
    const { sentences, terms } = readText("Bees? Bees sting. The bee died.");
    expect([...terms.keys()]).toEqual(["bee", "sting", "died"]);
    expect(terms.get("bee")).toBe(sentences[1]!.words[0]);
    expect(readText("Bees?").terms.get("bee")).toBeUndefined();
  });
});

describe("sentences", () => {
  test("end at a full stop, a question mark, an exclamation mark or a line", () => {
    const { sentences } = readText("One.\nTwo? Three!! Four?!\nfive");
    expect(sentences.map(({ ending }) => ending)).toEqual([
      "statement",
      "question",
      "exclamation",
      "question",
      "statement",
    ]);
  });

  test("know who speaks to whom", () => {
    const voices = readText("I see you. We go. You rest. It rains.").sentences.map((sentence) => [
      sentence.firstPerson,
      sentence.secondPerson,
    ]);
    expect(voices).toEqual([
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ]);
  });
});

test("nothing of an empty text, and nothing beyond the first 16,384 characters", () => {
  expect(readText(" ?!… ").sentences).toEqual([]);
  const long = `${"x ".repeat(READ_CHARACTERS / 2)}beyond`;
  expect(readText(long).terms.has("beyond")).toBe(false);
  expect(() => readText(7 as never)).toThrow(TypeError);
});
