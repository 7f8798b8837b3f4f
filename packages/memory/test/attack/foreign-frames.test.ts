/** A store opens whatever other programs wrote into its log, and keeps the rest. */
import { memoryDisk, toFrameId, type FrameInput } from "@vidmem/frames";
import { expect, test } from "vitest";
import { toRecord } from "../../src/records/record.ts";
import { toStoredFrame } from "../../src/stored-frame.ts";
import { bytesOf, storesOn, toArray, writeFrames } from "../support/stores.ts";

const A = toFrameId("00000000000000aa");
const B = toFrameId("00000000000000bb");
const NOW = Date.UTC(2026, 10, 21);
/** As a store writes it. */
const GOOD: FrameInput = { ...toStoredFrame(toRecord({ content: "good tea" }, NOW), NOW), id: A };

const memory = (metadata: object, content = "odd tea"): FrameInput => ({
  id: B,
  content: bytesOf(content),
  metadata: { type: "episodic", importance: 0.5, ...metadata },
});

const ODD: readonly (readonly [string, FrameInput])[] = [
  ["a memory without metadata", { content: bytesOf("odd tea") }],
  ["a memory without a type", { content: bytesOf("odd tea"), metadata: { importance: 1 } }],
  ["an empty memory of an unknown type", memory({ type: "fact" }, "")],
  ["tags that are a number", memory({ tags: 5 })],
  ["tags that are objects", memory({ tags: [{}] })],
  ["an importance that is a text", memory({ importance: "high" })],
  ["a session that is a list", memory({ session: ["s"] })],
  ["a time beyond all years", memory({ timestamp: 1e300 })],
  ["JSON that is none", memory({ format: "json" }, "{")],
  ["JSON of 20,000 levels", memory({ format: "json" }, "[".repeat(20_000) + "]".repeat(20_000))],
  ["JSON one level too deep", memory({ format: "json" }, "[".repeat(102) + "]".repeat(102))],
  ["a number that JSON holds and we do not", memory({ format: "json" }, "1e999")],
  ["metadata one level too deep", memory({ metadata: { a: JSON.parse("[".repeat(102) + "]".repeat(102)) } })],
  ["a tombstone of nobody", { id: B, kind: "tombstone", content: bytesOf("") }],
  ["a tombstone with contents", { id: B, kind: "tombstone", content: bytesOf("garbage"), metadata: { a: 1 } }],
  ["a checkpoint", { kind: "checkpoint", content: bytesOf("garbage") }],
  ["touches that are garbage", { kind: "touch", content: Uint8Array.of(0xff, 0x00, 0x7b) }],
  ["touches of ids that are paths", { kind: "touch", content: bytesOf('{"../../etc":[1,1],"__proto__":[1,1]}') }],
  ["touches without numbers", { kind: "touch", content: bytesOf(`{"${A}":"many"}`) }],
  ["an update of the good one that is none", { id: A, kind: "update", content: bytesOf("x"), metadata: { type: 5 } }],
];

test.each(ODD)("%s: the rest of the store is there", async (_, odd) => {
  const disk = memoryDisk();
  await writeFrames(disk, [odd, GOOD, odd]);
  const open = storesOn(disk);
  await open(async (store) => {
    expect((await toArray(store.stream())).map(({ content }) => content)).toEqual(["good tea"]);
    expect((await store.search("tea")).hits.map(({ id }) => id)).toEqual([A]);
    expect((await store.search("tea", { mode: "hybrid" })).hits.map(({ id }) => id)).toEqual([A]);
    expect(await store.get(A)).toMatchObject({ content: "good tea", accessCount: 1 });
    expect(await store.save("good tea")).toEqual({ id: A, duplicate: true });
    await store.save("more tea");
  });
  await open(async (store) => expect(store.stats().memories).toBe(2));
});

test.each(["!!!", "AAA=", "AADAfw=="])(
  "a memory whose vector is %j is kept, and vector searches still work",
  async (embedding) => {
    const disk = memoryDisk();
    await writeFrames(disk, [GOOD, memory({ embedding })]);
    await storesOn(disk)(async (store) => {
      expect(store.stats().memories).toBe(2);
      for (const mode of ["vector", "hybrid", "classic", "lexical"] as const) {
        expect((await store.search("tea", { mode })).hits).toHaveLength(2);
      }
    });
  },
);

test("an update without a memory before it is a memory", async () => {
  const disk = memoryDisk();
  await writeFrames(disk, [{ ...GOOD, kind: "update" }]);
  await storesOn(disk)(async (store) => expect(await store.get(A)).toMatchObject({ content: "good tea" }));
});

test("unknown fields in a frame are no obstacle", async () => {
  const disk = memoryDisk();
  await writeFrames(disk, [memory({ colour: "blue", significance: [1, 2, 3] })]);
  await storesOn(disk)(async (store) => expect(await store.get(B)).toMatchObject({ content: "odd tea", metadata: {} }));
});
