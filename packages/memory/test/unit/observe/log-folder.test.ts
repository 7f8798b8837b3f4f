import { expect, test } from "vitest";
import { createSessionId, liveFileName, sessionFileName, sessionOf } from "../../../src/observe/log-folder.ts";
import { NOW } from "../../support/stores.ts";

test("sessions sort by the time of opening, and their files name them", () => {
  const ids = [NOW + 1000, NOW, NOW + 86_400_000].map((time) => createSessionId(time, Uint8Array.of(255, 0, 1, 2)));
  expect(ids[1]).toBe("20261121T000000000Z-ff000102");
  expect(ids.toSorted()).toEqual([ids[1], ids[0], ids[2]]);
  for (const id of ids) expect(sessionOf(sessionFileName(id))).toBe(id);
});

test.each(["session-x.ndjson", "live.ndjson", "session-20261121T000000000Z-ff000102.ndjson.bak", "../session"])(
  "%s is no session",
  (name) => {
    expect(sessionOf(name)).toBeUndefined();
  },
);

test("live files are numbered by age", () => {
  expect([0, 1, 3].map(liveFileName)).toEqual(["live.ndjson", "live.1.ndjson", "live.3.ndjson"]);
});
