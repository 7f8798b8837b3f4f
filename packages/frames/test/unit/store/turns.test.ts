import { expect, test } from "vitest";
import { createTurns } from "../../../src/store/turns.ts";

test("others get their turn after a few milliseconds of work, and not before", async () => {
  const takeTurn = createTurns();
  expect(takeTurn()).toBeUndefined();
  let isOthersTurn = false;
  setImmediate(() => {
    isOthersTurn = true;
  });
  const started = performance.now();
  while (performance.now() - started < 8);
  const turn = takeTurn();
  expect(turn).toBeDefined();
  await turn;
  expect(isOthersTurn).toBe(true);
});
