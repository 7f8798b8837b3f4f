import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { createFileSink } from "../../../src/store/file-sink.ts";
import { readWhole } from "../../support/stores.ts";
import { wrapDisk } from "../../support/wrapped-disk.ts";

test("pieces of all sizes lie one behind the other, in few writes, and are durable at the end", async () => {
  const disk = wrapDisk(memoryDisk());
  const sink = await createFileSink(disk, "/f");
  const expected: Uint8Array[] = [];
  for (const sizeBytes of [10, 0, 70_000, 300_000, 1, 256 * 1024, 200_000, 5]) {
    const piece = new Uint8Array(sizeBytes).fill(1 + (sizeBytes % 250));
    expected.push(piece.slice());
    await sink.write(piece);
    piece.fill(0); // the sink is done with it
  }
  await sink.finish();
  expect(Buffer.compare(await readWhole(disk, "/f"), Buffer.concat(expected))).toBe(0);
  expect(disk.counts).toMatchObject({ sync: 1, write: 5 });
  expect(disk.openFiles.size).toBe(0);
});

test("a leftover under the same name is replaced, an abandoned file goes, a short write fails", async () => {
  const disk = wrapDisk(memoryDisk());
  await (await createFileSink(disk, "/f")).finish();
  const sink = await createFileSink(disk, "/f");
  disk.onStep = (step) => (step === "write" ? 3 : undefined);
  await expect(sink.write(new Uint8Array(300_000))).rejects.toMatchObject({ code: "ENOSPC" });
  await sink.abandon();
  expect(await disk.stat("/f")).toBeUndefined();
  expect(disk.openFiles.size).toBe(0);
});
