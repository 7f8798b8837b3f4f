import { expect, test } from "vitest";
import { numberItems } from "../../../src/transfer/save-items.ts";
import { linesOf, storesOn, toArray, withStore } from "../../support/stores.ts";

test("items are numbered as they lie in the source; what was deleted there keeps its number and is passed over", async () => {
  const memory = { input: { content: "x" } };
  const items = numberItems([{ kind: "deleted" }, { kind: "memory", memory }, { kind: "unreadable", reason: "rot" }]);
  expect(await toArray(items)).toEqual([
    { item: 2, memory },
    { item: 3, reason: "rot" },
  ]);
});

test("accesses come along with an export, once", async () => {
  const lines = await withStore(async (store) => {
    const { id } = await store.save("tea");
    for (let n = 0; n < 3; n++) await store.get(id);
    const chunks: Buffer[] = [];
    const { Writable } = await import("node:stream");
    await store.export(new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) }));
    return Buffer.concat(chunks).toString();
  });
  const open = storesOn();
  await open(async (store) => {
    await store.import(linesOf(lines));
    expect((await toArray(store.stream()))[0]).toMatchObject({ accessCount: 3 });
  });
  await open(async (store) => {
    expect((await toArray(store.stream()))[0]).toMatchObject({ accessCount: 3 });
    await store.import(linesOf(lines)); // the same again is one access, as saving it again is
    expect((await toArray(store.stream()))[0]).toMatchObject({ accessCount: 4 });
  });
});
