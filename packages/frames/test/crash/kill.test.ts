import { expect, test } from "vitest";
import { openFrameLog, toFrameId } from "../../src/index.ts";
import { startChild } from "../support/children.ts";
import { violationsOf, withFolder } from "../support/stores.ts";

const CHILD = new URL("../support/append-until-killed.ts", import.meta.url);
const ROUNDS = 4;

test("after SIGKILL at any moment every acknowledged frame is there", async () => {
  await withFolder(async (dir) => {
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const child = startChild(CHILD, [dir, `round ${round}`]);
      let seen = 0;
      await child.waitFor(() => ++seen >= 50 * (round + 1));
      child.process.kill("SIGKILL");
      await child.ended;
      expect(child.lines.length).toBeGreaterThan(0);
      acknowledged.push(...child.lines.filter((line) => line.length === 16)); // a killed child may leave half a line
      const log = await openFrameLog({ dir });
      try {
        for (const id of acknowledged) expect(await log.read(toFrameId(id))).toBeDefined();
        expect(log.recovery.damagedCount).toBe(0);
        expect((await violationsOf(log)).filter((violation) => violation.kind !== "foreign-file")).toEqual([]);
      } finally {
        await log.close();
      }
    }
  });
});
