import { expect, test } from "vitest";
import { appendPosting, createPostings, frequencyIn } from "../../../src/partition/postings.ts";

test("an empty list holds nothing", () => {
  expect(frequencyIn(createPostings(), 0)).toBe(0);
});

test("the frequency of every ordinal is found again, and of no other", () => {
  const postings = createPostings();
  for (let ordinal = 1; ordinal < 500; ordinal += 3) appendPosting(postings, ordinal, ordinal + 7);
  const found = Array.from({ length: 502 }, (_, ordinal) => frequencyIn(postings, ordinal));
  expect(found).toEqual(found.map((_, ordinal) => (ordinal % 3 === 1 && ordinal < 500 ? ordinal + 7 : 0)));
});
