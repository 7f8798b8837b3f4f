import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createLogFiles } from "../../../src/observe/log-files.ts";
import { logFiles } from "../../support/log-lines.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const ID = "20261121T000000000Z-00000001";

test("lines go into the live file, those of the session into its own, and both live on in the next", async () => {
  const disk = memoryDisk();
  await disk.mkdir("/store");
  for (const [id, line] of [
    [ID, "a\n"],
    [ID.replace(/1$/, "2"), "b\n"],
  ] as const) {
    const files = createLogFiles(disk, "/store/logs", id);
    await files.write(line, "");
    await files.write(line, line);
    await files.close();
  }
  expect(Object.fromEntries(await logFiles(disk))).toEqual({
    "live.ndjson": "a\na\nb\nb\n",
    [`session-${ID}.ndjson`]: "a\n",
    [`session-${ID.replace(/1$/, "2")}.ndjson`]: "b\n",
  });
});

test("a folder that could not be made is tried again, and closing never fails", async () => {
  const disk = wrapDisk(memoryDisk());
  await disk.mkdir("/store");
  const files = createLogFiles(disk, "/store/logs", ID);
  disk.onStep = (step) => {
    if (step === "mkdir") throw systemError("EACCES");
  };
  await expect(files.write("a\n", "a\n")).rejects.toMatchObject({ code: "EACCES" });
  disk.onStep = () => undefined;
  await files.write("b\n", "b\n");
  disk.onStep = (step) => {
    if (step === "sync") throw systemError("EIO");
  };
  await files.close();
  expect((await logFiles(disk)).get("live.ndjson")).toBe("b\n");
});
