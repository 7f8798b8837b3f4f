import fs from "node:fs";
import { expect, test } from "vitest";
import { buildSegment, summarize, walkAll } from "../../support/row-segments.ts";
import { GOLDEN_GROUPS, GOLDEN_HEADER } from "./golden-rows.ts";

const read = (name: string): Buffer => fs.readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));
const golden = read("rows.v2.frames");
const frames = GOLDEN_GROUPS.flat();
const { offsets, end, bytes } = buildSegment(GOLDEN_GROUPS, { header: GOLDEN_HEADER, zeros: 64 });

test("the golden segment of version 2 is read whole", async () => {
  const items = await walkAll(golden);
  expect(items[0]).toEqual({ type: "header", header: GOLDEN_HEADER });
  expect(items.slice(1, -1).map((item) => (item.type === "row" ? item.frame : item))).toEqual(frames);
  expect(items.filter((item) => item.type === "row" && item.isGroupStart)).toHaveLength(GOLDEN_GROUPS.length);
  expect(items.at(-1)).toEqual({ type: "end", offset: end });
});

test("the golden frames encode to the same bytes", () => {
  expect(bytes).toEqual(golden);
});

test("the truncated segment gives all rows but the last, which is torn", async () => {
  const last = offsets.at(-1) ?? 0;
  const { seqs, rest } = summarize(await walkAll(read("rows.v2.truncated.frames")));
  expect(seqs).toEqual(frames.slice(0, -1).map(({ seq }) => seq));
  expect(rest).toEqual([
    ["torn", last, end - 5 - last, "truncated"],
    ["end", last],
  ]);
});

test("the flipped bit is found in its row, and no other row is lost", async () => {
  const { seqs, rest } = summarize(await walkAll(read("rows.v2.flipped.frames")));
  expect(seqs).toEqual(frames.toSpliced(12, 1).map(({ seq }) => seq));
  const [from = 0, to = 0] = offsets.slice(12, 14);
  expect(rest).toEqual([
    ["damage", from, to - from, "bad-checksum"],
    ["end", end],
  ]);
});
