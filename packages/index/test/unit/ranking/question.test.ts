import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { toWords } from "../../../src/analysis/words.ts";
import { readQuestion, type Question } from "../../../src/ranking/question.ts";

describe("readQuestion", () => {
  test("terms are unique, in order, without stop words", () => {
    expect(asked("What did the dogs and the dog eat?", []).terms).toEqual(["dog", "eat"]);
  });

  test("a question of stop words only asks for them", () => {
    expect(asked("To be or not to be", []).terms).toEqual(["to", "be", "or", "not"]);
  });

  test("the name of a known speaker is taken out and names the speaker", () => {
    expect(asked("Where did Anna's dog go?", ["Ben", "Anna"])).toMatchObject({ terms: ["dog", "go"], speaker: "Anna" });
  });

  test("two names name nobody, but are taken out", () => {
    const { terms, speaker } = asked("Did Anna see Ben's dog?", ["Ben", "Anna"]);
    expect([terms, speaker]).toEqual([["see", "dog"], undefined]);
  });

  test("a name that nobody bears is a word", () => {
    expect(asked("Carla's dog", ["Ben"])).toMatchObject({ terms: ["carla", "dog"] });
  });

  test("the first name is enough, unless two share it: then the whole name", () => {
    const names = ["Anna Lee", "Anna Moor", "Ben Okri"];
    expect(asked("Ben's dog", names).speaker).toBe("Ben Okri");
    expect(asked("Anna's dog", names)).toMatchObject({ terms: ["anna", "dog"] });
    expect(asked("Anna Moor's dog", names)).toMatchObject({ terms: ["dog"], speaker: "Anna Moor" });
  });

  test("a question that is nothing but a name looks the name up", () => {
    expect(asked("Anna?", ["Anna"])).toMatchObject({ terms: ["anna"], speaker: "Anna" });
    expect(asked("What did Anna do?", ["Anna"])).toMatchObject({ terms: ["anna"], speaker: "Anna" });
  });

  test("a name that is a stop word is one only with a capital inside the sentence", () => {
    const names = ["Will", "Anna"];
    expect(asked("When will Anna come?", names).speaker).toBe("Anna");
    expect(asked("What has Will seen?", names).speaker).toBe("Will");
    expect(asked("Late. Will Anna come?", names).speaker).toBe("Anna");
    expect(asked("will you", ["will"]).terms).toEqual(["will", "you"]);
  });

  test("a name that is a month is no date", () => {
    expect(asked("What did June say?", ["June"])).toMatchObject({ dates: [], speaker: "June" });
    expect(asked("What was said in June?", []).dates).toMatchObject([{ month: 6 }]);
    expect(asked("What did May see?", ["May"])).toMatchObject({ dates: [], speaker: "May", terms: ["see"] });
  });

  test("an emoji, a single letter, no letter at all, the name of a property", () => {
    const names = ["🦊", "X", "???", "constructor", "user"];
    expect(asked("what did 🦊 see", names).speaker).toBe("🦊");
    expect(asked("what did X see", names)).toMatchObject({ terms: ["x", "see"] });
    expect(asked("what did the constructor see", names).speaker).toBe("constructor");
    expect(asked("what does the user like", names).speaker).toBe("user");
    expect(asked("???", names)).toMatchObject({ terms: [] });
  });
});

function asked(text: string, speakers: readonly string[]): Question {
  const known = speakers.map((name) => ({ name, words: toWords(name) }));
  return readQuestion(text, known, createAnalyzer());
}
