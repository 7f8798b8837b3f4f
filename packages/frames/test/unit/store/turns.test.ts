import { afterEach, expect, test, vi } from "vitest";
import { createTurns } from "../../../src/store/turns.ts";

afterEach(() => void vi.restoreAllMocks());

test("others get their turn after a few milliseconds of work, and not before", async () => {
  let nowMs = 1000;
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  const takeTurn = createTurns();
  expect(takeTurn()).toBeUndefined();
  nowMs += 4;
  expect(takeTurn()).toBeUndefined();
  let isOthersTurn = false;
  setImmediate(() => {
    isOthersTurn = true;
  });
  nowMs += 4;
  const turn = takeTurn();
  expect(turn).toBeDefined();
  await turn;
  expect(isOthersTurn).toBe(true);
  expect(takeTurn()).toBeUndefined();
});
