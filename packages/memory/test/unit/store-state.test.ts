import { createFrameIdGenerator, memoryDisk, openFrameLog, toFrameId } from "@vidmem/frames";
import { openMemoryIndex } from "@vidmem/index";
import { expect, test } from "vitest";
import { createAccesses } from "../../src/accesses.ts";
import { toRecord } from "../../src/records/record.ts";
import { createTextScratch } from "../../src/records/text-scratch.ts";
import { resolveOpenMemoryOptions } from "../../src/options.ts";
import { openScoring } from "../../src/scoring/scoring.ts";
import { applyVersion, removeVersion, type StoreState } from "../../src/store-state.ts";
import { createGhostIndex } from "../../src/typed/ghost-index.ts";
import { createGhosts } from "../../src/typed/ghosts.ts";
import { createWarmRecords } from "../../src/warm-records.ts";
import { createWorkingSet } from "../../src/typed/working-set.ts";
import { NOW } from "../support/stores.ts";

async function emptyState(): Promise<StoreState> {
  const disk = memoryDisk();
  const log = await openFrameLog({ dir: "/s", disk });
  const ghosts = createGhosts(1000, () => NOW);
  return {
    log,
    index: await openMemoryIndex({ dir: "/s/index", disk, lastSeq: 0, readText: async () => "" }),
    accesses: createAccesses(),
    warm: createWarmRecords(),
    scoring: await openScoring({ ...resolveOpenMemoryOptions({ dir: "/s", disk }), log }),
    working: createWorkingSet(100),
    ghosts,
    ghostIndex: createGhostIndex(ghosts, undefined, () => NOW),
    clock: () => NOW,
    encode: createTextScratch(),
    embedder: undefined,
    readOnly: false,
    dir: "/s",
    disk,
  };
}

const id = toFrameId("00000000000000aa");
const mint = createFrameIdGenerator((n) => new Uint8Array(n));

test("a version is in the index", async () => {
  const state = await emptyState();
  const id = mint(new Uint8Array(), NOW);
  applyVersion(state, { id, seq: 1, savedAt: NOW, record: toRecord({ content: "tea" }, NOW) }, undefined);
  expect(state.index.namespaceOf(1)).toBe("default");
  expect(await state.index.search({ text: "tea" })).toMatchObject([{ ref: 1 }]);
});

test("a later version takes the place of the one before, also from another namespace", async () => {
  const state = await emptyState();
  const before = { seq: 1, namespace: "default" };
  applyVersion(state, { id, seq: 1, savedAt: NOW, record: toRecord({ content: "tea" }, NOW) }, undefined);
  const moved = toRecord({ content: "tea", namespace: "n" }, NOW);
  applyVersion(state, { id, seq: 2, savedAt: NOW + 1, record: moved }, before);
  expect(await state.index.search({ text: "tea" })).toEqual([]);
  expect(await state.index.search({ text: "tea", namespace: "n" })).toMatchObject([{ ref: 2 }]);
  expect(state.index.stats().documents).toBe(1);
});

test("a removed memory takes its accesses with it", async () => {
  const state = await emptyState();
  applyVersion(state, { id, seq: 1, savedAt: NOW, record: toRecord({ content: "tea" }, NOW) }, undefined);
  state.accesses.count(id, NOW);
  removeVersion(state, id, { before: { seq: 1, namespace: "default" }, at: NOW + 1, seq: 2 });
  expect(state.index.namespaceOf(1)).toBeUndefined();
  expect(state.accesses.unwritten).toBe(0);
  expect(state.index.stats().documents).toBe(0);
});
