import { readFileSync } from "node:fs";
import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openScoreTable } from "../../../src/scoring/score-table.ts";
import { readScores } from "../../../src/scoring/scores.ts";

test("the worked example of the page holds the scores that it says, and is what is written", async () => {
  const page = readFileSync(new URL("../../../../../docs/format/significance.md", import.meta.url), "utf8");
  const toBytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(" ", ""), "hex");
  const start = toBytes(/0000 {2}([0-9a-f ]+)/.exec(page)![1]!);
  const checksum = toBytes(/and the checksum `([0-9a-f ]+)`/.exec(page)![1]!);
  const { emotionalResonance, knowledgeValue, relationshipDepth, patternStrength } = readScores(start, 6)!;
  expect([emotionalResonance, knowledgeValue, patternStrength]).toEqual([0, 1, 0]);
  expect(relationshipDepth).toBe(0.5);
  const disk = memoryDisk();
  const table = await openScoreTable(disk, "/t");
  table.set(1, start.subarray(6));
  await table.flush();
  await table.close();
  const file = await disk.open("/t/scores.bin", "read");
  const written = new Uint8Array(await file.size());
  await file.read(written, 0);
  expect(Buffer.compare(written, Buffer.concat([start, new Uint8Array(49_140), checksum]))).toBe(0);
});
