import { memoryDisk, openFrameLog } from "@vidmem/frames";
import { expect, test } from "vitest";
import { tryAppend } from "../../src/append.ts";
import { bytesOf, NOW } from "../support/stores.ts";

test("a full queue gives undefined, and room after a flush", async () => {
  await using log = await openFrameLog({ dir: "/s", disk: memoryDisk(), maxQueuedBytes: 1024, clock: () => NOW });
  const frame = { content: bytesOf("x".repeat(1500)) };
  expect(tryAppend(log, frame)?.seq).toBe(1);
  expect(tryAppend(log, frame)).toBeUndefined();
  await log.flush();
  expect(tryAppend(log, frame)?.seq).toBe(2);
});

test("any other error passes", async () => {
  const log = await openFrameLog({ dir: "/s", disk: memoryDisk() });
  await log.close();
  expect(() => tryAppend(log, { content: bytesOf("x") })).toThrow(expect.objectContaining({ code: "FRAMES_CLOSED" }));
});
