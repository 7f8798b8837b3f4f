import { expect, test } from "vitest";
import { warningsOf, type WarningSources } from "../../../src/observe/warnings.ts";
import { withStore } from "../../support/stores.ts";

async function sources(): Promise<WarningSources> {
  return withStore(async (store) => ({
    stats: store.stats(),
    recovery: store.recovery,
    previousSession: { ended: "closed" },
  }));
}

test("nothing wrong, nothing said", async () => {
  expect(warningsOf(await sources())).toEqual([]);
});

test("each thing that is wrong has its code and a next step", async () => {
  const healthy = await sources();
  const torn = { file: "shards/2026/11/x.frames", offset: 1, sizeBytes: 2, keptAs: undefined };
  const found = warningsOf({
    stats: {
      log: { ...healthy.stats.log, poisoned: true, backgroundError: new Error("secret") },
      index: { ...healthy.stats.index, failure: "no space" },
      embedding: { state: "waiting", queued: 3, embedded: 0, failed: 0, failures: 2, failuresInARow: 2 },
      events: { ...healthy.stats.events, failures: 1 },
    },
    recovery: { ...healthy.recovery, torn, damagedCount: 2, foreignCount: 3 },
    previousSession: { ended: "interrupted" },
    drift: { at: 1, score: 0.5, drifted: true },
  });
  expect(found.map(({ code }) => code)).toEqual([
    "poisoned",
    "damaged",
    "torn",
    "foreign-files",
    "interrupted",
    "background-failed",
    "index-failed",
    "embedder",
    "drift",
    "events-dropped",
  ]);
  for (const { message } of found) {
    expect(message.length).toBeGreaterThan(40);
    expect(message).not.toContain("secret");
  }
});
