import { memoryDisk } from "@vidmem/frames";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Memory, MemoryInput, MemoryStore } from "../../src/index.ts";
import { anyInput, anyJson, anyMetadata, anyText } from "../support/arbitraries.ts";
import { bytesOf, contentsOf, NOW, storesOn } from "../support/stores.ts";

/** What a memory must be when it comes back. */
function expected(input: MemoryInput): Partial<Memory> {
  return {
    type: input.type ?? "episodic",
    content: input.content,
    timestamp: (input.timestamp as number | undefined) ?? NOW,
    namespace: input.namespace ?? "default",
    ...(input.session === undefined ? {} : { session: input.session }),
    ...(input.speaker === undefined ? {} : { speaker: input.speaker }),
    tags: [...new Set(input.tags ?? [])],
    importance: input.importance ?? 0.5,
    metadata: input.metadata ?? {},
  };
}

/** `toEqual` is blind to own `__proto__` keys; JSON text is not. */
function assertSame(found: unknown, wanted: unknown): void {
  expect(found).toEqual(wanted);
  expect(JSON.stringify(found)).toBe(JSON.stringify(wanted));
}

test("any memory is the same after save, close, open and get", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyInput, { minLength: 1, maxLength: 8 }), async (inputs) => {
      const open = storesOn(memoryDisk());
      const first = new Map<string, MemoryInput>();
      await open(async (store) => {
        for (const { content, ...options } of inputs) {
          const { id, duplicate } = await store.save(content, options);
          expect(first.has(id)).toBe(duplicate);
          if (!duplicate) first.set(id, { content, ...options });
        }
      });
      await open(async (store) => {
        expect(store.stats().memories).toBe(first.size);
        for (const [id, input] of first) {
          const { id: _, accessCount: _count, lastAccessed: _last, ...memory } = (await store.get(id))!;
          assertSame(memory, expected(input));
          const { content, ...options } = input;
          expect(await store.save(content, options)).toEqual({ id, duplicate: true });
        }
      });
    }),
    { numRuns: 150 },
  );
});

test("an update keeps id and time, and what it does not name", async () => {
  const patches = fc.record({ content: fc.oneof(anyText, anyJson), metadata: anyMetadata }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(anyInput, patches, async (input, patch) => {
      const open = storesOn(memoryDisk());
      const { content, ...options } = input;
      const { id } = await open(async (store) => {
        const saved = await store.save(content, options);
        await store.update(saved.id, patch);
        return saved;
      });
      await open(async (store) => {
        const { id: _, accessCount: _count, lastAccessed: _last, metadata, ...memory } = (await store.get(id))!;
        const { metadata: before, ...rest } = expected(input);
        assertSame(memory, { ...rest, ...(patch.content === undefined ? {} : { content: patch.content }) });
        const merged = new Map([...Object.entries(before!), ...Object.entries(patch.metadata ?? {})]);
        for (const [key, value] of Object.entries(patch.metadata ?? {})) if (value === null) merged.delete(key);
        expect(new Map(Object.entries(metadata))).toEqual(merged);
      });
    }),
    { numRuns: 150 },
  );
});

async function exported(store: MemoryStore): Promise<Uint8Array[]> {
  const { PassThrough } = await import("node:stream");
  const { text } = await import("node:stream/consumers");
  const target = new PassThrough();
  const all = text(target);
  await store.export(target);
  target.end();
  return [bytesOf(await all)];
}

test("an export imported into a new store gives equal memories with their ids, and nothing a second time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyInput, { maxLength: 8 }), async (inputs) => {
      await storesOn(memoryDisk())(async (source) => {
        const { failed } = await source.saveMany(inputs);
        expect(failed).toBe(0);
        const lines = await exported(source);
        await storesOn(memoryDisk())(async (target) => {
          const { memories } = source.stats();
          expect(await target.import(lines, { format: "jsonl" })).toMatchObject({ saved: memories, failed: 0 });
          expect(await target.import(lines, { format: "jsonl" })).toMatchObject({ saved: 0, duplicates: memories });
          assertSame([...(await contentsOf(target))], [...(await contentsOf(source))]);
          const again = await exported(target);
          expect(stripped(again)).toBe(stripped(lines));
        });
      });
    }),
    { numRuns: 100 },
  );
});

/** The exported text without access counts: an import that met a duplicate has counted it. */
function stripped(lines: Uint8Array[]): string {
  return Buffer.concat(lines)
    .toString()
    .replaceAll(/"accessCount":\d+(,"lastAccessed":\d+)?/g, "");
}
