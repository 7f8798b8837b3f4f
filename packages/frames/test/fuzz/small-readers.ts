/** Targets that read one small thing: a row, a header, metadata, a delta, an entry of version 1. */
import { crc32 } from "node:zlib";
import { decodeDelta, deltaBaseDistance, encodeDelta } from "../../src/delta/delta.ts";
import { inspectEntry } from "../../src/entry/inspector.ts";
import { readEntries } from "../../src/entry/reader.ts";
import { encodeEntry } from "../../src/entry/writer.ts";
import { isVidmemError } from "../../src/errors.ts";
import { packMetadata, unpackMetadata } from "../../src/metadata/packing.ts";
import { readRow } from "../../src/row/reader.ts";
import { decodeSegmentHeader } from "../../src/row/row-header.ts";
import { MAX_DEFLATE_RATIO } from "../../src/sealed/format.ts";
import { buildSegment, plainFrame } from "../support/row-segments.ts";
import { GOLDEN_FRAMES } from "../unit/entry/golden-frames.ts";
import type { Target } from "./target.ts";

const SMALL = { fixedBytes: 16 * 1024, timesInput: 16 };

const segment = buildSegment([
  [plainFrame(1, "first content"), plainFrame(2, "second", { fingerprint: new Uint8Array(8).fill(7) })],
  [plainFrame(3, "third content, longer than the others", { isDelta: true, kind: 2 })],
  [plainFrame(4, ""), plainFrame(5, "fifth", { isPacked: false, metadata: Buffer.from('{"a":1}') })],
]);
const ROWS = segment.offsets.map((at, n) => segment.bytes.subarray(at, segment.offsets[n + 1] ?? segment.end));
const WRITTEN_ROWS = new Set(ROWS.map((row) => row.toString("latin1")));

const rows: Target = {
  name: "rows",
  inputs: 453_000,
  originals: ROWS,
  ...SMALL,
  read: (input) => {
    const row = readRow(input, 0, segment.nonceCrc);
    if (typeof row === "string") return;
    touch(row.frame.id, row.frame.metadata, row.frame.content);
    if (!WRITTEN_ROWS.has(input.toString("latin1", 0, row.sizeBytes))) throw new Error("a row that was never written");
  },
};

const forgedRows: Target = {
  name: "rows under right checksums",
  inputs: 100_000,
  originals: ROWS,
  ...SMALL,
  forge: (input) => {
    if (input.length < 40) return input;
    input.writeUInt32BE(input.length, 28);
    input.writeUInt32BE(crc32(input.subarray(0, -4), segment.nonceCrc), input.length - 4);
    return input;
  },
  read: (input) => {
    const row = readRow(input, 0, segment.nonceCrc);
    if (typeof row === "string") return;
    const { id, metadata, content, fingerprint } = row.frame;
    touch(id, metadata, content, fingerprint);
    if (metadata.length + content.length >= input.length) throw new Error("more than the row holds");
  },
};

const headers: Target = {
  name: "headers of row segments",
  inputs: 100_000,
  originals: [segment.bytes.subarray(0, 64)],
  ...SMALL,
  read: (input) => {
    const header = decodeSegmentHeader(input);
    if (typeof header !== "string" && header.firstSeq !== 1) throw new Error("a header that was never written");
  },
};

const PACKED = [
  { type: "fact", tags: ["a", "é", "x".repeat(80)], n: 70_000, f: 0.5, o: { deep: [[[]]] }, z: null },
  Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`key${n}`, n * 1000])),
].map((metadata) => packMetadata(metadata).bytes);

const packedMetadata: Target = {
  name: "packed metadata",
  inputs: 150_000,
  originals: PACKED,
  // An array in MessagePack takes a byte an item, in V8 eight; objects and strings more.
  fixedBytes: 16 * 1024,
  timesInput: 256,
  read: (input) => assertJson(unpackMetadata(input, true)),
};

const jsonMetadata: Target = {
  name: "metadata as JSON",
  inputs: 30_000,
  originals: [Buffer.from('{"a":[1,2,{"b":"c"}],"speaker":"Ada \\u00e9","n":1e3}')],
  fixedBytes: 16 * 1024,
  timesInput: 256,
  read: (input) => assertJson(unpackMetadata(input, false)),
};

const BASE = Buffer.from("Some text that is said again and again, with few changes here and there. ".repeat(6));
const CONTENT = Buffer.from(BASE.toString().replace("Some", "Any").replaceAll("few", "some").slice(0, -3));
const DELTA = encodeDelta(BASE, CONTENT, 9);
if (DELTA === undefined) throw new Error("the contents are too different for a delta");

const deltas: Target = {
  name: "deltas",
  inputs: 20_000,
  originals: [DELTA],
  fixedBytes: 128 * 1024, // zlib's state and window, and twice the base
  timesInput: 2 * MAX_DEFLATE_RATIO,
  read: (input) => {
    deltaBaseDistance(input);
    const decoded = decodeDelta(BASE, input);
    if (typeof decoded !== "string" && !CONTENT.equals(decoded)) throw new Error("a content that was never written");
  },
};

const ENTRIES = GOLDEN_FRAMES.map((frame) => encodeEntry(frame));
const WRITTEN_ENTRIES = new Set(ENTRIES.map((entry) => Buffer.from(entry).toString("latin1")));

const entries: Target = {
  name: "entries of version 1",
  inputs: 80_000,
  originals: [...ENTRIES, Buffer.concat(ENTRIES)],
  fixedBytes: 32 * 1024,
  timesInput: 64,
  read: (input) => {
    const found = inspectEntry(input, 0, input.length);
    if (typeof found === "number" && found > 0 && !WRITTEN_ENTRIES.has(input.toString("latin1", 0, found))) {
      throw new Error("an entry that was never written");
    }
    try {
      for (const { sizeBytes } of readEntries(input)) if (sizeBytes <= 0) throw new Error("a step of nothing");
    } catch (error) {
      if (!isVidmemError(error) || error.code !== "FRAMES_CORRUPT") throw error;
    }
  },
};

/** What is given out must be there to be read. */
function touch(id: string, ...views: readonly (Uint8Array | undefined)[]): void {
  if (id.length !== 16) throw new Error("an id of the wrong length");
  for (const view of views)
    if (view !== undefined && view.length > 0 && view.at(-1) === undefined) throw new Error("?");
}

/** Metadata are JSON values, whatever the bytes were. */
function assertJson(metadata: object | undefined): void {
  if (metadata !== undefined && JSON.stringify(metadata) === undefined) throw new Error("metadata that is no JSON");
}

export const SMALL_READERS: readonly Target[] = [
  rows,
  forgedRows,
  headers,
  packedMetadata,
  jsonMetadata,
  deltas,
  entries,
];
