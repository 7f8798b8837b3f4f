import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { createChunkCache } from "../../../src/store/chunk-cache.ts";
import { makeSealed } from "../../../src/store/make-sealed.ts";
import { sealedName } from "../../../src/store/names.ts";
import { rawFrame, sealBytes } from "../../support/sealed.ts";
import { wrapDisk, type DiskStep } from "../../support/wrapped-disk.ts";

const NAME = sealedName("2026/11", { firstSeq: 1, lastSeq: 1 });

test("contents are durable before the file has its name, and the name before it is given back", async () => {
  const disk = wrapDisk(memoryDisk());
  for (const folder of ["/s", "/s/shards", "/s/shards/2026", "/s/shards/2026/11"]) await disk.mkdir(folder);
  const steps: DiskStep[] = [];
  disk.onStep = (step) => void steps.push(step);
  const bytes = await sealBytes([rawFrame(1)]);
  const chunks = createChunkCache({ chunks: 10, sizeBytes: 1000 });
  const made = await makeSealed({ disk, dir: "/s", chunks }, NAME, (write) => write(bytes));
  expect(steps).toEqual(["create", "write", "sync", "rename", "syncDir", "open"]);
  expect([made.file, made.frame(1)?.id]).toEqual([NAME.file, rawFrame(1).id]);
  made.release();
  expect(disk.openFiles.size).toBe(0);
});
