import { memoryDisk } from "@vidmem/frames";
import { crashDisk } from "@vidmem/frames/testing";
import { expect, test, vi } from "vitest";
import { DIR, DIMENSIONS, filesOf, flipBit, indexOn, patchFile, vectorsOf } from "../../support/stored-vectors.ts";

const keysOf = (first: number, end: number): number[] => Array.from({ length: end - first }, (_, at) => first + at);

/** An index with two segments, keys 0 to 9 and 10 to 19, closed. */
async function twoSegments() {
  const { disk, open } = indexOn();
  const index = await open();
  for (const first of [0, 10]) {
    await index.setMany(vectorsOf(first, first + 10));
    await index.flush();
  }
  await index.close();
  return { disk, open };
}

test("nothing is written before the first flush, and opening reads only the manifest", async () => {
  const { disk, open } = indexOn();
  const index = await open();
  await index.setMany(vectorsOf(0, 5));
  expect(await disk.stat(DIR)).toBeUndefined();
  expect(index.stats()).toEqual({ vectors: 5, segments: 0, unflushed: 5, lost: 0 });
  await index.close();
  const again = await open();
  expect([again.size, again.dimensions, again.stats().segments]).toEqual([5, DIMENSIONS, 0]);
  expect(await again.missing([4, 5])).toEqual([5]);
  expect(again.stats()).toEqual({ vectors: 5, segments: 1, unflushed: 0, lost: 0 });
});

test("enough vectors in memory start a flush by themselves", async () => {
  const { open } = indexOn(memoryDisk(), { flushRows: 8 });
  const index = await open();
  await index.setMany(vectorsOf(0, 9));
  await vi.waitFor(() => expect(index.stats()).toMatchObject({ vectors: 9, segments: 1, unflushed: 0 }));
});

test("small segments are merged, so that there are never many", async () => {
  const { disk, open } = indexOn(memoryDisk(), { segmentRows: 1000 });
  const index = await open();
  for (let key = 0; key < 100; key++) {
    await index.setMany(vectorsOf(key, key + 1));
    await index.flush();
  }
  expect(index.size).toBe(100);
  expect(index.stats().segments).toBeLessThan(13);
  expect((await filesOf(disk)).filter((name) => name.endsWith(".vectors"))).toHaveLength(index.stats().segments);
});

test("keys that are far apart go to segments of their own", async () => {
  const { open } = indexOn();
  const index = await open();
  const far = [0, 1, 2 ** 40, 2 ** 48 - 1];
  await index.setMany(vectorsOf(0, 4).map(([key, vector]) => [far[key]!, vector]));
  await index.flush();
  expect(index.stats().segments).toBe(3);
  expect(await index.missing(far)).toEqual([]);
  await expect(index.set(2 ** 48, new Float32Array(DIMENSIONS))).rejects.toThrow(RangeError);
});

test("purge leaves no byte of what was deleted", async () => {
  const { disk, open } = await twoSegments();
  const index = await open();
  await index.delete(3);
  await index.flush();
  expect(await filesOf(disk)).toEqual(["000001-000003.dead", "000001.vectors", "000002.vectors", "manifest.json"]);
  await index.purge();
  expect(await filesOf(disk)).toEqual(["000002.vectors", "000004.vectors", "manifest.json"]);
  expect(index.stats()).toMatchObject({ vectors: 19, lost: 0 });
});

test("a search goes on while segments are rewritten, and sees every vector once", async () => {
  const { open } = indexOn(memoryDisk(), { flushRows: 16, segmentRows: 64 });
  const index = await open();
  const searches: Promise<unknown>[] = [];
  for (let key = 0; key < 200; key += 4) {
    await index.setMany(vectorsOf(key, key + 4));
    const expected = key + 4;
    searches.push(
      index.nearest(vectorsOf(0, 1)[0]![1], 500).then((hits) => {
        const keys = new Set(hits.map((hit) => hit.key));
        expect(keys.size).toBe(hits.length);
        expect(hits.length).toBeGreaterThanOrEqual(expected);
      }),
    );
    if (key % 20 === 0) searches.push(index.purge());
  }
  await Promise.all(searches);
});

test("another model or another length is refused, and left alone until it is discarded", async () => {
  const { disk, open } = await twoSegments();
  const before = await filesOf(disk);
  await expect(open({ model: "other" })).rejects.toMatchObject({
    code: "INDEX_MODEL_MISMATCH",
    message: expect.stringMatching(/by "test", not by "other".*reindex/s),
    details: { expected: "other", found: "test" },
  });
  await expect(open({ dimensions: 7 })).rejects.toMatchObject({
    code: "INDEX_DIMENSION_MISMATCH",
    message: expect.stringContaining("reindex"),
    details: { expected: 7, found: DIMENSIONS },
  });
  expect(await filesOf(disk)).toEqual(before);
  const index = await open({ model: "other", dimensions: 7, onMismatch: "discard" });
  expect([index.size, await index.missing([0])]).toEqual([0, [0]]);
  await index.setMany(vectorsOf(0, 2, 7));
  await index.close();
  expect(await filesOf(disk)).toEqual(["000003.vectors", "manifest.json"]);
  expect((await open({ model: "other" })).dimensions).toBe(7);
});

test("a manifest of a newer version is refused", async () => {
  const { disk, open } = await twoSegments();
  const { crc32 } = await import("node:zlib");
  const line = JSON.stringify({ format: "vidmem-vectors", version: 2, model: "test" });
  const newer = Buffer.from(`${line}\n${crc32(line).toString(16).padStart(8, "0")}\n`);
  await patchFile(disk, "manifest.json", () => newer);
  await expect(open()).rejects.toMatchObject({ code: "INDEX_MODEL_MISMATCH", message: /a newer vidmem/ });
});

test.each([
  ["its header", (bytes: Uint8Array) => flipBit(bytes, 20)],
  ["a key", (bytes: Uint8Array) => flipBit(bytes, 70)],
  ["its end", (bytes: Uint8Array) => bytes.subarray(0, -1)],
  ["everything", () => new Uint8Array(0)],
])("a segment with damage to %s is missing, and the next flush forgets it", async (_, damage) => {
  const { disk, open } = await twoSegments();
  await patchFile(disk, "000001.vectors", damage);
  const index = await open();
  expect(await index.missing(keysOf(0, 20))).toEqual(keysOf(0, 10));
  expect(index.stats()).toMatchObject({ vectors: 10, lost: 10 });
  await index.setMany(vectorsOf(0, 10));
  await index.close();
  expect(await filesOf(disk)).toEqual(["000002.vectors", "000003.vectors", "manifest.json"]);
  expect(await (await open()).missing(keysOf(0, 20))).toEqual([]);
});

test("a segment whose file has gone is missing, and so is one that lost its dead rows", async () => {
  const { disk, open } = await twoSegments();
  const index = await open();
  await index.delete(12);
  await index.close();
  await disk.remove(`${DIR}/000001.vectors`);
  await patchFile(disk, "000002-000003.dead", (bytes) => flipBit(bytes, 9));
  const again = await open();
  expect(await again.nearest(vectorsOf(0, 1)[0]![1], 5)).toEqual([]);
  expect(again.stats()).toMatchObject({ vectors: 0, lost: 20 });
});

test("damaged sketches lose their segment when a search first needs them", async () => {
  const { disk, open } = await twoSegments();
  await patchFile(disk, "000001.vectors", (bytes) => flipBit(bytes, 64 + 40 + 5));
  const index = await open();
  const hits = await index.nearest(vectorsOf(0, 1)[0]![1], 30);
  expect(hits.map(({ key }) => key).toSorted((a, b) => a - b)).toEqual(keysOf(10, 20));
  expect(await index.missing(keysOf(0, 20))).toEqual(keysOf(0, 10));
  expect(index.stats().lost).toBe(10);
});

test("a damaged record is lost alone, is never returned, and is missing from then on", async () => {
  const { disk, open } = await twoSegments();
  await patchFile(disk, "000001.vectors", (bytes) => flipBit(bytes, bytes.length - 3));
  const index = await open();
  const question = vectorsOf(9, 10)[0]![1];
  expect((await index.nearest(question, 30)).map(({ key }) => key)).not.toContain(9);
  expect(await index.missing(keysOf(0, 20))).toEqual([9]);
  await index.close();
  expect(await (await open()).missing(keysOf(0, 20))).toEqual([9]);
});

test("a lost manifest costs nothing: segments describe themselves", async () => {
  const { disk, open } = await twoSegments();
  const index = await open();
  await index.delete(4);
  await index.close();
  await patchFile(disk, "manifest.json", (bytes) => flipBit(bytes, 30));
  const again = await open();
  expect([again.size, again.dimensions, await again.missing(keysOf(0, 20))]).toEqual([19, DIMENSIONS, [4]]);
  await again.close();
  expect((await open()).size).toBe(19);
  await patchFile(disk, "manifest.json", () => new Uint8Array(0));
  expect((await open({ model: "other" })).size).toBe(0);
});

test("a reader changes nothing on the disk, and sees what was there when it opened", async () => {
  const { disk, open } = await twoSegments();
  const before = await filesOf(disk);
  const reader = await open({ access: "read", flushRows: 1 });
  await reader.setMany(vectorsOf(20, 25));
  await reader.delete(0);
  await reader.flush();
  await reader.purge();
  expect([reader.size, await reader.missing([0, 20])]).toEqual([24, [0]]);
  await reader.close();
  expect(await filesOf(disk)).toEqual(before);
  expect((await open()).size).toBe(20);
});

test("a reader whose manifest a writer has replaced looks again", async () => {
  const { open } = await twoSegments();
  const reader = await open({ access: "read" });
  const writer = await open();
  await writer.delete(0);
  await writer.purge();
  expect(await reader.missing(keysOf(0, 20))).toEqual([0]);
});

test("a full disk is INDEX_IO, searches go on, and the next flush finds everything", async () => {
  const disk = crashDisk();
  const { open } = indexOn(disk);
  const index = await open();
  await index.setMany(vectorsOf(0, 10));
  disk.setFaults({ capacityBytes: 100 });
  await expect(index.flush()).rejects.toMatchObject({ code: "INDEX_IO", details: { systemCode: "ENOSPC" } });
  await index.setMany(vectorsOf(10, 20));
  await index.delete(3);
  expect(await index.nearest(vectorsOf(5, 6)[0]![1], 1)).toMatchObject([{ key: 5 }]);
  disk.setFaults({ capacityBytes: 1e9 });
  await index.close();
  expect(await (await open()).missing(keysOf(0, 20))).toEqual([3]);
});

test("a closed index says so; closing twice is no trouble", async () => {
  const { open } = await twoSegments();
  const index = await open();
  await index.close();
  await index.close();
  await expect(index.set(1, new Float32Array(DIMENSIONS))).rejects.toMatchObject({ code: "INDEX_CLOSED" });
  await expect(index.nearest(new Float32Array(DIMENSIONS), 1)).rejects.toMatchObject({ code: "INDEX_CLOSED" });
});

test("options out of range are refused", async () => {
  const { open } = indexOn();
  for (const options of [{ dimensions: 0 }, { dimensions: 70_000 }, { flushRows: 0 }, { segmentRows: 1.5 }])
    await expect(open(options)).rejects.toThrow(RangeError);
});
