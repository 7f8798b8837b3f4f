/** Turns: long work that reads synchronously lets others run every few milliseconds. */
import { setImmediate as nextTurn } from "node:timers/promises";

const TURN_MS = 5;

/** Gives a function to call often: what it returns, if anything, is to be awaited. */
export function createTurns(): () => Promise<void> | undefined {
  let until = performance.now() + TURN_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return nextTurn().then(() => {
      until = performance.now() + TURN_MS;
    });
  };
}
