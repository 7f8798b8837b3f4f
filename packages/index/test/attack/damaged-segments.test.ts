/** Damaged segments: whatever byte of a file changes or is missing, no verb hangs; it answers or throws INDEX_DAMAGED. */
import { memoryDisk, type Disk } from "@vidmem/frames";
import { createSeededRandom } from "@vidmem/frames/testing";
import { beforeAll, describe, expect, test } from "vitest";
import type { IndexDocument } from "../../src/document.ts";
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

describe("damage that a verb meets", () => {
  const query = { text: "turn red seven", mode: "lexical" } as const;
  const damagedLists = (): Uint8Array => whole.slice().fill(0xff, 8, 600);

  test("lets the next opening make the index again from the log", async () => {
    const own = await aDiskWith(damagedLists());
    const index = await open(own);
    expect(index.reach).toBeGreaterThan(0);
    await expect(index.search(query)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
    const more = GOLDEN_DOCUMENTS.map((document) => withRef(document, document.ref + 500));
    for (const document of more) index.add(document);
    index.upkeep.notice(900);
    await index.upkeep.idle();
    await index.close();
    const again = await open(own);
    expect(again.reach).toBe(0);
    for (const document of more) again.add(document);
    expect(await again.search(query)).toHaveLength(10);
    await again.close();
    const last = await open(own);
    expect(last.reach).toBe(720);
    await last.close();
  });

  test("is noticed by a merge too", async () => {
    const own = await aDiskWith(damagedLists());
    const index = await open(own);
    for (const { ref, namespace } of GOLDEN_DOCUMENTS.slice(0, 60)) index.remove(ref, namespace, 1);
    index.upkeep.notice(900);
    for (let ref = 800; ref < 810; ref++) index.add(withRef(GOLDEN_DOCUMENTS[0]!, ref));
    index.upkeep.notice(901);
    await index.upkeep.idle();
    expect(index.upkeep.stats().failure).toContain("damaged");
    await index.close();
    const again = await open(own);
    expect(again.reach).toBe(0);
    await again.close();
  });

  test("is left to the writer by a reader", async () => {
    const own = await aDiskWith(damagedLists());
    const reader = await open(own, true);
    await expect(reader.search(query)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
    await reader.close();
    const writer = await open(own);
    expect(writer.reach).toBeGreaterThan(0);
    await writer.close();
  });
});

function withRef(document: IndexDocument, ref: number): IndexDocument {
  return { ...document, ref };
}

/** A disk of its own with the index, its segment's bytes changed. */
async function aDiskWith(bytes: Uint8Array): Promise<Disk> {
  const own = memoryDisk();
  await own.mkdir(DIR);
  for (const { name } of await disk.readdir(DIR)) {
    const file = await own.open(`${DIR}/${name}`, "create");
    await file.write(`${DIR}/${name}` === NAME ? bytes : await readFile(`${DIR}/${name}`), 0);
    await file.close();
  }
  return own;
}

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

async function readFile(path = NAME): Promise<Uint8Array> {
  const file = await disk.open(path, "read");
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
