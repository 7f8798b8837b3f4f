import fs from "node:fs";
import { expect, test } from "vitest";
import {
  monthEndMs,
  monthOf,
  parseSegmentName,
  TEMPORARY,
  rowsName,
  sealedName,
  settledV1Name,
} from "../../../src/store/names.ts";

test("names of every kind come back as they were made", () => {
  const names = [
    rowsName("2026/11", 7, "0123456789abcdef"),
    sealedName("2026/11", { firstSeq: 1, lastSeq: 999_999_999_999 }),
    settledV1Name("0000/01", { firstSeq: 5, lastSeq: 5 }),
  ];
  for (const name of names) {
    expect(parseSegmentName(name.month, name.file.split("/").at(-1) ?? "")).toEqual(name);
  }
  expect(parseSegmentName("2026/11", "000001.frames")).toMatchObject({ kind: "loose-v1", number: 1 });
});

test("names that are nearly ours are not ours", () => {
  const names = [
    "000000.frames",
    "0000001.frames",
    "000000000000-000000000001.frames",
    "000000000002-000000000001.frames",
    "rows-00000001-0123456789ABCDEF.frames",
    "rows-1-0123456789abcdef.frames",
    "v2-000000000001-000000000002.frames",
    "000000000001-000000000002.frames.bak",
  ];
  for (const name of names) expect(parseSegmentName("2026/11", name)).toBeUndefined();
});

test("the names in the worked example of docs/format/store.md are what the page says", () => {
  const page = fs.readFileSync(new URL("../../../../../docs/format/store.md", import.meta.url), "utf8");
  const section = page.slice(page.indexOf("## Worked example"), page.indexOf("## Version 1"));
  const lines = [...section.matchAll(/^(\S+\.frames\S*) +(\w+)/gm)];
  expect(lines).toHaveLength(7);
  for (const [, name = "", kind] of lines) {
    const isTemporary = name.endsWith(TEMPORARY);
    const parsed = parseSegmentName("2026/11", name.replace(TEMPORARY, ""));
    expect(isTemporary ? "temporary" : parsed?.kind).toBe(kind);
  }
});

test("months are those of UTC, and end where the next begins", () => {
  expect(monthOf(Date.UTC(2026, 10, 30, 23, 59))).toBe("2026/11");
  expect(monthEndMs("2026/12")).toBe(Date.UTC(2027, 0, 1));
  expect(monthOf(monthEndMs("0099/12"))).toBe("0100/01");
  for (const outside of [8.64e15, -8.64e15, Number.NaN]) expect(() => monthOf(outside)).toThrow(RangeError);
});

test("numbers end at eight digits", () => {
  expect(() => rowsName("2026/11", 100_000_000, "0123456789abcdef")).toThrow(RangeError);
});
