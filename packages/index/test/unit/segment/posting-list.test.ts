import { describe, expect, test } from "vitest";
import { createByteWriter, writtenBytes } from "../../../src/segment/byte-writer.ts";
import {
  listBytes,
  nextEntry,
  NO_UNIT,
  openCursor,
  readPostings,
  seekUnit,
  setPlaces,
  toPostingList,
  type PostingList,
} from "../../../src/segment/posting-list.ts";
import { createPostingWriter } from "../../../src/segment/posting-writer.ts";

const UNITS = 400;
const PER_UNIT = 4;

/** A list over units of four documents, of one session each; `documents` hold the term as often as `frequencyOf` says. */
function aList(documents: readonly number[], frequencyOf: (document: number) => number = () => 1): PostingList {
  const write = createPostingWriter({
    unitOf: Int32Array.from({ length: UNITS * PER_UNIT }, (_, document) => Math.floor(document / PER_UNIT)),
    unitStart: Int32Array.from({ length: UNITS + 1 }, (_, unit) => unit * PER_UNIT),
    sessionOf: Int32Array.from({ length: UNITS }, (_, unit) => unit),
    length: new Int32Array(UNITS * PER_UNIT).fill(10),
    averageLength: 10,
  });
  const out = createByteWriter();
  const figures = write(
    {
      count: documents.length,
      documents: Int32Array.from(documents),
      frequencies: Int32Array.from(documents, frequencyOf),
    },
    out,
  );
  return toPostingList(figures, writtenBytes(out).slice(), UNITS);
}

function readAll(list: PostingList): [document: number, frequency: number][] {
  const places = new Uint8Array(32);
  const frequencies = new Int32Array(32);
  const found: [number, number][] = [];
  for (const cursor = openCursor(list); cursor.entry < list.units; nextEntry(cursor)) {
    const count = readPostings(cursor, places, frequencies);
    for (let at = 0; at < count; at++) found.push([cursor.unit * PER_UNIT + places[at]!, frequencies[at]!]);
  }
  return found;
}

test("documents and frequencies of any size are read back", () => {
  const documents = [0, 1, 3, 5, 1599];
  const frequency = (document: number): number => [1, 2, 3, 4, 5, 1_000_000][documents.indexOf(document)] ?? 1;
  expect(readAll(aList(documents, frequency))).toEqual(documents.map((document) => [document, frequency(document)]));
});

test("the places of all units at once are those of the entries", () => {
  const documents = [0, 1, 3, 5, 600, 1599];
  const masks = new Uint32Array(UNITS);
  setPlaces(
    aList(documents, (document) => document + 1),
    masks,
  );
  const found = [...masks].flatMap((mask, unit) =>
    [0, 1, 2, 3].filter((place) => ((mask >>> place) & 1) === 1).map((place) => unit * PER_UNIT + place),
  );
  expect(found).toEqual(documents);
});

test("a term that stands nowhere has an empty list", () => {
  expect(openCursor(aList([]))).toMatchObject({ entry: 0, unit: NO_UNIT });
});

describe("seeking", () => {
  const everyOther = aList(Array.from({ length: 200 }, (_, at) => at * 8));

  test("through skips finds what reading from entry to entry finds", () => {
    expect(everyOther.impactsAt).toBeGreaterThan(0);
    for (const step of [1, 7, 64, 129, 250]) {
      const cursor = openCursor(everyOther);
      for (let unit = 0; unit < UNITS; unit += step) {
        expect(seekUnit(cursor, unit)).toBe(unit % 2 === 0);
        expect(cursor.unit).toBe(unit >= 399 ? NO_UNIT : unit + (unit % 2));
      }
    }
  });

  test("over long gaps and high frequencies, the postings found are those of the unit", () => {
    const documents = [0, 1, 2, 600, 601, 602, 1500, 1501, 1596];
    const list = aList(documents, (document) => (document % 2 === 0 ? 1 : 300 + document));
    const places = new Uint8Array(32);
    const frequencies = new Int32Array(32);
    for (const document of documents) {
      const cursor = openCursor(list);
      expect(seekUnit(cursor, Math.floor(document / PER_UNIT))).toBe(true);
      const count = readPostings(cursor, places, frequencies);
      const at = places.subarray(0, count).indexOf(document % PER_UNIT);
      expect(frequencies[at]).toBe(document % 2 === 0 ? 1 : 300 + document);
    }
  });

  test("a cursor never goes back", () => {
    const cursor = openCursor(everyOther);
    seekUnit(cursor, 300);
    expect(seekUnit(cursor, 2)).toBe(false);
    expect(cursor.unit).toBe(300);
  });
});

describe("damage", () => {
  test("a list that is shorter than its figures is not opened", () => {
    const list = aList([1, 2, 3]);
    expect(() => toPostingList(list, list.bytes.subarray(1), UNITS)).toThrow(/ends too early/);
    expect(list.bytes.length).toBe(listBytes(list));
  });

  test("a unit that the section does not have is not given out", () => {
    const list = aList([0, 9]);
    list.bytes[0] = 0x7f;
    expect(() => readAll({ ...list, endUnit: 100 })).toThrow(/not there/);
  });

  test("postings without an end are not read beyond the list", () => {
    const list = aList([0, 1]);
    list.bytes.fill(0, list.payloadAt);
    expect(() => readAll(list)).toThrow(/no end/);
  });
});
