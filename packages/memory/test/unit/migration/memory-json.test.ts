import { expect, test } from "vitest";
import { bytesOf, contentsOf, errorOf, withFolder, withStore } from "../../support/stores.ts";
import { writeFiles } from "../../support/vaults.ts";

const FRAME = {
  frame_id: "0123456789abcdef",
  content: "Ada keeps bees",
  timestamp: "2024-05-01T10:00:00.123456",
  memory_type: "breakthrough",
  tags: ["bees"],
  mood: "glad",
  metadata: { source: "chat" },
  embedding: [1, 0],
};

test("frames and the list of a folder come in, and what has no place goes into the metadata", async () => {
  await withFolder(async (root) => {
    writeFiles(root, {
      "frames/a.json": JSON.stringify(FRAME),
      "frames/b.json": '{"text":"tea","created_at":1700000000.25,"role":"Bob","session_id":7,"id":"mem-1"}',
      "frames/broken.json": "{",
      "frames/readme.txt": "x",
      "memories.json": '[{"content":"older","type":"semantic","importance":0.75},{"note":"no content"}]',
    });
    await withStore(async (store) => {
      const { saved, failed } = await store.import(root);
      expect({ saved, failed }).toEqual({ saved: 3, failed: 2 });
      expect(await store.import(root)).toMatchObject({ saved: 0, duplicates: 3, failed: 2 });
      const memories = [...(await contentsOf(store)).values()];
      expect(memories.find(({ content }) => content === "Ada keeps bees")).toMatchObject({
        id: "0123456789abcdef",
        type: "episodic",
        timestamp: Date.parse("2024-05-01T10:00:00.123Z"),
        tags: ["bees"],
        metadata: { source: "chat", mood: "glad", memory_type: "breakthrough" },
      });
      expect(memories.find(({ content }) => content === "tea")).toMatchObject({
        timestamp: 1_700_000_000_250,
        speaker: "Bob",
        session: "7",
        metadata: { sourceId: "mem-1" },
      });
      expect(memories.find(({ content }) => content === "older")).toMatchObject({ type: "semantic", importance: 0.75 });
    });
  });
});

test.each([
  ["a list", '[{"content":"one"},{"text":"two"}]'],
  ["a list on many lines", '[\n {"content":"one"},\n {"text":"two"}\n]'],
  ["an object that holds a list", '{"memories":[{"content":"one"},{"text":"two"}]}'],
  ["an object by ids", '{"memories":{"a":{"content":"one"},"b":{"content":"two"}}}'],
])("a file is known as %s", async (_, text) => {
  await withStore(async (store) => {
    expect(await store.import([bytesOf(text)])).toMatchObject({ saved: 2, failed: 0 });
  });
});

test.each(["[]", "[1,2]", '[{"a":1}]', "[[]]"])("%s is nothing that we know", async (text) => {
  await withStore(async (store) => {
    expect(await errorOf(store.import([bytesOf(text)]))).toMatchObject({ code: "MEMORY_IMPORT_FORMAT" });
  });
});

test("a memory on one line is still JSONL, also when its content is an object of objects", async () => {
  await withStore(async (store) => {
    const { saved } = await store.import([bytesOf('{"content":{"a":{"content":"x"}}}\n{"content":"y"}\n')]);
    expect(saved).toBe(2);
  });
});

test("named as memory-json, an entry that is none is counted", async () => {
  await withStore(async (store) => {
    const source = [bytesOf('[{"content":"one"},5,null]')];
    expect(await store.import(source, { format: "memory-json" })).toMatchObject({ saved: 1, failed: 2 });
    expect(await store.import([bytesOf("5")], { format: "memory-json" })).toMatchObject({ saved: 0, failed: 1 });
  });
});
