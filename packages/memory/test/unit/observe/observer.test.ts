import { setTimeout as sleep } from "node:timers/promises";
import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { codeOf, createObserver, type Observer } from "../../../src/observe/observer.ts";
import { MemoryError } from "../../../src/errors.ts";
import { eventsIn, logFiles } from "../../support/log-lines.ts";
import { NOW } from "../../support/stores.ts";

async function observerOn(
  disk: Disk,
  options: { readonly isNew?: boolean; readonly logs?: "on" | "off" } = {},
): Promise<Observer> {
  if ((await disk.stat("/store")) === undefined) await disk.mkdir("/store");
  return createObserver({ disk, dir: "/store", clock: () => NOW, logs: "on", isNew: false, ...options });
}

test("a session is begun, told and ended; the next one knows", async () => {
  const disk = memoryDisk();
  const first = await observerOn(disk, { isNew: true });
  expect(first.previous).toEqual({ ended: "none" });
  first.begin({ frames: 0 }, () => ({ vidmem_memories: 3 }));
  first.emit("save", () => ({ id: "0123456789abcdef" }));
  first.emit("import", () => ({ saved: 2 }), { isOfSession: true });
  first.noteBackup({ at: 5, segments: 1, bytes: 2 });
  await first.close(true);
  const files = await logFiles(disk);
  expect(eventsIn(files.get("live.ndjson")!).map(({ event }) => event)).toEqual(["open", "save", "import", "close"]);
  expect(eventsIn(files.get(`session-${first.session.id}.ndjson`)!).map(({ event }) => event)).toEqual([
    "open",
    "import",
    "close",
  ]);
  const second = await observerOn(disk);
  expect(second.previous).toMatchObject({ ended: "closed", id: first.session.id });
  expect(second.lastBackup).toEqual({ at: 5, segments: 1, bytes: 2 });
  expect(await second.readSnapshot()).toMatchObject({ state: "closed", metrics: { vidmem_memories: 3 } });
});

test("a session that was not durable at its end is not called closed", async () => {
  const disk = memoryDisk();
  const first = await observerOn(disk);
  first.begin({}, () => ({}));
  await first.close(false);
  expect((await observerOn(disk)).previous.ended).toBe("interrupted");
});

test("a session's file is bounded, and its end is written all the same", async () => {
  const disk = memoryDisk();
  const first = await observerOn(disk);
  first.begin({}, () => ({}));
  for (let n = 0; n < 1200; n++) {
    first.emit("import", () => ({ code: "FRAMES_IO" }), { isOfSession: true });
    while (first.events().waiting > 500) await sleep(10); // slower than the buffer: nothing is dropped
  }
  expect(first.events().dropped).toBe(0);
  await first.close(true);
  const text = (await logFiles(disk)).get(`session-${first.session.id}.ndjson`)!;
  expect(eventsIn(text).length).toBeLessThanOrEqual(1001);
  expect(eventsIn(text).at(-1)?.event).toBe("close");
});

test("with logs off it measures and writes nothing", async () => {
  const disk = memoryDisk();
  const observer = await observerOn(disk, { logs: "off" });
  observer.begin({}, () => ({}));
  observer.meter.record("save", 1);
  observer.emit("save", () => ({}));
  await observer.close(true);
  expect(observer.meter.count).toBe(1);
  expect(observer.events()).toEqual({ written: 0, dropped: 0, waiting: 0, failures: 0 });
  expect(await disk.readdir("/store")).toEqual([]);
});

test("figures that cannot be taken keep nothing from closing", async () => {
  const disk = memoryDisk();
  const observer = await observerOn(disk);
  observer.begin({}, () => {
    throw new Error("too late");
  });
  await observer.close(true);
  expect((await observerOn(disk)).previous.ended).toBe("closed");
});

test("an error is told by its code or its name, never by its words", () => {
  expect(codeOf(new MemoryError("MEMORY_IO", "secret"))).toBe("MEMORY_IO");
  expect(codeOf(new RangeError("secret"))).toBe("RangeError");
  expect(codeOf("secret")).toBe("unknown");
});
