import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createAppendedFile } from "../../../src/observe/appended-file.ts";
import { readAll } from "../../support/log-lines.ts";
import { bytesOf, errorOf } from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

test("a second opening goes on behind what is there", async () => {
  const disk = memoryDisk();
  for (const line of ["a\n", "b\n"]) {
    const file = createAppendedFile(disk, "/f");
    await file.append(bytesOf(line));
    await file.sync();
    await file.close();
  }
  expect(await readAll(disk, "/f")).toBe("a\nb\n");
});

test("a line that a crash cut short is ended, so that the next one stays readable", async () => {
  const disk = memoryDisk();
  const cut = await disk.open("/f", "create");
  await cut.write(bytesOf('{"at":1}\n{"at'), 0);
  const file = createAppendedFile(disk, "/f");
  await file.append(bytesOf('{"at":2}\n'));
  expect(await readAll(disk, "/f")).toBe('{"at":1}\n{"at\n{"at":2}\n');
  expect(file.sizeBytes).toBe(23);
});

test("after a failed write the next append starts from the real end", async () => {
  const inner = memoryDisk();
  const disk = wrapDisk(inner);
  const file = createAppendedFile(disk, "/f");
  await file.append(bytesOf("a\n"));
  disk.onStep = (step) => (step === "write" ? 3 : undefined);
  expect((await errorOf(file.append(bytesOf("lost!\n")))).message).toContain("Short write");
  disk.onStep = (step) => {
    if (step === "open") throw systemError("EIO");
  };
  expect(await errorOf(file.append(bytesOf("lost\n")))).toMatchObject({ code: "EIO" });
  disk.onStep = () => undefined;
  await file.append(bytesOf("b\n"));
  expect(await readAll(inner, "/f")).toBe("a\nlos\nb\n");
});
