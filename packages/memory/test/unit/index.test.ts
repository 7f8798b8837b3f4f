import { expect, test } from "vitest";
import * as door from "../../src/index.ts";

test("the front door is these values and no others", () => {
  expect(Object.keys(door).toSorted()).toEqual([
    "MEMORY_ERROR_CODES",
    "MEMORY_TYPES",
    "MemoryError",
    "isStoreFileDamage",
    "openMemory",
    "readEvents",
    "restoreMemory",
    "setStoreFileAside",
  ]);
});
