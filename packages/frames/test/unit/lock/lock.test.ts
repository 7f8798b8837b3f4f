import fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { acquireByFlock } from "../../../src/lock/flock.ts";
import { acquireByGenerations } from "../../../src/lock/link-generations.ts";
import { acquireLock } from "../../../src/lock/lock.ts";
import { startChild } from "../../support/children.ts";
import { withFolder } from "../../support/stores.ts";

const RACER = new URL("../../support/race-for-lock.ts", import.meta.url);
const HOLDER = new URL("../../support/hold-lock.ts", import.meta.url);
const hasFlock = await withFolder(async (dir) => {
  const lock = await acquireByFlock(join(dir, "LOCK"));
  await lock?.release();
  return lock !== undefined;
});
const ways = hasFlock ? (["flock", "generations"] as const) : (["generations"] as const);
const acquire = { flock: acquireByFlock, generations: acquireByGenerations };

test.each(ways)("%s: processes that race never hold together (S2)", async (way) => {
  await withFolder(async (dir) => {
    const racers = Array.from({ length: 3 }, () => startChild(RACER, [dir, way, "12"]));
    await Promise.all(racers.map((racer) => racer.ended));
    const lines = racers.flatMap((racer) => racer.lines);
    expect(lines).not.toContain("VIOLATION");
    expect(lines.filter((line) => line === "held 12")).toHaveLength(3);
  });
});

test.each(ways)("%s: the loser names the holder, and a killed holder's lock is free", async (way) => {
  await withFolder(async (dir) => {
    const holder = startChild(HOLDER, [dir, way]);
    expect(await holder.waitFor(() => true)).toBe("held");
    await expect(acquire[way](join(dir, "LOCK"))).rejects.toMatchObject({
      code: "FRAMES_LOCKED",
      details: { pid: holder.process.pid },
      message: expect.stringContaining(String(holder.process.pid)) as string,
    });
    holder.process.kill("SIGKILL");
    await holder.ended;
    const lock = await acquire[way](join(dir, "LOCK"));
    expect(lock).toBeDefined();
    await expect(acquire[way](join(dir, "LOCK"))).rejects.toMatchObject({ details: { pid: process.pid } });
    await lock?.release();
    await (await acquire[way](join(dir, "LOCK")))?.release();
  });
});

test("without the flock program there is no flock lock, and generations take over", async () => {
  await withFolder(async (dir) => {
    expect(await acquireByFlock(join(dir, "LOCK"), "no-such-program-on-this-machine")).toBeUndefined();
    const lock = await acquireLock(join(dir, "LOCK"));
    await lock.release();
  });
});

test("generations leave no temporary files and remove only old numbers", async () => {
  await withFolder(async (dir) => {
    for (let n = 0; n < 40; n++) await (await acquireByGenerations(join(dir, "LOCK"))).release();
    const names = fs.readdirSync(dir);
    expect(names).toHaveLength(16);
    expect(names).toContain("LOCK.40");
    expect(names).not.toContain("LOCK.24");
  });
});

test("a lock in a folder that is missing fails with the system's code", async () => {
  await expect(acquireLock("/no/such/folder/LOCK")).rejects.toMatchObject({ code: "ENOENT" });
});
