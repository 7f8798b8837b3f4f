/** Damaged segments: whatever byte of a file changes or is missing, no verb hangs; it answers or throws INDEX_DAMAGED. */
import { memoryDisk, type Disk } from "@vidmem/frames";
import { createSeededRandom } from "@vidmem/frames/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { openMemoryIndex, type StoredMemoryIndex } from "../../src/open-memory-index.ts";
import { mergeSegments } from "../../src/segment/merge-segments.ts";
import { memorySource } from "../../src/segment/byte-source.ts";
import { openSegment } from "../../src/segment/segment-file.ts";
import { GOLDEN_DOCUMENTS } from "../unit/segment/golden-segment.ts";

const DIR = "/index";
const NAME = `${DIR}/000001.segment`;

let whole: Uint8Array;
const disk = memoryDisk();

beforeAll(async () => {
  const index = await open(disk);
  for (const { turn, ...document } of GOLDEN_DOCUMENTS) {
    const replaces = turn === undefined ? undefined : { ref: turn, namespace: document.namespace };
    index.add(document, replaces === undefined ? {} : { replaces });
  }
  await index.close();
  whole = await readFile();
});

test("undamaged it answers all verbs", async () => {
  await writeFile(whole);
  await expect(useAll()).resolves.toBeGreaterThan(0);
  await expect(merge(whole)).resolves.toBeUndefined();
});

describe("every verb ends", () => {
  test("whichever bit is flipped", async () => {
    for (let at = 0; at < whole.length; at += 37) await endsWith(flip(whole, at, 1 << (at % 8)));
  });

  test("when bytes become the largest there are, or the smallest", async () => {
    const random = createSeededRandom(1);
    for (let round = 0; round < 80; round++) {
      const damaged = whole.slice();
      const at = random.below(whole.length);
      damaged.fill(round % 2 === 0 ? 0xff : 0, at, at + 1 + random.below(9));
      await endsWith(damaged);
    }
  });
});

test("a file that lost its end, or has more of it, is put aside at once", async () => {
  for (let length = 0; length < whole.length; length += 397) {
    await writeFile(whole.subarray(0, length));
    const index = await open(disk, true);
    expect(index).toMatchObject({ reach: 0, rebuiltBecause: expect.stringContaining("size") });
    await index.close();
    expect(() => openSegment(memorySource(whole.subarray(0, length)))).toThrow(/damaged/);
  }
});

async function endsWith(bytes: Uint8Array): Promise<void> {
  await writeFile(bytes);
  for (const use of [useAll(), merge(bytes)]) {
    await use.catch((error: unknown) => expect(error).toMatchObject({ code: "INDEX_DAMAGED" }));
  }
}

async function useAll(): Promise<number> {
  const index = await open(disk, true);
  try {
    let found = 0;
    for (const namespace of ["default", "other"]) {
      const query = { text: "turn red seven on 1 January", namespace, limit: 3, explain: true };
      found += (await index.search({ ...query, mode: "lexical" })).length;
      found += (await index.search({ ...query, mode: "lexical", tags: ["ten"], asOf: Date.UTC(2026, 0, 1, 1) })).length;
      found += [...index.select({ namespace, after: 0 })].length;
      found += index.around(7, namespace, { before: 2, after: 2 }).length;
    }
    return found + index.stats().documents;
  } finally {
    await index.close();
  }
}

async function merge(bytes: Uint8Array): Promise<void> {
  await mergeSegments([openSegment(memorySource(bytes))], () => Promise.resolve(), new Set([5]));
}

function open(on: Disk, readOnly = false): Promise<StoredMemoryIndex> {
  return openMemoryIndex({ dir: DIR, disk: on, readOnly, lastSeq: 1000, readText: async () => "" });
}

function flip(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[at]! ^= bit;
  return flipped;
}

async function readFile(): Promise<Uint8Array> {
  const file = await disk.open(NAME, "read");
  const bytes = new Uint8Array(await file.size());
  await file.read(bytes, 0);
  await file.close();
  return bytes;
}

async function writeFile(bytes: Uint8Array): Promise<void> {
  await disk.remove(NAME);
  const file = await disk.open(NAME, "create");
  await file.write(bytes, 0);
  await file.close();
}
