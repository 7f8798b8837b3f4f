import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemory } from "../../../src/index.ts";
import { errorOf, NOW, storesOn, withStore } from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

test("a healthy store has a status without warnings", async () => {
  let now = NOW;
  await withStore(
    async (store) => {
      await store.save("tea");
      now += 2500;
      expect(await store.status()).toMatchObject({
        dir: "/store",
        state: "open",
        session: store.stats().session,
        openedAt: NOW,
        uptimeSeconds: 2.5,
        memories: 1,
        operationCount: 1,
        previousSession: { ended: "none" },
        recovery: { clean: true },
        lastBackup: undefined,
        writer: undefined,
        warnings: [],
      });
    },
    { clock: () => now },
  );
});

test("crash recovery: a session that was not closed is told by the next, and nothing acknowledged is missing", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  await open(async (store) => store.save("closed well"));
  await open(async (store) => expect((await store.status()).previousSession.ended).toBe("closed"));
  // A process that is killed leaves its lock to the system; here the disk is copied as it stands.
  const store = await openMemory({ dir: "/store", disk, clock: () => NOW + 1000 });
  const { id } = await store.save("acknowledged");
  const lockless = { ...disk, lock: async () => ({ release: async () => undefined }) };
  await storesOn(lockless)(
    async (reopened) => {
      const { previousSession, warnings } = await reopened.status();
      expect(previousSession).toMatchObject({ ended: "interrupted", id: store.stats().session });
      expect(warnings.map(({ code }) => code)).toEqual(["interrupted"]);
      expect(await reopened.get(id)).toMatchObject({ content: "acknowledged" });
    },
    { clock: () => NOW + 2000 },
  );
});

test("a poisoned store says so, and is not called closed by the next", async () => {
  const disk = wrapDisk(memoryDisk());
  const store = await openMemory({ dir: "/store", disk });
  disk.onStep = (step, path) => {
    if (step === "sync" && path.endsWith(".frames")) throw systemError("EIO");
  };
  await errorOf(store.save("lost"));
  expect(await store.status()).toMatchObject({ state: "poisoned", warnings: [{ code: "poisoned" }] });
  disk.onStep = () => undefined;
  await store.close();
  await storesOn(disk)(async (next) => expect((await next.status()).previousSession.ended).toBe("interrupted"));
});

test("a reader sees what the writer reported last, and takes nobody for dead", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  await open(async (store) => {
    await store.save("tea");
    await store.backup("/backup");
  });
  await open(
    async (reader) => {
      const status = await reader.status();
      expect(status).toMatchObject({
        state: "read-only",
        previousSession: { ended: "closed" },
        lastBackup: { at: NOW, segments: 1 },
        writer: {
          state: "closed",
          metrics: { vidmem_memories: 1, 'vidmem_operation_seconds_count{operation="save"}': 1 },
        },
        warnings: [],
      });
    },
    { readOnly: true },
  );
  const writer = await openMemory({ dir: "/store", disk, clock: () => NOW + 1000 });
  await open(async (reader) => expect((await reader.status()).previousSession.ended).toMatch(/closed|unknown/), {
    readOnly: true,
  });
  await writer.close();
});
