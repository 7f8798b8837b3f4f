import { describe, expect, it } from "vitest";
import { createQuestions, KINDS } from "../../src/text-index/questions.ts";
import { createWorkload } from "../../src/text-index/workload.ts";

const workload = createWorkload();
const sheet = createQuestions(workload, 500, 20);

describe("questions about the workload", () => {
  it("come in every kind, as many as asked for, the same each time", () => {
    for (const kind of KINDS) expect(sheet[kind]).toHaveLength(20);
    expect(createQuestions(workload, 500, 20)).toEqual(sheet);
  });

  it.each(["natural", "rare", "tagged", "common"] as const)(
    "take the words of a %s question from the target",
    (kind) => {
      for (const { text, target } of sheet[kind])
        for (const word of text.split(" ")) expect(target.toLowerCase()).toContain(word);
    },
  );

  it("have 3 to 6 words when they are natural or common", () => {
    for (const { text } of [...sheet.natural, ...sheet.common])
      expect(text.split(" ").length).toSatisfy((words: number) => words >= 3 && words <= 6);
  });

  it("name a tag of the target when they are tagged", () => {
    const tagOf = new Map(Array.from({ length: 500 }, (_, i) => [workload.text(i), workload.metadata(i).tags]));
    for (const { tag, target } of sheet.tagged) expect(tagOf.get(target)).toContain(tag);
  });
});
