import { expect, test } from "vitest";
import { resolveOpenFrameLogOptions } from "../../src/options.ts";

test("defaults are filled in and the result is frozen", () => {
  const options = resolveOpenFrameLogOptions({ dir: "/x" });
  expect(options).toMatchObject({ dir: "/x", durability: "each-save", readOnly: false, intervalMs: 100 });
  expect(options.segmentBytes).toBe(64 * 1024 * 1024);
  expect(Object.isFrozen(options)).toBe(true);
});

test("unknown keys and wrong values are refused by name", () => {
  const wrong: [Record<string, unknown>, RegExp][] = [
    [{ directory: "/x" }, /unknown option "directory"/],
    [{ dir: "" }, /dir/],
    [{ dir: "/x\0y" }, /dir/],
    [{ durability: "sometimes" }, /durability/],
    [{ readOnly: 1 }, /readOnly/],
    [{ intervalMs: 0 }, /intervalMs/],
    [{ segmentBytes: 1.5 }, /segmentBytes/],
    [{ maxQueuedBytes: 1 }, /maxQueuedBytes/],
    [{ clock: 5 }, /clock/],
    [{ randomBytes: 5 }, /randomBytes/],
    [{ disk: {} }, /disk/],
  ];
  for (const [change, message] of wrong) {
    expect(() => resolveOpenFrameLogOptions({ dir: "/x", ...change })).toThrow(message);
  }
  expect(() => resolveOpenFrameLogOptions(undefined as never)).toThrow(TypeError);
});
