import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { asksForSeveral } from "../../../src/multi-hop/list-question.ts";

const analyzer = createAnalyzer();

describe("a list question", () => {
  test.each([
    "What instruments does Ada play?",
    "which countries has she been to",
    "How many dogs does Ben have?",
    "In what ways does Ada help the village?",
    "  “Where have Ben's friends lived?”",
    "What do Ada and Ben both like?",
    "Who are the children of Ben?",
    "What are the dogs' names?",
  ])("%s", (question) => expect(asksForSeveral(question, analyzer)).toBe(true));
});

describe("no list question", () => {
  test.each([
    ["a plural without a question word", "Ada's instruments"],
    ["one thing", "What instrument does Ada play?"],
    ["a time", "When did the dogs bark?"],
    ["a verb that ends in s is a stop word", "What does she do, and what was it?"],
    ["a name that ends in s", "What did Mr Jones say in Texas?"],
    ["a possessive", "What is my sister’s name?"],
    ["a singular that ends in s", "Which bus and which class, and on what basis?"],
    ["a word that goes on in another script", "What is notesδ?"],
    ["a document that begins like one", `What dogs ${"bark ".repeat(200)}`],
    ["nothing", ""],
  ])("%s", (_, question) => expect(asksForSeveral(question, analyzer)).toBe(false));
});
