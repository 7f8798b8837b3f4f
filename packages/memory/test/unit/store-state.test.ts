import { createFrameIdGenerator, memoryDisk, openFrameLog, toFrameId } from "@vidmem/frames";
import { createMemoryIndex } from "@vidmem/index";
import { expect, test } from "vitest";
import { createAccesses } from "../../src/accesses.ts";
import { contentKey } from "../../src/records/content-key.ts";
import { createDuplicateTable } from "../../src/records/duplicate-table.ts";
import { toRecord } from "../../src/records/record.ts";
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
    index: createMemoryIndex({ readText: async () => "" }),
    catalog: new Map(),
    duplicates: createDuplicateTable(),
    accesses: createAccesses(),
    warm: createWarmRecords(),
    scoring: await openScoring({ ...resolveOpenMemoryOptions({ dir: "/s", disk }), log }),
    working: createWorkingSet(100),
    ghosts,
    ghostIndex: createGhostIndex(ghosts, undefined, () => NOW),
    clock: () => NOW,
    embedder: undefined,
    readOnly: false,
    dir: "/s",
  };
}

const mint = createFrameIdGenerator((n) => new Uint8Array(n));

test("a version is in the catalog, the index and the duplicate table", async () => {
  const state = await emptyState();
  const id = mint(new Uint8Array(), NOW);
  const record = toRecord({ content: "tea" }, NOW);
  applyVersion(state, { id, seq: 1, savedAt: NOW, record });
  expect(state.catalog.get(id)).toEqual({ seq: 1, namespace: "default" });
  expect(await state.index.search({ text: "tea" })).toMatchObject([{ ref: 1 }]);
  expect(state.duplicates.candidates(contentKey(record))).toEqual([1]);
});

test("a later version takes the place of the one before, also from another namespace", async () => {
  const state = await emptyState();
  const id = toFrameId("00000000000000aa");
  applyVersion(state, { id, seq: 1, savedAt: NOW, record: toRecord({ content: "tea" }, NOW) });
  applyVersion(state, { id, seq: 2, savedAt: NOW + 1, record: toRecord({ content: "tea", namespace: "n" }, NOW) });
  expect(await state.index.search({ text: "tea" })).toEqual([]);
  expect(await state.index.search({ text: "tea", namespace: "n" })).toMatchObject([{ ref: 2 }]);
  expect(state.index.stats().documents).toBe(1);
});

test("a removed memory takes its accesses with it, and removing nothing is nothing", async () => {
  const state = await emptyState();
  const id = toFrameId("00000000000000aa");
  removeVersion(state, id, NOW);
  applyVersion(state, { id, seq: 1, savedAt: NOW, record: toRecord({ content: "tea" }, NOW) });
  state.accesses.count(id, NOW);
  removeVersion(state, id, NOW + 1);
  expect(state.catalog.size).toBe(0);
  expect(state.accesses.unwritten).toBe(0);
  expect(state.index.stats().documents).toBe(0);
});
