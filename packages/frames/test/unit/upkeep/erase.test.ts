import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Disk, FrameId } from "../../../src/index.ts";
import { memoryDisk, nodeDisk } from "../../../src/index.ts";
import { NOW, readWhole, violationsOf, withFolder } from "../../support/stores.ts";
import { allFrames, appendAll, filesBelow, filesWith, flipByte, openSmall, secret } from "../../support/upkeep.ts";

const ID = "00000000000000aa" as FrameId;

async function onBothDisks(use: (disk: Disk, dir: string) => Promise<void>): Promise<void> {
  await use(memoryDisk(), "/s");
  await withFolder((dir) => use(nodeDisk(), join(dir, "store")));
}

describe("erase", () => {
  test("takes all versions of an id out of every file, and leaves tombstones in their places", async () => {
    await onBothDisks(async (disk, dir) => {
      const log = await openSmall(disk, { dir });
      const others = Array.from({ length: 60 }, (_, n) => ({ content: secret(n) }));
      await appendAll(log, [{ id: ID, content: secret(1000), metadata: { who: "Ada" } }, ...others]);
      await appendAll(log, [{ id: ID, kind: "update", content: secret(1001), fingerprint: secret(9).slice(0, 8) }]);
      expect(await log.erase(ID)).toEqual({ frames: 2, removedFiles: [] });
      for (const number of [1000, 1001]) expect(await filesWith(disk, dir, secret(number).slice(0, 30))).toEqual([]);
      expect(await filesWith(disk, dir, Buffer.from("Ada"))).toEqual([]);
      const expected = { id: ID, kind: "tombstone", timestamp: NOW, content: new Uint8Array(), metadata: {} };
      expect(await log.read(ID)).toEqual({ ...expected, seq: 62 });
      expect(await log.readAt(1)).toEqual({ ...expected, seq: 1 });
      expect([...log.withFingerprint(secret(9).slice(0, 8))]).toEqual([]);
      expect((await allFrames(log)).length).toBe(62);
      expect(await violationsOf(log)).toEqual([]);
      expect(await log.erase(ID)).toEqual({ frames: 0, removedFiles: [] });
      await log.close();
      const again = await openSmall(disk, { dir });
      expect(await again.readAt(62)).toEqual({ ...expected, seq: 62 });
      expect((await again.readAt(30))?.content).toEqual(secret(28));
      await again.close();
    });
  });

  test("frames that were stored as differences from an erased one are made whole first", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk, { rowBytes: 64 * 1024 });
    const base = Buffer.concat([secret(1), secret(2), secret(3), secret(4)]);
    const similar = [1, 2, 3].map((n) =>
      Buffer.concat([base.subarray(0, 40), Buffer.from(`v${n}`), base.subarray(42)]),
    );
    await appendAll(log, [{ id: ID, content: base, family: "a" }]);
    for (const content of similar) await appendAll(log, [{ content, family: "a" }]);
    expect(log.stats().deltas).toBe(3);
    expect((await log.erase(ID)).frames).toBe(1);
    const contents = (await allFrames(log)).map(({ content }) => Buffer.from(content));
    expect(contents).toEqual([Buffer.alloc(0), ...similar]);
    expect(await violationsOf(log)).toEqual([]);
    await log.close();
  });

  test("copies in lost+found that hold the frame are removed and named", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk);
    await appendAll(log, [{ id: ID, content: secret(5) }, { content: secret(6) }]);
    await disk.mkdir("/s/lost+found");
    for (const [name, bytes] of [
      ["has", secret(5).slice(3, 40)],
      ["has-not", secret(6)],
    ] as const) {
      const file = await disk.open(`/s/lost+found/${name}`, "create");
      await file.write(bytes, 0);
      await file.close();
    }
    expect(await log.erase(ID)).toEqual({ frames: 1, removedFiles: ["lost+found/has"] });
    expect(await filesBelow(disk, "/s/lost+found")).toEqual(["/s/lost+found/has-not"]);
    await log.close();
  });

  test("a damaged segment with the frame is refused; after a repair nothing of it is left", async () => {
    const disk = memoryDisk();
    let log = await openSmall(disk, { rowBytes: 64 * 1024 });
    await appendAll(log, [
      { id: ID, content: secret(7) },
      ...Array.from({ length: 200 }, (_, n) => ({ content: secret(n + 50) })),
    ]);
    await log.close();
    log = await openSmall(disk);
    await appendAll(log, [{ content: secret(300) }]);
    await log.compact();
    const segment = (await filesBelow(disk, "/s/shards")).find((path) => path.includes("000000000001-"));
    const bytes = Buffer.from(await readWhole(disk, segment!));
    const at = bytes.indexOf(Buffer.from(ID, "hex"));
    expect(at).toBeGreaterThan(0);
    await log.close();
    await flipByte(disk, segment!, 64 + 500);
    log = await openSmall(disk);
    await expect(log.erase(ID)).rejects.toMatchObject({ code: "FRAMES_CORRUPT" });
    const { framesLost } = await log.repair();
    expect(framesLost).toBe(50);
    const { removedFiles } = await log.erase(ID);
    expect(removedFiles.length).toBe(1);
    for (const path of await filesBelow(disk, "/s")) {
      expect(Buffer.from(await readWhole(disk, path)).includes(Buffer.from(ID, "hex"))).toBe(false);
    }
    await log.close();
  });

  test("refuses what is no id, and a store that is closed or read-only", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk);
    await appendAll(log, [{ content: secret(1) }]);
    await expect(log.erase("x" as FrameId)).rejects.toThrow(TypeError);
    expect(await log.erase(ID)).toEqual({ frames: 0, removedFiles: [] });
    await log.close();
    await expect(log.erase(ID)).rejects.toMatchObject({ code: "FRAMES_CLOSED" });
    const reader = await openSmall(disk, { readOnly: true });
    await expect(reader.erase(ID)).rejects.toMatchObject({ code: "FRAMES_READ_ONLY" });
    await reader.close();
  });
});
