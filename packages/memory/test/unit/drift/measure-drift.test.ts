import * as fc from "fast-check";
import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import type { MemoryInput } from "../../../src/index.ts";
import { runsUpTo } from "../../../src/drift/measure-drift.ts";
import { liveEvents } from "../../support/log-lines.ts";
import { NOW, storesOn, withStore } from "../../support/stores.ts";

const HOUR = 3_600_000;
const TOPICS = ["bees and honey", "the roof garden", "a boat on the lake", "bread and olives", "the old bicycle"];

/** Turns of many sessions about the usual topics; from `turn` on, about something else. */
function turns(count: number, turn = count): MemoryInput[] {
  return Array.from({ length: count }, (_, n) => ({
    content:
      n < turn ? `We talk about ${TOPICS[n % 5]} again, ${n}` : `Deploy failed: rollback the cluster, ticket ${n}`,
    tags: [n < turn ? "home" : "incident"],
    session: `s${Math.floor(n / 5)}`,
    timestamp: NOW + n * HOUR,
  }));
}

test("memories like those before are no drift, in a store of any size", async () => {
  for (const count of [0, 1, 50, 300]) {
    await withStore(async (store) => {
      await store.saveMany(turns(count));
      expect(await store.drift()).toMatchObject({ score: 0, drifted: false });
      expect((await store.status()).warnings).toEqual([]);
    });
  }
});

test("a turn to something else is drift, with evidence; the status warns, and no word of it reaches the log", async () => {
  const disk = memoryDisk();
  await storesOn(disk)(async (store) => {
    await store.saveMany(turns(300, 200));
    const drift = await store.drift();
    expect(drift.drifted).toBe(true);
    expect(drift.evidence.map(({ feature }) => feature)).toContain("incident");
    const { warnings, drift: last } = await store.status();
    expect(last).toEqual({ at: NOW, score: drift.score, drifted: true });
    expect(warnings.map(({ code }) => code)).toEqual(["drift"]);
    expect(store.metrics()).toMatchObject({ vidmem_drift_score: drift.score });
  });
  const event = (await liveEvents(disk)).find(({ event }) => event === "drift");
  expect(Object.keys(event!)).toEqual(["at", "event", "score", "drifted", "enough", "ms"]);
});

test("what was forgotten and replaced is not looked at", async () => {
  await withStore(async (store) => {
    await store.saveMany(turns(300, 200));
    for await (const { id, tags } of store.stream()) if (tags.includes("incident")) await store.forget(id);
    expect(await store.drift()).toMatchObject({ drifted: false });
  });
});

test("the runs cover a short history whole, and a long one evenly without overlap", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (last) => {
      const runs = runsUpTo(last);
      let before = 0;
      for (const { fromSeq, toSeq } of runs) {
        expect(fromSeq).toBeGreaterThan(before);
        before = toSeq;
      }
      expect(before).toBe(last);
      const places = runs.reduce((sum, { fromSeq, toSeq }) => sum + toSeq - fromSeq + 1, 0);
      expect(places).toBe(Math.min(last, 2000));
    }),
  );
});
