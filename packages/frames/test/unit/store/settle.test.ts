import { join } from "node:path";
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import {
  allTexts,
  appendTexts,
  bytesOf,
  MONTH,
  namesIn,
  readWhole,
  violationsOf,
  withLog,
} from "../../support/stores.ts";
import { DIR, damage, diskWith, filesOf, groupsOf, rowsFile, rowsOf } from "../../support/planted.ts";
import { buildSegment, plainFrame } from "../../support/row-segments.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const ROWS = rowsFile(1);

test("a torn tail is copied to lost+found and cut; the rows before it are sealed, writing goes on behind them (S3)", async () => {
  const whole = rowsOf(1, 1, ["one", "two"]);
  const torn = rowsOf(1, 1, ["one", "two", "torn"]).subarray(whole.length, -5);
  const disk = await diskWith({ [ROWS]: Buffer.concat([whole, torn, Buffer.alloc(3000)]) });
  const place = { file: ROWS, offset: whole.length, sizeBytes: torn.length };
  await withLog({ dir: DIR, disk, readOnly: true }, async (log) => {
    expect(log.recovery).toMatchObject({ frames: 2, clean: false, torn: { ...place, keptAs: undefined } });
    expect(await violationsOf(log)).toMatchObject([{ kind: "torn-tail", offset: whole.length }]);
  });
  await withLog({ dir: DIR, disk }, async (log) => {
    const keptAs = `lost+found/2026-11-rows-00000001-0102030405060708.frames.at-${whole.length}.torn`;
    expect(log.recovery.torn).toEqual({ ...place, keptAs });
    expect(await readWhole(disk, join(DIR, keptAs))).toEqual(new Uint8Array(torn));
    expect(await violationsOf(log)).toEqual([]);
    await appendTexts(log, ["three"]);
    await log.background.idle();
    expect(await allTexts(log)).toEqual(["one", "two", "three"]);
    expect(log.stats()).toMatchObject({ segments: 1, rowSegments: 1 });
  });
  await withLog({ dir: DIR, disk }, async (log) => expect(log.recovery.clean).toBe(true));
});

test("two tails cut at one place are both kept", async () => {
  const whole = rowsOf(1, 1, ["one"]);
  const disk = await diskWith({ [ROWS]: Buffer.concat([whole, Buffer.from([0xfe])]) });
  const earlier = `2026-11-rows-00000001-0102030405060708.frames.at-${whole.length}.torn`;
  await disk.mkdir(join(DIR, "lost+found"));
  await (await disk.open(join(DIR, "lost+found", earlier), "create")).write(Buffer.from([0xfe, 0xed]), 0);
  await withLog({ dir: DIR, disk }, async (log) => expect(log.recovery.torn?.keptAs).toMatch(/\.torn\.2$/));
  expect(await disk.readdir(join(DIR, "lost+found"))).toHaveLength(2);
});

test("a tail is not cut when its copy cannot be made", async () => {
  const bytes = Buffer.concat([rowsOf(1, 1, ["one"]), Buffer.from([0xfe, 0xed])]);
  const inner = await diskWith({ [ROWS]: bytes });
  const disk = wrapDisk(inner);
  disk.onStep = (step, path) => {
    if (step === "sync" && path.includes("lost+found")) throw systemError("ENOSPC");
  };
  await expect(withLog({ dir: DIR, disk }, async () => undefined)).rejects.toMatchObject({ code: "FRAMES_IO" });
  expect(await readWhole(inner, join(DIR, ROWS))).toEqual(new Uint8Array(bytes));
  expect(await inner.readdir(join(DIR, "lost+found"))).toEqual([]);
});

test.each([
  ["cut within the header", (bytes: Buffer) => bytes.subarray(0, 20)],
  ["cut within the first row", (bytes: Buffer) => bytes.subarray(0, 80)],
  ["of which the first page was not written", (bytes: Buffer) => bytes.fill(0, 0, 70)],
])("a first group %s goes to lost+found, and history begins behind what is whole", async (_name, tear) => {
  const torn = tear(buildSegment([[plainFrame(2, "torn"), plainFrame(3, "torn too")]], { zeros: 500 }).bytes);
  const disk = await diskWith({ [ROWS]: rowsOf(1, 1, ["one"]), [rowsFile(2)]: torn });
  await withLog({ dir: DIR, disk, readOnly: true }, async (log) => expect(await allTexts(log)).toEqual(["one"]));
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery).toMatchObject({ frames: 1, damagedCount: 0, torn: { file: rowsFile(2), offset: 0 } });
    expect(await readWhole(disk, join(DIR, log.recovery.torn?.keptAs ?? ""))).toEqual(new Uint8Array(torn));
    await appendTexts(log, ["two"]);
    expect(await allTexts(log)).toEqual(["one", "two"]);
  });
  await withLog({ dir: DIR, disk }, async (log) => expect(log.recovery).toMatchObject({ clean: true, frames: 2 }));
});

test("damage before a whole group is kept, reported, hides nothing else, and ends in lost+found when the rest is sealed", async () => {
  const bytes = rowsOf(1, 1, ["one", "bad", "two"]);
  const disk = await diskWith({ [ROWS]: bytes });
  await damage(disk, join(DIR, ROWS), 64 + 44 + 20);
  const damaged = await readWhole(disk, join(DIR, ROWS));
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery).toMatchObject({ clean: false, torn: undefined, damagedCount: 1, frames: 3 });
    expect(log.recovery.damaged).toMatchObject([{ file: ROWS, offset: 64 + 44, reason: "bad-checksum" }]);
    expect((await survivingTexts(log)).toSorted()).toEqual(["one", "two"]);
    const { seq, durable } = log.append({ content: bytesOf("three") });
    expect(seq).toBe(4); // the place of what was lost stays empty
    await durable;
    await log.background.idle();
    expect(log.stats()).toMatchObject({ segments: 2, rowSegments: 1, backgroundError: undefined });
    expect(await log.readAt(2)).toBeUndefined();
    expect((await survivingTexts(log)).toSorted()).toEqual(["one", "three", "two"]);
    expect(await violationsOf(log)).toEqual([]);
  });
  expect(await readWhole(disk, join(DIR, `lost+found/2026-11-${ROWS.slice(MONTH.length + 1)}`))).toEqual(damaged);
});

async function survivingTexts(log: Parameters<typeof violationsOf>[0]): Promise<string[]> {
  const texts: string[] = [];
  for await (const { content } of log.scan()) texts.push(new TextDecoder().decode(content));
  return texts;
}

test("bad bytes at the end of rows that are not the newest are damage, not torn", async () => {
  const first = rowsOf(1, 1, ["one", "two", "rotted"]);
  const disk = await diskWith({ [ROWS]: first.subarray(0, -3), [rowsFile(2)]: rowsOf(2, 4, ["four"]) });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery).toMatchObject({ torn: undefined, damagedCount: 1, frames: 4 });
    await log.background.idle();
    expect(await survivingTexts(log)).toEqual(["one", "two", "four"]);
  });
  expect(await namesIn(disk, DIR, "lost+found")).toHaveLength(1);
});

test("writing never goes on in rows that other frames follow", async () => {
  const files = { [ROWS]: rowsOf(1, 1, ["one", "two"]), [rowsFile(2)]: rowsOf(2, 3, ["three"]) };
  const disk = await diskWith(files);
  await withLog({ dir: DIR, disk }, async (log) => log.background.idle()); // the first is sealed, the second goes on
  const sealed = (await namesIn(disk, DIR)).find((name) => name.startsWith("0"));
  // As if the first had never been sealed, and the second had, with its file removed already.
  const again = await diskWith({
    [ROWS]: files[ROWS]!,
    [`${MONTH}/000000000003-000000000003.frames`]: await sealedBytesOf(3, "three"),
  });
  await withLog({ dir: DIR, disk: again }, async (log) => {
    await appendTexts(log, ["four"]);
    expect(await allTexts(log)).toEqual(["one", "two", "three", "four"]);
    expect(await violationsOf(log)).toEqual([]);
  });
  await withLog({ dir: DIR, disk: again }, async (log) => {
    expect(log.recovery.clean).toBe(true);
    expect(await allTexts(log)).toEqual(["one", "two", "three", "four"]);
  });
  expect(sealed).toBe("000000000001-000000000002.frames");
});

async function sealedBytesOf(seq: number, text: string): Promise<Uint8Array> {
  const { sealBytes } = await import("../../support/sealed.ts");
  return sealBytes([plainFrame(seq, text)]);
}

test("foreign things are reported and left alone (S4)", async () => {
  const files = {
    "shards/notes.txt": bytesOf("mine"),
    "shards/2026/13/rows-00000001-0102030405060708.frames": rowsOf(1, 1, ["wrong month"]),
    [`${MONTH}/backup.frames`]: rowsOf(1, 1, ["wrong name"]),
    [ROWS]: rowsOf(1, 1, ["one"]),
    [`${MONTH}/000004.frames/inner`]: bytesOf("a folder"),
    [`${MONTH}/000005.frames`]: bytesOf("version 1 came too late"),
    [rowsFile(9)]: rowsOf(9, 1, ["overlaps the first"]),
  };
  const disk = await diskWith(files);
  for (let round = 0; round < 2; round++) {
    await withLog({ dir: DIR, disk }, async (log) => {
      expect(Object.fromEntries(log.recovery.foreign.map(({ file, reason }) => [file, reason]))).toEqual({
        "shards/notes.txt": "wrong-name",
        "shards/2026/13": "wrong-name",
        [`${MONTH}/backup.frames`]: "wrong-name",
        [`${MONTH}/000004.frames`]: "not-a-file",
        [`${MONTH}/000005.frames`]: "out-of-place",
        [rowsFile(9)]: "out-of-place",
      });
      expect(log.recovery).toMatchObject({ foreignCount: 6, damagedCount: 0, torn: undefined, clean: false });
      await appendTexts(log, ["next"]);
      expect((await violationsOf(log)).map((found) => found.kind)).toEqual(Array(6).fill("foreign-file"));
    });
  }
  await withLog({ dir: DIR, disk }, async (log) => expect(await allTexts(log)).toEqual(["one", "next", "next"]));
  const kept = await filesOf(disk, DIR);
  for (const [file, bytes] of Object.entries(files)) {
    if (file !== ROWS) expect(kept.get(file)).toEqual(new Uint8Array(bytes));
  }
});

test("what a newer writer put in stays in its file, is reported, and hides nothing else", async () => {
  const groups = groupsOf(1, ["one", "odd", "two"]);
  const { bytes, offsets, nonceCrc } = buildSegment(groups);
  const at = offsets[1]!;
  const end = offsets[2]!;
  bytes[at + 3] = 0x81; // a flag that this version does not know
  bytes.writeUInt32BE(crc32(bytes.subarray(at, end - 4), nonceCrc), end - 4);
  const disk = await diskWith({ [ROWS]: bytes });
  for (let round = 0; round < 2; round++) {
    await withLog({ dir: DIR, disk }, async (log) => {
      expect(log.recovery.damaged).toMatchObject([{ offset: at, reason: "unknown-flag" }]);
      await appendTexts(log, [`more ${round}`]);
      await log.background.idle();
      expect((await survivingTexts(log)).slice(0, 2)).toEqual(["one", "two"]);
      expect(await violationsOf(log)).toMatchObject([{ kind: "unreadable-frame" }, { kind: "missing-frames" }]);
    });
  }
  expect(await readWhole(disk, join(DIR, ROWS))).toEqual(new Uint8Array(bytes));
});

test("a segment of an unknown version is left alone", async () => {
  const bytes = rowsOf(2, 2, ["from the future"]);
  bytes[7] = 9;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 60)), 60);
  const disk = await diskWith({ [ROWS]: rowsOf(1, 1, ["one"]), [rowsFile(2)]: bytes });
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery.damaged).toMatchObject([{ file: rowsFile(2), reason: "unknown-version" }]);
    await appendTexts(log, ["two"]);
    expect(await survivingTexts(log)).toEqual(["one", "two"]);
  });
  expect(await readWhole(disk, join(DIR, rowsFile(2)))).toEqual(new Uint8Array(bytes));
});

test("rows that their writer did not end are written anew and synced before they are cut (S1)", async () => {
  const whole = rowsOf(1, 1, ["one", "two"]);
  const disk = wrapDisk(await diskWith({ [ROWS]: Buffer.concat([whole, Buffer.alloc(500)]) }));
  const steps: string[] = [];
  disk.onStep = (step, path) => void (path.endsWith(ROWS) && steps.push(step));
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(steps).toEqual(["open", "open", "write", "sync", "truncate", "sync"]);
    expect(await allTexts(log)).toEqual(["one", "two"]);
    expect(log.recovery.clean).toBe(true);
  });
  expect(await readWhole(disk, join(DIR, ROWS))).toEqual(new Uint8Array(whole));
});

test("rows whose sync fails at opening are not cut, so that the next opening writes them anew too", async () => {
  const bytes = Buffer.concat([rowsOf(1, 1, ["one"]), Buffer.alloc(500)]);
  const inner = await diskWith({ [ROWS]: bytes });
  const disk = wrapDisk(inner);
  disk.onStep = (step, path) => {
    if (step === "sync" && path.endsWith(ROWS)) throw systemError("EIO");
  };
  await expect(withLog({ dir: DIR, disk }, async () => undefined)).rejects.toMatchObject({ code: "FRAMES_IO" });
  expect(await readWhole(inner, join(DIR, ROWS))).toEqual(new Uint8Array(bytes));
});

test("what a dead writer left is synced before it is shown", async () => {
  const disk = wrapDisk(await diskWith({ [ROWS]: rowsOf(1, 1, ["one"]) }));
  await withLog({ dir: DIR, disk }, async () => {
    expect(disk.counts).toMatchObject({ sync: 1, syncDir: 4 });
  });
});

test("a header that is damaged hides no row", async () => {
  const disk = await diskWith({ [ROWS]: rowsOf(1, 1, ["one", "two"]) });
  await damage(disk, join(DIR, ROWS), 20);
  await withLog({ dir: DIR, disk }, async (log) => {
    expect(log.recovery).toMatchObject({ damagedCount: 1, frames: 2 });
    expect(await survivingTexts(log)).toEqual(["one", "two"]);
  });
});

test("a jump of seqs that lost rows cannot explain costs no memory", async () => {
  const groups = [[plainFrame(1, "one")], [plainFrame(2 ** 46, "far away")], [plainFrame(2 ** 46 + 1, "too")]];
  const disk = await diskWith({ [ROWS]: buildSegment(groups).bytes });
  await withLog({ dir: DIR, disk, readOnly: true }, async (log) => {
    expect(log.recovery).toMatchObject({ frames: 1, damagedCount: 2 });
    expect(await survivingTexts(log)).toEqual(["one"]);
  });
});
