import { resolve } from "node:path";
import { expect, test } from "vitest";
import { resolveOpenMemoryOptions, type OpenMemoryOptions } from "../../src/options.ts";

test("a folder alone gives every default", () => {
  const options = resolveOpenMemoryOptions({ dir: "memory" });
  expect(options).toMatchObject({
    dir: resolve("memory"),
    durability: "each-save",
    readOnly: false,
    embedder: undefined,
  });
  expect(Object.isFrozen(options)).toBe(true);
});

test("a clock with fractions gives whole milliseconds", () => {
  expect(resolveOpenMemoryOptions({ dir: "memory", clock: () => 5.75 }).clock()).toBe(5);
});

test.each([
  [{ dir: "m", durabilty: "none" }, 'openMemory: unknown option "durabilty"'],
  [{}, "dir must be a path"],
  [{ dir: "" }, "dir must be a path"],
  [{ dir: 5 }, "dir must be a path"],
  [{ dir: "a\0b" }, "dir must be a path"],
  [{ dir: "m", clock: 5 }, "clock must be a function"],
])("%j is misuse", (options, message) => {
  expect(() => resolveOpenMemoryOptions(options as unknown as OpenMemoryOptions)).toThrow(new TypeError(message));
});
