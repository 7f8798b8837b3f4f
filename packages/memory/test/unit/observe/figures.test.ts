import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createObserver } from "../../../src/observe/observer.ts";
import { sessionFiguresOf } from "../../../src/observe/figures.ts";
import { NOW, withStore } from "../../support/stores.ts";

test("a clock that goes back makes no negative uptime, and unused caches have a rate of 0", async () => {
  const disk = memoryDisk();
  const observer = await createObserver({ disk, dir: "/store", clock: () => NOW, logs: "off", isNew: true });
  await withStore(async (store) => {
    const figures = sessionFiguresOf(observer, store.stats(), NOW - 5000);
    expect(figures.uptimeSeconds).toBe(0);
    expect(figures.caches.chunks).toEqual({ hits: 0, misses: 0, hitRate01: 0 });
  });
});
