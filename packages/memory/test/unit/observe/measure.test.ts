import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createMeasure, toCounts } from "../../../src/observe/measure.ts";
import { createObserver } from "../../../src/observe/observer.ts";
import { liveEvents } from "../../support/log-lines.ts";
import { NOW } from "../../support/stores.ts";

test("an operation is timed and told, with its result or with the code of its error, which goes on to the caller", async () => {
  const disk = memoryDisk();
  await disk.mkdir("/store");
  const observer = await createObserver({ disk, dir: "/store", clock: () => NOW, logs: "on", isNew: true });
  observer.begin({}, () => ({}));
  const measure = createMeasure(observer);
  const run = async (): Promise<{ saved: number }> => ({ saved: 3 });
  expect(await measure("import", run, toCounts)).toEqual({ saved: 3 });
  const error = new RangeError("a secret");
  await expect(measure("import", () => Promise.reject(error), toCounts)).rejects.toBe(error);
  await observer.close(true);
  expect(observer.meter.figures()["import"]).toMatchObject({ count: 2, failures: 1 });
  const told = (await liveEvents(disk)).filter(({ event }) => event === "import");
  expect(told).toMatchObject([{ saved: 3 }, { code: "RangeError" }]);
  expect(Object.keys(told[0]!)).toEqual(["at", "event", "saved", "ms"]);
});

test("of a result only numbers, flags and the id are told", () => {
  const result = { id: "0123456789abcdef", duplicate: false, saved: 2, name: "secret", list: [1], at: undefined };
  expect(toCounts(result)).toEqual({ id: "0123456789abcdef", duplicate: false, saved: 2 });
});
