import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { IndexError } from "../../src/errors.ts";
import { toIoError } from "../../src/io-error.ts";
import { openMemoryIndex } from "../../src/open-memory-index.ts";

const refused = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
const context = { verb: "open", what: "index", dir: "/s/index" } as const;

test("what the system says becomes a coded error that says that memories are safe", () => {
  expect(toIoError(refused, context)).toMatchObject({
    code: "INDEX_IO",
    message: expect.stringContaining("Cannot open the index in /s/index (EACCES). Memories are safe"),
    details: { systemCode: "EACCES" },
    cause: refused,
  });
});

test("coded errors, aborts and faults stay what they are", () => {
  const abort = AbortSignal.abort().reason as unknown;
  for (const other of [new IndexError("INDEX_CLOSED", "closed"), abort, new TypeError("a fault")])
    expect(toIoError(other, context)).toBe(other);
});

test("an index whose folder cannot be read says so when it is opened and when it is verified", async () => {
  const inner = memoryDisk();
  let isRefused = true;
  const disk: Disk = {
    ...inner,
    stat: async (path) => {
      if (isRefused && path.endsWith("manifest.json")) throw refused;
      return inner.stat(path);
    },
  };
  const open = () => openMemoryIndex({ dir: "/index", disk, lastSeq: 0, readText: async () => "" });
  await expect(open()).rejects.toMatchObject({ code: "INDEX_IO" });
  isRefused = false;
  const index = await open();
  isRefused = true;
  await expect(index.verify()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "INDEX_IO" });
  isRefused = false;
  await index.close();
});
