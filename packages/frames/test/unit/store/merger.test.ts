import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { appendTexts, MONTH, namesIn, textOf, withLog } from "../../support/stores.ts";
import { damage } from "../../support/planted.ts";

const DIR = "/s";
const SMALL = { dir: DIR, rowBytes: 1024, segmentBytes: 65_536 };
const TEXTS = Array.from({ length: 150 }, (_, n) => `memory ${n} ${"z".repeat(n % 60)}`);

test("damage in one sealed segment keeps it out of merges, and the others are merged around it", async () => {
  const disk = memoryDisk();
  const options = { ...SMALL, disk };
  const first = TEXTS.slice(0, 30);
  await withLog(options, (log) => appendTexts(log, first));
  const [name = ""] = await namesIn(disk, DIR);
  await damage(disk, join(DIR, MONTH, name), 90);
  await withLog(options, async (log) => {
    await appendTexts(
      log,
      Array.from({ length: 400 }, (_, n) => `more ${n}`),
    );
    await log.background.idle();
    expect(log.stats().backgroundError).toMatchObject({ code: "FRAMES_CORRUPT" });
    expect(await namesIn(disk, DIR)).toContain(name);
    expect(log.stats().segments).toBeLessThan(14);
    expect(textOf(await log.readAt(300))).toBe(`more ${299 - first.length}`);
  });
});
