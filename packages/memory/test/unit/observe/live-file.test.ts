import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createLiveFile } from "../../../src/observe/live-file.ts";
import { readAll } from "../../support/log-lines.ts";
import { bytesOf } from "../../support/stores.ts";

test("full files are moved aside, and the oldest is removed", async () => {
  const disk = memoryDisk();
  await disk.mkdir("/logs");
  const file = createLiveFile({ disk, folder: "/logs", maxBytes: 10 });
  for (let n = 10; n < 60; n++) await file.append(bytesOf(`${n}\n`));
  await file.close();
  const names = (await disk.readdir("/logs")).map(({ name }) => name).toSorted();
  expect(names).toEqual(["live.1.ndjson", "live.2.ndjson", "live.3.ndjson", "live.ndjson"]);
  const texts = await Promise.all(names.map((name) => readAll(disk, `/logs/${name}`)));
  expect(texts.map((text) => text.split("\n")[0])).toEqual(["54", "50", "46", "58"]);
  for (const text of texts) expect(text.length).toBeLessThan(13);
});
