import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import type { Json, MemoryInput, Progress } from "../../src/index.ts";
import { errorOf, storesOn, withStore } from "../support/stores.ts";

test("a bulk save takes small and very large memories together", async () => {
  await withStore(async (store) => {
    const items = [7, 12, 0, 12, 7, 1].map((megabytes, n) => ({
      content: `${n} ${"x".repeat(megabytes * 1_000_000)}`,
    }));
    expect(await store.saveMany(items)).toMatchObject({ saved: 6, failed: 0 });
  });
});

test("a memory above the frame's limit fails alone", async () => {
  await withStore(async (store) => {
    const content = "x".repeat(65 * 1024 * 1024);
    expect(await errorOf(store.save(content))).toMatchObject({ code: "FRAMES_TOO_LARGE" });
    const result = await store.saveMany([{ content: "before" }, { content }, { content: "after" }]);
    expect(result).toMatchObject({ saved: 2, failed: 1, failures: [{ item: 2 }] });
  });
});

test("a bulk save counts what was saved, what was there, and what was wrong", async () => {
  await withStore(async (store) => {
    const items = [
      { content: "a" },
      { content: "a" },
      { content: undefined as unknown as Json },
      { content: "b", importance: 2 },
      { content: "c" },
    ];
    expect(await store.saveMany(items)).toEqual({
      saved: 2,
      duplicates: 1,
      failed: 2,
      failures: [
        { item: 3, reason: "content holds a value of type undefined, which JSON cannot hold" },
        { item: 4, reason: "importance must be a number from 0 to 1" },
      ],
    });
  });
});

test("items that are no objects fail alone", async () => {
  await withStore(async (store) => {
    const items = [null, undefined, 5, "text", []] as unknown as MemoryInput[];
    expect(await store.saveMany([...items, { content: "tea" }])).toMatchObject({ saved: 1, failed: 5 });
  });
});

test("an id is kept when it is free and of our form, else another is made", async () => {
  await withStore(async (store) => {
    const id = "00000000000000aa";
    await store.saveMany([
      { content: "a", id },
      { content: "b", id },
      { content: "c", id: "../../etc" },
    ]);
    expect(await store.get(id)).toMatchObject({ content: "a" });
    expect(store.stats().memories).toBe(3);
  });
});

test("an abort keeps what was saved, durable", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  await open(async (store) => {
    const abort = new AbortController();
    function* source(): Generator<MemoryInput> {
      for (let n = 0; ; n++) {
        if (n === 300) abort.abort(new Error("enough"));
        yield { content: `memory ${n}` };
      }
    }
    const seen: Progress[] = [];
    const bulk = store.saveMany(source(), { signal: abort.signal, onProgress: (progress) => seen.push(progress) });
    expect((await errorOf(bulk)).message).toBe("enough");
    expect(store.stats()).toMatchObject({ memories: 300, log: { frames: 300, queuedFrames: 0 } });
    expect(seen).toEqual([{ done: 256, unit: "memories" }]);
  });
  await open(async (store) => expect(store.stats().memories).toBe(300));
});

test("a signal that has fired lets nothing begin", async () => {
  await withStore(async (store) => {
    let isAsked = false;
    function* source(): Generator<MemoryInput> {
      isAsked = true;
      yield { content: "x" };
    }
    const signal = AbortSignal.abort(new Error("no"));
    expect((await errorOf(store.saveMany(source(), { signal }))).message).toBe("no");
    expect((await errorOf(store.import([], { signal }))).message).toBe("no");
    expect(isAsked).toBe(false);
  });
});

test("an error of the source ends the bulk save and is passed on", async () => {
  await withStore(async (store) => {
    function* source(): Generator<MemoryInput> {
      yield { content: "before" };
      throw new TypeError("source failed");
    }
    expect((await errorOf(store.saveMany(source()))).message).toBe("source failed");
    expect(store.stats().memories).toBe(1);
  });
});

test("two bulk saves at once save each memory once", async () => {
  await withStore(async (store) => {
    const items = Array.from({ length: 500 }, (_, n) => ({ content: `memory ${n}` }));
    const [one, other] = await Promise.all([store.saveMany(items), store.saveMany(items.toReversed())]);
    expect(one.saved + other.saved).toBe(500);
    expect(store.stats()).toMatchObject({ memories: 500, log: { frames: 500 } });
  });
});

test("a source that breaks in the middle: what it gave before is saved, and its error is told", async () => {
  await withStore(async (store) => {
    function* breaking() {
      for (let n = 0; n < 300; n++) yield { content: `memory ${n}` };
      throw new Error("the source is broken");
    }
    expect((await errorOf(store.saveMany(breaking()))).message).toBe("the source is broken");
    expect(store.stats().memories).toBe(300);
  });
});
