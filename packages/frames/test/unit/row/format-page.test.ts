import { expect, test } from "vitest";
import { packMetadata, unpackMetadata } from "../../../src/metadata/packing.ts";
import { readRow } from "../../../src/row/reader.ts";
import { decodeSegmentHeader, toNonceCrc } from "../../../src/row/row-header.ts";
import { exampleOf } from "../../support/format-pages.ts";
import { copyFrame } from "../../support/plain-frames.ts";
import { buildSegment, NONCE, summarize, walkAll } from "../../support/row-segments.ts";

const example = exampleOf("row.md");
const moment = Date.parse("2026-11-21T00:00:00.000Z");
const header = { number: 7, firstSeq: 41, createdAt: moment, nonce: NONCE };
const frame = {
  seq: 41,
  id: "0123456789abcdef",
  kind: 1,
  timestamp: moment,
  fingerprint: Uint8Array.from({ length: 8 }, (_, i) => 0xa0 + i),
  isPacked: true,
  metadata: new Uint8Array(packMetadata({ speaker: "Ada" }).bytes),
  isDelta: false,
  content: new TextEncoder().encode("Grüße, vidmem!"),
};

test("the worked example of the format page decodes to what the page says", async () => {
  expect(decodeSegmentHeader(example)).toEqual(header);
  const row = readRow(example, 64, toNonceCrc(NONCE));
  if (typeof row === "string") throw new Error(row);
  expect({ ...row, frame: copyFrame(row.frame) }).toEqual({ frame, sizeBytes: 77, isGroupStart: true });
  expect(unpackMetadata(row.frame.metadata, row.frame.isPacked)).toEqual({ speaker: "Ada" });
  expect(summarize(await walkAll(example))).toEqual({ seqs: [41], rest: [["end", 141]] });
});

test("the worked example encodes to the same bytes", () => {
  expect(new Uint8Array(buildSegment([[frame]], { header, zeros: 3 }).bytes)).toEqual(example);
});
