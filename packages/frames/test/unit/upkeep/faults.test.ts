import { expect, test } from "vitest";
import type { Disk, FrameId, FrameLog } from "../../../src/index.ts";
import { memoryDisk } from "../../../src/index.ts";
import { violationsOf } from "../../support/stores.ts";
import { allFrames, appendAll, filesBelow, filesWith, openSmall, secret } from "../../support/upkeep.ts";
import { systemError, wrapDisk, type WrappedDisk } from "../../support/wrapped-disk.ts";

const ID = "00000000000000aa" as FrameId;
const VERBS: Readonly<Record<string, (log: FrameLog, round: number) => Promise<unknown>>> = {
  erase: (log) => log.erase(ID),
  compact: (log) => log.compact({ retentionMs: 0 }),
  backup: (log, round) => log.backup(`/backup-${round}`),
};

/** A store in which each verb has something to do, and everything is sealed. */
async function makeStore(): Promise<{ disk: WrappedDisk; inner: Disk; log: FrameLog }> {
  const inner = memoryDisk();
  const disk = wrapDisk(inner);
  const log = await openSmall(disk);
  await appendAll(log, [
    { id: ID, content: secret(0) },
    ...Array.from({ length: 60 }, (_, n) => ({ content: secret(n + 1) })),
  ]);
  await appendAll(log, [{ id: ID, kind: "update", content: secret(100) }]);
  await log.background.idle();
  return { disk, inner, log };
}

test.each(Object.keys(VERBS))(
  "a disk that fails at any step of %s leaves a whole store, and the verb works later",
  async (verb) => {
    for (let failing = 1; ; failing++) {
      const { disk, inner, log } = await makeStore();
      let step = 0;
      disk.onStep = () => {
        if (++step === failing) throw systemError("ENOSPC");
      };
      const outcome = await VERBS[verb]!(log, 1).then(
        () => "done",
        (error: unknown) => (error as { code: string }).code,
      );
      disk.onStep = () => undefined;
      const isOver = step < failing;
      // A step of the sealing that goes on beside it may fail without harm; one of the writer poisons the store.
      expect(["done", ...(isOver ? [] : ["FRAMES_IO", "FRAMES_POISONED"])]).toContain(outcome);
      const wasKept = outcome !== "done" || verb !== "erase";
      const held = await filesWith(inner, "/s", secret(100));
      expect(wasKept || held.length === 0).toBe(true);
      await log.close().catch(() => undefined);
      const again = await openSmall(disk);
      expect(await violationsOf(again)).toEqual([]);
      const frames = await allFrames(again);
      expect(frames.filter(({ id }) => id !== ID).length).toBe(60);
      await VERBS[verb]!(again, 2);
      for (const round of [1, 2]) await checkBackup(inner, `/backup-${round}`);
      const left = await filesWith(inner, "/s", secret(100));
      expect(left.length > 0).toBe(verb !== "erase");
      expect((await filesBelow(inner, "/s")).filter((path) => path.endsWith(".tmp"))).toEqual([]);
      await again.close();
      if (isOver) return;
    }
  },
);

/** What bears the name of a backup is whole. */
async function checkBackup(disk: Disk, dir: string): Promise<void> {
  if ((await disk.stat(dir)) === undefined) return;
  const log = await openSmall(disk, { dir, readOnly: true });
  expect((await allFrames(log)).length).toBe(62);
  await log.close();
}
