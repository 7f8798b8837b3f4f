import { VidmemError } from "@vidmem/frames";
import { expect, test } from "vitest";
import { MEMORY_ERROR_CODES, MemoryError } from "../../src/index.ts";

test("an error carries its code, its facts and its cause", () => {
  const cause = new Error("disk");
  const error = new MemoryError("MEMORY_IO", "Cannot read.", { details: { path: "/x" }, cause });
  expect(error).toBeInstanceOf(VidmemError);
  expect(error).toMatchObject({ name: "MemoryError", code: "MEMORY_IO", details: { path: "/x" }, cause });
});

test("every code has the prefix of the room", () => {
  for (const code of MEMORY_ERROR_CODES) expect(code).toMatch(/^MEMORY_[A-Z_]+$/);
});
