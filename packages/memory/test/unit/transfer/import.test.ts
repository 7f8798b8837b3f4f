import fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ImportFormat, Progress } from "../../../src/index.ts";
import { bytesOf, contentsOf, errorOf, linesOf, toArray, withFolder, withStore } from "../../support/stores.ts";

const SAMPLE = {
  sample_id: "conv-1",
  conversation: {
    session_1_date_time: "1:56 pm on 8 May, 2023",
    session_1: [
      { speaker: "Ada", dia_id: "D1:1", text: "Hi!" },
      { speaker: "Bob", dia_id: "D1:2", text: "Hello." },
    ],
  },
};

test("a second import adds nothing", async () => {
  await withStore(async (store) => {
    const source = linesOf('{"content":"tea"}', '{"content":"coffee"}', '{"content":"tea"}');
    expect(await store.import(source)).toEqual({ saved: 2, duplicates: 1, failed: 0, failures: [] });
    expect(await store.import(source)).toEqual({ saved: 0, duplicates: 3, failed: 0, failures: [] });
  });
});

test("broken lines are counted and named by line, the others are imported", async () => {
  await withStore(async (store) => {
    const source = [
      bytesOf('\ufeff{"content":"one"}\r\n\r\n{"content":\r\n[]\n'),
      Uint8Array.of(0xff, 0xfe, 0x00, 0x0a),
      bytesOf('{"content":"two","importance":7}\n{"content":"three","timestamp":1700000000.5}'),
    ];
    expect(await store.import(source)).toEqual({
      saved: 2,
      duplicates: 0,
      failed: 4,
      failures: [
        { item: 3, reason: "the line is not JSON" },
        { item: 4, reason: "the line is not a JSON object" },
        { item: 5, reason: "the line is too long or not UTF-8" },
        { item: 6, reason: "importance must be a number from 0 to 1" },
      ],
    });
    const memories = [...(await contentsOf(store)).values()];
    expect(memories.map(({ content }) => content)).toEqual(["one", "three"]);
    expect(memories[1]?.timestamp).toBe(1_700_000_000_500);
  });
});

test("only the first twenty failures are named", async () => {
  await withStore(async (store) => {
    const result = await store.import(linesOf(...Array.from({ length: 50 }, () => "broken")), { format: "jsonl" });
    expect(result).toMatchObject({ saved: 0, failed: 50 });
    expect(result.failures.map(({ item }) => item)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });
});

test.each<[string, string]>([
  ["a list", JSON.stringify([SAMPLE])],
  ["one object on one line", `${JSON.stringify(SAMPLE)}\n`],
  ["one object on many lines", JSON.stringify(SAMPLE, null, 2)],
  ["one object larger than the first look", JSON.stringify({ ...SAMPLE, qa: "x".repeat(300_000) })],
  ["blank lines before it", `\n\n  ${JSON.stringify([SAMPLE])}`],
])("LoCoMo is known as %s, in chunks of any size", async (_, text) => {
  const bytes = bytesOf(text);
  for (const size of [bytes.length, 7000, 100]) {
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    await withStore(async (store) => {
      expect(await store.import(chunks)).toMatchObject({ saved: 2, failed: 0 });
      expect(await toArray(store.timeline({ namespace: "conv-1", session: "conv-1/1" }))).toHaveLength(2);
    });
  }
});

test.each([
  ["a first line longer than the first look", JSON.stringify({ content: 'x "conversation": {'.repeat(30_000) })],
  ["a first line that is broken", '{"content":'],
  ["a memory with a conversation", '{"content":"x","conversation":{"a":1}}'],
])("%s is still JSONL", async (_, first) => {
  await withStore(async (store) => {
    const { saved, failed } = await store.import(linesOf(first, '{"content":"y"}'));
    expect(saved + failed).toBe(2);
    expect(saved).toBeGreaterThan(0);
  });
});

test("a LoCoMo file that is broken in its last session imports nothing", async () => {
  await withStore(async (store) => {
    const broken = { ...SAMPLE, conversation: { ...SAMPLE.conversation, session_2: [{ text: "?" }] } };
    expect(await errorOf(store.import([bytesOf(JSON.stringify([SAMPLE, broken]))]))).toMatchObject({
      code: "MEMORY_IMPORT_FORMAT",
    });
    expect(store.stats().memories).toBe(0);
  });
});

test("a file that was named LoCoMo and is no JSON is refused", async () => {
  await withStore(async (store) => {
    const broken = store.import([bytesOf("[{]")], { format: "locomo" });
    expect(await errorOf(broken)).toMatchObject({ code: "MEMORY_IMPORT_FORMAT" });
  });
});

test("a path that cannot be read gives MEMORY_IO", async () => {
  await withFolder(async (dir) => {
    await withStore(async (store) => {
      expect(await errorOf(store.import(join(dir, "missing.jsonl")))).toMatchObject({
        code: "MEMORY_IO",
        cause: { code: "ENOENT" },
      });
      expect(await errorOf(store.import(dir))).toMatchObject({ code: "MEMORY_IMPORT_FORMAT" });
      expect(await errorOf(store.import(dir, { format: "jsonl" }))).toMatchObject({ code: "MEMORY_IMPORT_FORMAT" });
    });
  });
});

test("an empty file holds nothing", async () => {
  await withStore(async (store) => {
    expect(await store.import([])).toEqual({ saved: 0, duplicates: 0, failed: 0, failures: [] });
    expect(await store.import([bytesOf("\n \n")])).toMatchObject({ saved: 0, failed: 0 });
  });
});

test("progress counts the bytes of the file", async () => {
  await withFolder(async (dir) => {
    await withStore(async (store) => {
      const path = join(dir, "many.jsonl");
      fs.writeFileSync(path, Array.from({ length: 1000 }, (_, n) => `{"content":"memory ${n}"}\n`).join(""));
      const seen: Progress[] = [];
      await store.import(path, { onProgress: (progress) => seen.push(progress) });
      const total = fs.statSync(path).size;
      expect(seen).toHaveLength(4);
      expect(seen.at(-1)).toEqual({ done: total, total, unit: "bytes" });
    });
  });
});

test("an error of the source ends the import, and what came before stays", async () => {
  await withStore(async (store) => {
    async function* source(): AsyncGenerator<Uint8Array> {
      yield bytesOf('{"content":"before"}\n');
      throw new Error("connection lost");
    }
    expect((await errorOf(store.import(source()))).message).toBe("connection lost");
    expect(store.stats().memories).toBe(1);
  });
});

test("an abort closes the source and keeps what was imported", async () => {
  await withStore(async (store) => {
    let isClosed = false;
    const abort = new AbortController();
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (let n = 0; ; n++) {
          if (n === 5) abort.abort(new Error("enough"));
          yield bytesOf(`{"content":"memory ${n}"}\n`);
        }
      } finally {
        isClosed = true;
      }
    }
    expect((await errorOf(store.import(source(), { signal: abort.signal }))).message).toBe("enough");
    expect(isClosed).toBe(true);
    expect(store.stats().memories).toBe(5);
  });
});

test("another format is misuse", async () => {
  await withStore(async (store) => {
    expect(await errorOf(store.import([], { format: "xml" as ImportFormat }))).toBeInstanceOf(TypeError);
  });
});
