import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { readEvents, type LogEvent } from "../../../src/index.ts";
import { createLiveFile } from "../../../src/observe/live-file.ts";
import { bytesOf, errorOf, toArray } from "../../support/stores.ts";

const line = (at: number): Uint8Array => bytesOf(`{"at":${at},"event":"save"}\n`);
const timesOf = (events: readonly LogEvent[]): number[] => events.map(({ at }) => at);

test("without logs there is nothing", async () => {
  expect(await toArray(readEvents("/store", { disk: memoryDisk() }))).toEqual([]);
});

test("the newest events come, from older files too, oldest first, without lines that were cut", async () => {
  const disk = memoryDisk();
  for (const folder of ["/store", "/store/logs"]) await disk.mkdir(folder);
  const file = createLiveFile({ disk, folder: "/store/logs", maxBytes: 60 });
  for (let at = 1; at <= 7; at++) await file.append(line(at));
  await file.append(bytesOf('{"at":8,"ev'));
  expect(timesOf(await toArray(readEvents("/store", { disk, last: 5 })))).toEqual([3, 4, 5, 6, 7]);
  expect(timesOf(await toArray(readEvents("/store", { disk, last: 100 })))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await toArray(readEvents("/store", { disk, last: 0 }))).toEqual([]);
  expect(await errorOf(toArray(readEvents("/store", { disk, last: -1 })))).toBeInstanceOf(RangeError);
});

test("following sees each new event once, also when the file is moved aside between two looks", async () => {
  const disk = memoryDisk();
  for (const folder of ["/store", "/store/logs"]) await disk.mkdir(folder);
  const file = createLiveFile({ disk, folder: "/store/logs", maxBytes: 100 });
  const controller = new AbortController();
  const { signal } = controller;
  const seen: number[] = [];
  await file.append(line(1));
  for await (const { at } of readEvents("/store", { disk, atEnd: "follow", everyMs: 1, signal })) {
    seen.push(at);
    if (at === 20) controller.abort();
    if (at < 20) await file.append(line(at + 1));
  }
  expect(seen).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
});
