import { expect, test } from "vitest";
import { fromVaultEntry, isVaultEntry } from "../../../src/migration/vault-entry.ts";

const ENTRY = {
  id: "0123456789abcdef",
  type: "procedural",
  content: { action: "compile" },
  metadata: { tags: ["build"], executable: true },
  timestamp: 1_700_000_000.125,
  access_count: 3,
  last_accessed: 1_700_000_100.5,
  decay_rate: 0,
  importance: 0.9,
};

test("seconds become milliseconds, accesses come along, the id and the metadata stay", () => {
  expect(fromVaultEntry(ENTRY)).toEqual({
    input: {
      id: "0123456789abcdef",
      type: "procedural",
      content: { action: "compile" },
      metadata: { tags: ["build"], executable: true },
      timestamp: 1_700_000_000_125,
      importance: 0.9,
    },
    access: { count: 3, last: 1_700_000_100_500 },
  });
});

test("a foreign id, a decay rate and unknown fields are kept in the metadata", () => {
  const { input } = fromVaultEntry({ ...ENTRY, id: "mem_1", decay_rate: 0.5, colour: "blue", metadata: null });
  expect(input.metadata).toEqual({ sourceId: "mem_1", decay_rate: 0.5, colour: "blue" });
  expect(input.id).toBeUndefined();
});

test("what lies in a file was made to stay", () => {
  expect(fromVaultEntry({ ...ENTRY, type: "working" }).input.type).toBe("semantic");
  expect(fromVaultEntry({ ...ENTRY, type: "ghost" }).input.type).toBe("episodic");
});

test.each([
  ["no object", null, "a memory is no object"],
  ["no content", { type: "semantic" }, "a memory has no content"],
  ["an unknown type", { ...ENTRY, type: "dream" }, "type must be one of"],
  ["metadata that is a list", { ...ENTRY, metadata: [] }, "a memory is no object"],
])("%s is refused", (_, value, message) => {
  expect(() => fromVaultEntry(value as never)).toThrow(message);
});

test("importance is brought into its range, and accesses that are none are none", () => {
  const { input, access } = fromVaultEntry({ ...ENTRY, importance: 1.7, access_count: -1 });
  expect(input.importance).toBe(1);
  expect(access).toBeUndefined();
});

test("a line of ours is not taken for the vault's", () => {
  expect(isVaultEntry(ENTRY)).toBe(true);
  expect(isVaultEntry({ content: "x", type: "semantic", timestamp: 1_700_000_000_000, accessCount: 1 })).toBe(false);
});
