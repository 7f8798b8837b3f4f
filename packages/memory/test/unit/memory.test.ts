import { expect, test } from "vitest";
import { MEMORY_TYPES } from "../../src/index.ts";

test("the stored names of the types never change", () => {
  expect(MEMORY_TYPES).toEqual(["episodic", "semantic", "procedural", "working", "ghost", "soliton"]);
});
