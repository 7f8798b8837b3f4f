import { expect, test } from "vitest";
import { withStore } from "../support/stores.ts";

test("concurrent saves of the same memory give one id and one frame", async () => {
  await withStore(async (store) => {
    const results = await Promise.all(Array.from({ length: 20 }, () => store.save("tea")));
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(results.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(store.stats()).toMatchObject({ memories: 1, log: { frames: 1 } });
  });
});

test("a duplicate counts as an access and keeps the first one's fields", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea", { session: "first" });
    expect(await store.save("tea", { session: "second", importance: 1 })).toEqual({ id, duplicate: true });
    expect(await store.get(id)).toMatchObject({ session: "first", importance: 0.5, accessCount: 2 });
  });
});

test("the same content is another memory in another namespace, of another type, with other metadata", async () => {
  await withStore(async (store) => {
    await store.save("tea");
    await store.save("tea", { namespace: "other" });
    await store.save("tea", { type: "semantic" });
    await store.save("tea", { metadata: { k: 1 } });
    expect(store.stats().memories).toBe(4);
  });
});

test("an updated or forgotten memory can be saved again as it was", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    await store.update(id, { content: "coffee" });
    const again = await store.save("tea");
    expect(again).toMatchObject({ duplicate: false });
    expect(await store.save("coffee")).toEqual({ id, duplicate: true });
    await store.forget(again.id);
    expect(await store.save("tea")).toMatchObject({ duplicate: false });
  });
});

test("what the caller changes after the call is not saved", async () => {
  await withStore(async (store) => {
    const content = { drink: "tea" };
    const metadata = { cups: 1 };
    const tags = ["hot"];
    const embedding = new Float32Array([1, 2]);
    const saving = store.save(content, { metadata, tags, embedding });
    content.drink = "coffee";
    metadata.cups = 9;
    tags.push("cold");
    embedding.fill(7);
    const { id } = await saving;
    expect(await store.get(id)).toMatchObject({ content: { drink: "tea" }, metadata: { cups: 1 }, tags: ["hot"] });
    expect(await store.save({ drink: "tea" }, { metadata: { cups: 1 } })).toEqual({ id, duplicate: true });
  });
});

test("more than the queue holds can be saved at once", async () => {
  await withStore(async (store) => {
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) => store.save(`${n} ${"x".repeat(1_000_000)}`)),
    );
    expect(new Set(results.map(({ id }) => id)).size).toBe(40);
  });
});

test("saves that have to wait keep their own contents", async () => {
  await withStore(async (store) => {
    await store.save("same");
    const contents = ["one", "two", "Grüße", "\ud800 alone"];
    const saving = contents.flatMap((content) => [
      store.save(content, { type: "working" }),
      store.save("same"),
      store.save({ content }),
      store.save(content),
    ]);
    const saved = await Promise.all(saving);
    const found = await store.getMany(saved.map(({ id }) => id));
    expect(found.map((memory) => memory?.content)).toEqual(
      contents.flatMap((content) => [content, "same", { content }, content]),
    );
    for (const word of ["one", "two", "grüße", "alone"]) {
      const { hits } = await store.search(word);
      expect(hits).toHaveLength(3);
    }
  });
});
