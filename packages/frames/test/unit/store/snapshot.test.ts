import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import type { Disk } from "../../../src/index.ts";
import { createChunkCache } from "../../../src/store/chunk-cache.ts";
import { takeSnapshot } from "../../../src/store/snapshot.ts";
import { DIR, diskWith, rowsFile, rowsOf } from "../../support/planted.ts";
import { plainFrame } from "../../support/row-segments.ts";
import { sealBytes } from "../../support/sealed.ts";
import { allTexts, appendTexts, MONTH, textOf, withLog } from "../../support/stores.ts";
import { wrapDisk } from "../../support/wrapped-disk.ts";

const SMALL = { dir: DIR, rowBytes: 1024, segmentBytes: 65_536 };

function parts(disk: Disk): Parameters<typeof takeSnapshot>[0] {
  return { disk, dir: DIR, seed: 0, chunks: createChunkCache({ chunks: 1, sizeBytes: 1 }) };
}

test("a reader that opens while segments are sealed and merged sees all that was acknowledged, each time (S7)", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ ...SMALL, disk }, async (log) => {
    let acknowledged = 0;
    let isOver = false;
    const save = async (): Promise<void> => {
      for (let n = 0; n < 600; n++) {
        await log.append({ content: new TextEncoder().encode(`${n}`) }).durable;
        acknowledged = n + 1;
      }
      isOver = true;
    };
    const read = async (): Promise<void> => {
      await withLog({ ...SMALL, disk, readOnly: true }, async (reader) => {
        for (let round = 0; !isOver; round++) {
          const least = acknowledged;
          await reader.refresh();
          const texts = await allTexts(reader);
          expect(texts.length).toBeGreaterThanOrEqual(least);
          expect(texts).toEqual(texts.map((_, n) => `${n}`));
          expect(reader.recovery.damagedCount).toBe(0);
        }
      });
    };
    await Promise.all([save(), read(), read()]);
  });
  expect(disk.openFiles.size).toBe(0);
});

test("rows that are saved while a reader goes from file to file leave no gap", async () => {
  const inner = memoryDisk();
  await withLog({ ...SMALL, disk: inner }, async (log) => {
    log.background.pause();
    const text = "x".repeat(190); // four rows a file
    await appendTexts(log, [text, text]);
    await expect.poll(async () => (await inner.readdir(`${DIR}/${MONTH}`)).length).toBe(2); // the next file waits
    let opens = 0;
    const open: Disk["open"] = async (path, mode, options) => {
      if (path.includes("rows-") && ++opens === 2) await appendTexts(log, [text, text, text, text]);
      return inner.open(path, mode, options);
    };
    const { rows } = await takeSnapshot(parts({ ...inner, open }));
    const ranges = rows.flatMap(({ segment }) => (segment === undefined ? [] : [[segment.firstSeq, segment.lastSeq]]));
    expect(ranges).toEqual([[1, 4]]);
    for (const { segment } of rows) segment?.release();
  });
});

test("a file that moves between two looks at a folder is not missed", async () => {
  const sealed = `${MONTH}/000000000002-000000000002.frames`;
  const inner = await diskWith({
    [rowsFile(1)]: rowsOf(1, 1, ["one"]),
    [sealed]: await sealBytes([plainFrame(2, "two")]),
  });
  let looks = 0;
  const disk: Disk = {
    ...inner,
    readdir: async (path) => {
      const entries = await inner.readdir(path);
      const isMonth = path.endsWith("/2026/11");
      // As if it was renamed while the folder was read: it is under neither name.
      return isMonth && ++looks === 1 ? entries.filter(({ name }) => !sealed.endsWith(name)) : entries;
    },
  };
  await withLog({ dir: DIR, disk, readOnly: true }, async (log) => expect(await allTexts(log)).toEqual(["one", "two"]));
});

test("a file that vanishes is looked for again; one that stays away fails with its path, and nothing stays open", async () => {
  const bytes = rowsOf(1, 1, ["one"]);
  const disk = wrapDisk(await diskWith({ [rowsFile(1)]: bytes }));
  let failures = 3;
  disk.onStep = (step) => {
    if (step === "open" && failures-- > 0) throw Object.assign(new Error("gone"), { code: "ENOENT" });
  };
  const found = await takeSnapshot(parts(disk));
  expect(found.rows).toHaveLength(1);
  found.rows[0]?.segment?.release();
  failures = Number.POSITIVE_INFINITY;
  await expect(takeSnapshot(parts(disk))).rejects.toMatchObject({ code: "FRAMES_IO", cause: { code: "ENOENT" } });
  expect(disk.openFiles.size).toBe(0);
});

test("files that were opened before a failure are closed", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ ...SMALL, disk }, (log) =>
    appendTexts(
      log,
      Array.from({ length: 100 }, (_, n) => `${n}`),
    ),
  );
  let opens = 0;
  disk.onStep = (step) => {
    if (step === "open" && ++opens === 3) throw Object.assign(new Error("injected"), { code: "EMFILE" });
  };
  await expect(withLog({ ...SMALL, disk }, async () => undefined)).rejects.toMatchObject({ code: "FRAMES_IO" });
  expect(disk.openFiles.size).toBe(0);
  await withLog({ ...SMALL, disk }, async (log) => expect(textOf(await log.readAt(100))).toBe("99"));
});
