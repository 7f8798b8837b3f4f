import { expect, test } from "vitest";
import { episodeOf } from "../../../src/statistics/episode.ts";
import { DAY_MS } from "../../../src/temporal.ts";

test("a session is an episode, whenever it goes on", () => {
  expect(episodeOf({ session: "a", timestamp: 0 })).toBe(episodeOf({ session: "a", timestamp: 9 * DAY_MS }));
  expect(episodeOf({ session: "a", timestamp: 0 })).not.toBe(episodeOf({ session: "b", timestamp: 0 }));
});

test("without a session the day is the episode", () => {
  expect(episodeOf({ timestamp: 1 })).toBe(episodeOf({ timestamp: DAY_MS - 1 }));
  expect(episodeOf({ timestamp: 1 })).not.toBe(episodeOf({ timestamp: DAY_MS }));
  expect(episodeOf({ session: "day 0", timestamp: 1 })).not.toBe(episodeOf({ timestamp: 1 }));
});

test("its number is stored, so it never changes", () => {
  expect(episodeOf({ session: "monday", timestamp: 0 })).toBe(669761673);
});
