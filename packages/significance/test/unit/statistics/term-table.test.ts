import { expect, test } from "vitest";
import { createTermTable } from "../../../src/statistics/term-table.ts";

test("a term knows its memories, its episodes and where it came up last", () => {
  const table = createTermTable(10);
  table.observe(["bee"], { episode: 1, observation: 1 });
  table.observe(["bee"], { episode: 1, observation: 2 });
  table.observe(["bee"], { episode: 2, observation: 3 });
  expect(table.get("bee")).toEqual({ memories: 3, episodes: 2, lastEpisode: 2, lastSeen: 3 });
  expect(table.get("wasp")).toBeUndefined();
});

test("when there are too many, counts are halved and what came up once goes", () => {
  const table = createTermTable(2);
  for (const observation of [1, 2, 3, 4]) table.observe(["bee"], { episode: observation, observation: observation });
  table.observe(["wasp"], { episode: 4, observation: 4 });
  table.observe(["ant"], { episode: 5, observation: 5 });
  expect(table.memories).toBe(3);
  expect(table.toRows()).toEqual([["bee", 2, 2, 4, 4]]);
});

test("halving goes on until they fit", () => {
  const table = createTermTable(1);
  table.observe(["bee"], { episode: 1, observation: 1 });
  table.observe(["bee", "wasp"], { episode: 2, observation: 2 });
  expect(table.size).toBe(1);
  table.observe(["wasp"], { episode: 2, observation: 3 });
  expect(table.size).toBeLessThanOrEqual(1);
});

test("a term whose memories are all taken back is gone, and one that nobody knows is no harm", () => {
  const table = createTermTable(10);
  table.observe(["bee", "wasp"], { episode: 1, observation: 1 });
  table.observe(["bee"], { episode: 1, observation: 2 });
  table.remove(["bee", "wasp", "ant"]);
  expect(table.toRows()).toEqual([["bee", 1, 1, 1, 2]]);
  table.remove(["bee"]);
  expect(table.size).toBe(0);
});

test("rows make the same table again", () => {
  const table = createTermTable(10);
  table.observe(["bee", "wasp"], { episode: 1, observation: 1 });
  const again = createTermTable(10, { rows: table.toRows(), memories: table.memories });
  expect([again.toRows(), again.memories]).toEqual([table.toRows(), 1]);
});

test("a table that is merged counts as what came later", () => {
  const [table, later] = [createTermTable(10), createTermTable(10)];
  table.observe(["bee"], { episode: 1, observation: 1 });
  later.observe(["bee", "wasp"], { episode: 2, observation: 2 });
  later.observe(["wasp"], { episode: 2, observation: 3 });
  table.merge(later);
  expect(table.memories).toBe(3);
  expect(table.toRows()).toEqual([
    ["bee", 2, 2, 2, 2],
    ["wasp", 2, 1, 2, 3],
  ]);
});
