import fs from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openMemory } from "../../src/index.ts";
import { startChild } from "../support/children.ts";
import { toArray, violationsOf, withFolder } from "../support/stores.ts";

const ROUNDS = 10;
const SEARCHED_PER_ROUND = 25;
/** A busy machine starts children slowly. */
const TIMEOUT_MS = 180_000;

interface Acknowledged {
  readonly id: string;
  readonly content: string;
}

/** Two stores at a time: most of a round is a child that starts. */
test.concurrent.each([1, 2])(
  "store %d: whatever was acknowledged before a kill is there after it",
  { timeout: TIMEOUT_MS },
  async (which) => {
    await withFolder(async (dir) => {
      const all: Acknowledged[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const child = startChild(new URL("save-until-killed.ts", import.meta.url), [dir, `word${which}x${round}`]);
        await child.waitForLines(1 + Math.floor(Math.random() * 200));
        await sleep(Math.random() * 20);
        child.kill();
        expect(await child.ended).toBeNull();
        const acknowledged = child.lines
          .filter((line) => line.endsWith("}"))
          .map((line) => JSON.parse(line) as Acknowledged);
        expect(acknowledged.length).toBeGreaterThan(0);
        all.push(...acknowledged);
        const store = await openMemory({ dir });
        try {
          expect(store.recovery.damagedCount).toBe(0);
          expect(store.recovery.foreignCount).toBe(0);
          const found = new Map((await toArray(store.stream())).map(({ id, content }) => [id as string, content]));
          for (const { id, content } of all) expect(found.get(id)).toBe(content);
          // Three savers: at most three memories were on their way when the kill came.
          expect(found.size - all.length).toBeLessThanOrEqual(3 * (round + 1));
          for (const { id, content } of acknowledged.slice(-SEARCHED_PER_ROUND)) {
            const { hits } = await store.search(content.split(" ")[0]!, { limit: 3 });
            expect(hits.map((hit) => hit.id)).toContain(id);
          }
          expect(await violationsOf(store)).toEqual([]);
        } finally {
          await store.close();
        }
      }
    });
  },
);

test(
  "an import that was killed is finished by the same import, nothing missing and nothing twice",
  { timeout: TIMEOUT_MS },
  async () => {
    const lines = Array.from({ length: 4000 }, (_, n) =>
      JSON.stringify({ content: `line ${n} ${"x".repeat(n % 300)}` }),
    );
    await withFolder(async (folder) => {
      const file = join(folder, "memories.jsonl");
      fs.writeFileSync(file, lines.join("\n"));
      for (let round = 0; round < 4; round++) {
        const dir = join(folder, `store-${round}`);
        const child = startChild(new URL("import-until-killed.ts", import.meta.url), [dir, file]);
        await child.waitForLines(1);
        await sleep(20 + Math.random() * 250);
        child.kill();
        await child.ended;
        const store = await openMemory({ dir });
        try {
          const before = store.stats().memories;
          const result = await store.import(file);
          expect(result).toEqual({ saved: lines.length - before, duplicates: before, failed: 0, failures: [] });
          const contents = (await toArray(store.stream())).map(({ content }) => content);
          expect(new Set(contents).size).toBe(lines.length);
          expect(contents).toHaveLength(lines.length);
          expect(await violationsOf(store)).toEqual([]);
        } finally {
          await store.close();
        }
      }
    });
  },
);
