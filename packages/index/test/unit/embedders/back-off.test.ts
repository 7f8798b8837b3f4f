import { expect, test } from "vitest";
import { backOffMs, waitMs } from "../../../src/embedders/back-off.ts";

const bounds = { firstMs: 100, maxMs: 1000 };

test("times double up to a bound, with between half and all of it", () => {
  const least = [1, 2, 3, 4, 5, 500].map((failures) => backOffMs(bounds, failures, () => 0));
  const most = [1, 2, 3, 4, 5, 500].map((failures) => backOffMs(bounds, failures, () => 1));
  expect(most).toEqual([100, 200, 400, 800, 1000, 1000]);
  expect(least).toEqual(most.map((ms) => ms / 2));
});

test("an aborted wait ends at once", async () => {
  const controller = new AbortController();
  const waiting = waitMs(60_000, controller.signal);
  controller.abort();
  await waiting;
  await waitMs(60_000, controller.signal);
  await waitMs(0);
});
