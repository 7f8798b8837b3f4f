import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createSessionId, sessionFileName } from "../../../src/observe/log-folder.ts";
import { readPreviousSession, removeOldSessions } from "../../../src/observe/session.ts";
import { bytesOf, NOW } from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const idOf = (n: number): string => createSessionId(NOW + n * 1000, Uint8Array.of(1, 2, 3, n));

async function diskWith(...texts: readonly string[]): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir("/logs");
  for (const [n, text] of texts.entries()) {
    const file = await disk.open(`/logs/${sessionFileName(idOf(n))}`, "create");
    await file.write(bytesOf(text), 0);
    await file.close();
  }
  return disk;
}

const OPEN = '{"at":1,"event":"open"}\n';
const CLOSE = '{"at":2,"event":"close"}\n';

test.each([
  ["that ends with close", OPEN + CLOSE, { ended: "closed", lastEventAt: 2 }],
  ["without close", OPEN, { ended: "interrupted", lastEventAt: 1 }],
  ["whose last line was cut", `${OPEN}{"at":2,"ev`, { ended: "interrupted", lastEventAt: 1 }],
  ["whose close was cut", OPEN + CLOSE.slice(0, -1), { ended: "interrupted", lastEventAt: 1 }],
  ["that is empty", "", { ended: "interrupted" }],
  ["of garbage", "\u0000\u0001\n", { ended: "interrupted" }],
])("a session %s", async (_, text, expected) => {
  expect(await readPreviousSession(await diskWith(OPEN + CLOSE, text), "/logs")).toEqual({ id: idOf(1), ...expected });
});

test("without files, and on a disk that fails, nobody knows", async () => {
  expect(await readPreviousSession(memoryDisk(), "/logs")).toEqual({ ended: "unknown" });
  const disk = wrapDisk(await diskWith(OPEN));
  disk.onStep = (step) => {
    if (step === "read") throw systemError("EIO");
  };
  expect(await readPreviousSession(disk, "/logs")).toEqual({ ended: "unknown" });
});

test("the newest twenty are kept, and files of other names are left alone", async () => {
  const disk = await diskWith(...Array.from({ length: 25 }, () => OPEN));
  await (await disk.open("/logs/notes.txt", "create")).close();
  await removeOldSessions(disk, "/logs");
  const names = (await disk.readdir("/logs")).map(({ name }) => name).toSorted();
  expect(names).toHaveLength(21);
  expect(names).toContain("notes.txt");
  expect(names).toContain(sessionFileName(idOf(24)));
  expect(names).not.toContain(sessionFileName(idOf(4)));
});
