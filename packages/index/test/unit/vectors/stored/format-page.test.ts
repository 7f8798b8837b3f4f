import fs from "node:fs";
import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { HEADER_BYTES } from "../../../../src/vectors/stored/format.ts";
import { decodeRecord } from "../../../../src/vectors/stored/record.ts";
import { decodeHeader, toModelTag } from "../../../../src/vectors/stored/segment-header.ts";
import { openSegmentRows } from "../../../../src/vectors/stored/segment-rows.ts";
import { openStoredVectorIndex } from "../../../../src/vectors/stored-vector-index.ts";
import { DIR, readBytes } from "../../../support/stored-vectors.ts";

const page = fs.readFileSync(new URL("../../../../../../docs/format/vectors.md", import.meta.url), "utf8");
const block = /```hex\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const example = Uint8Array.from(Buffer.from(block.replaceAll(/^\w{4} {2}/gm, "").replaceAll(/\s/g, ""), "hex"));

test("the worked example of the format page encodes to the same bytes", async () => {
  const disk = memoryDisk();
  const index = await openStoredVectorIndex({ dir: DIR, disk, model: "example" });
  await index.setMany([
    [9, Float32Array.of(1, 0, 0)],
    [7, Float32Array.of(0.6, -0.8, 0)],
  ]);
  await index.flush();
  expect(Buffer.from(await readBytes(disk, "000001.vectors")).toString("hex")).toBe(
    Buffer.from(example).toString("hex"),
  );
});

test("the worked example decodes to what the page says", async () => {
  expect(decodeHeader(example.subarray(0, HEADER_BYTES))).toMatchObject({
    dimensions: 3,
    rows: 2,
    firstKey: 7,
    lastKey: 9,
    model: Uint8Array.from(toModelTag("example")),
    recordBytes: 0,
  });
  const disk = memoryDisk();
  const file = await disk.open("/example", "create");
  await file.write(example, 0);
  const segment = (await openSegmentRows(disk, "/example", undefined))!;
  const sketches = new Uint8Array(32);
  expect(segment.readSketches(0, sketches)).toBe(true);
  const found = new Map<number, number[]>();
  segment.visitRecords([0, 1], (row, record) => {
    const vector = decodeRecord(record, sketches.subarray(row * 16, row * 16 + 16), 3);
    found.set(
      segment.keyAt(row),
      [...vector].map((value) => Math.round(value * 1000) / 1000),
    );
  });
  expect(found).toEqual(
    new Map([
      [7, [0.598, -0.8, 0]],
      [9, [1, 0, 0]],
    ]),
  );
});
