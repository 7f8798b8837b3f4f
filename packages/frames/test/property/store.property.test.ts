import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { memoryDisk, nodeDisk } from "../../src/index.ts";
import type { Durability } from "../../src/index.ts";
import { HUGE, operations, runOnModel, type Operation } from "../support/store-model.ts";
import { withFolder } from "../support/stores.ts";

const SMALL = { segmentBytes: 64 * 1024, maxQueuedBytes: 64 * 1024 };
const settings = fc.record({
  rowBytes: fc.constantFrom(1024, 2048, 8192, 65_536),
  durability: fc.constantFrom<Durability>("each-save", "interval", "none"),
  frameCache: fc.constantFrom({ frames: 1, sizeBytes: 1 }, { frames: 1000, sizeBytes: 1 << 24 }),
  chunkCache: fc.constantFrom({ chunks: 1, sizeBytes: 1 }, { chunks: 100, sizeBytes: 1 << 24 }),
});

test("memory disk: all reads equal the model, whatever is sealed, merged, paused or reopened meanwhile (S5, S6)", async () => {
  await fc.assert(
    fc.asyncProperty(operations, settings, async (list, options) => {
      await runOnModel(list, { dir: "/s", disk: memoryDisk(), ...SMALL, ...options, intervalMs: 1 });
    }),
    { numRuns: 25 },
  );
});

test("node disk: all reads equal the model, whatever is sealed, merged, paused or reopened meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(operations, settings, async (list, options) => {
      await withFolder(async (dir) => {
        await runOnModel(list, { dir: join(dir, "s"), disk: nodeDisk(), ...SMALL, ...options, intervalMs: 1 });
      });
    }),
    { numRuns: 5 },
  );
});

test("frames above a megabyte lie among others in every state", async () => {
  const around: Operation = { verb: "append", frames: [HUGE, { ...HUGE, content: "near" }, HUGE], isAwaited: false };
  const few: Operation = { verb: "append", frames: [{ ...HUGE, content: "random", salt: 99 }], isAwaited: true };
  const list: Operation[] = [few, around, { verb: "refresh" }, few, { verb: "reopen" }, around, { verb: "idle" }, few];
  for (const rowBytes of [2048, 4 * 1024 * 1024]) {
    await runOnModel(list, { dir: "/s", disk: memoryDisk(), rowBytes, segmentBytes: 4 * 1024 * 1024 });
  }
  expect.hasAssertions();
});
