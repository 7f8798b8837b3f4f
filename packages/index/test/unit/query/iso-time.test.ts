import { describe, expect, test } from "vitest";
import { parseIsoTime } from "../../../src/query/iso-time.ts";

const TIMES: Readonly<Record<string, number>> = {
  "2023": Date.UTC(2023, 0, 1),
  "2023-05": Date.UTC(2023, 4, 1),
  "2023-05-07": Date.UTC(2023, 4, 7),
  "2024-02-29": Date.UTC(2024, 1, 29),
  "0099-01-01": Date.parse("0099-01-01"),
  "2023-05-07T12:30": Date.UTC(2023, 4, 7, 12, 30),
  "2023-05-07t12:30:15": Date.UTC(2023, 4, 7, 12, 30, 15),
  "2023-05-07T12:30:15.5z": Date.UTC(2023, 4, 7, 12, 30, 15, 500),
  "2023-05-07T00:30+02:00": Date.UTC(2023, 4, 6, 22, 30),
};

describe("parseIsoTime", () => {
  test.each(Object.entries(TIMES))("%s", (text, time) => {
    expect(parseIsoTime(text)).toBe(time);
  });

  test.each([
    "",
    "23",
    "2023-5",
    "2023-13",
    "2023-00",
    "2023-02-29",
    "2023-05-00",
    "2023-05-07T25:00",
    "2023-05-07 12:30",
    "2023-05-07T12",
    "2023Z",
    "today",
    " 2023",
  ])("not: %j", (text) => {
    expect(parseIsoTime(text)).toBe(undefined);
  });
});
