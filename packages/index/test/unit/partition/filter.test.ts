import { expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import type { SearchFilter } from "../../../src/document.ts";
import { toPredicate } from "../../../src/partition/filter.ts";
import { addDocument, createPartition } from "../../../src/partition/partition.ts";
import { aDocument } from "../../documents.ts";

const partition = createPartition();
const analyzer = createAnalyzer();
addDocument(
  partition,
  aDocument(0, "x", { type: "fact", tags: ["a", "b"], session: "s", timestamp: 10, importance: 0.7 }),
  analyzer,
);
addDocument(
  partition,
  aDocument(1, "x", { type: "note", tags: ["a"], speaker: "Anna", timestamp: 20, importance: 0.3 }),
  analyzer,
);
addDocument(
  partition,
  aDocument(2, "x", { type: "__proto__", tags: ["constructor"], timestamp: 30, importance: 1 }),
  analyzer,
);

const SITUATIONS: Readonly<Record<string, readonly [filter: SearchFilter, passing: readonly number[]]>> = {
  "no filter passes all": [{}, [0, 1, 2]],
  "an empty list of types or tags is no filter": [{ types: [], tags: [] }, [0, 1, 2]],
  "one of the types": [{ types: ["fact", "note", "unknown"] }, [0, 1]],
  "unknown types pass nothing": [{ types: ["unknown"] }, []],
  "every one of the tags": [{ tags: ["a", "b"] }, [0]],
  "an unknown tag passes nothing": [{ tags: ["a", "unknown"] }, []],
  "names of object properties are names": [{ types: ["__proto__"], tags: ["constructor"] }, [2]],
  "a property that is no tag passes nothing": [{ tags: ["__proto__"] }, []],
  "a session": [{ session: "s" }, [0]],
  "an unknown session": [{ session: "toString" }, []],
  "a speaker": [{ speaker: "Anna" }, [1]],
  "after is inclusive": [{ after: 20 }, [1, 2]],
  "before is exclusive": [{ before: 20 }, [0]],
  "a time that is no number passes nothing": [{ after: Number.NaN }, []],
  "importance of exactly the bound passes": [{ minImportance: 0.7 }, [0, 2]],
  "all together": [{ types: ["fact"], tags: ["a"], session: "s", after: 10, before: 11, minImportance: 0.5 }, [0]],
};

test.each(Object.entries(SITUATIONS))("%s", (_situation, [filter, passing]) => {
  expect([0, 1, 2].filter(toPredicate(partition, filter))).toEqual(passing);
});
