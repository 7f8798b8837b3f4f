import { expect, test } from "vitest";
import { createIndexContents } from "../../../src/index-contents.ts";
import { liveSpeakers } from "../../../src/view/speakers.ts";
import { aDocument } from "../../documents.ts";

test("who no longer speaks, or does not speak yet, is not known", () => {
  const contents = createIndexContents();
  contents.add(aDocument(0, "x", { speaker: "Anna", savedAt: 100 }));
  contents.add(aDocument(1, "x", { speaker: "Ben", savedAt: 200 }));
  contents.end({ ref: 0, namespace: "default", at: 300, by: 2 });
  const speakersAt = (asOf?: number): string[] =>
    contents.searchers({ asOf }).flatMap(({ view }) => liveSpeakers(view).map(({ name }) => name));
  expect(speakersAt()).toEqual(["Ben"]);
  expect(speakersAt(250)).toEqual(["Anna", "Ben"]);
  expect(speakersAt(100)).toEqual(["Anna"]);
});
