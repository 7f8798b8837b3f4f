import { expect, test } from "vitest";
import type { MemoryFilter } from "../../../src/index.ts";
import { toRecordTest } from "../../../src/records/record-test.ts";
import { toRecord } from "../../../src/records/record.ts";

const record = toRecord(
  { content: "tea", tags: ["a", "b"], session: "s", speaker: "Ada", namespace: "n", timestamp: 100, importance: 0.5 },
  0,
);

test.each<[MemoryFilter, boolean]>([
  [{}, true],
  [{ types: [] }, true],
  [{ types: ["semantic", "episodic"] }, true],
  [{ types: ["semantic"] }, false],
  [{ tags: ["b", "a"] }, true],
  [{ tags: ["a", "c"] }, false],
  [{ namespace: "n" }, true],
  [{ namespace: "*" }, true],
  [{ namespace: "default" }, false],
  [{ session: "s", speaker: "Ada" }, true],
  [{ session: "t" }, false],
  [{ speaker: "Bob" }, false],
  [{ after: 100, before: 101 }, true],
  [{ before: 100 }, false],
  [{ after: 101 }, false],
  [{ minImportance: 0.5 }, true],
  [{ minImportance: 0.51 }, false],
])("the filter %j passes: %s", (filter, passes) => {
  expect(toRecordTest(filter)(record)).toBe(passes);
});
