import { expect, test } from "vitest";
import { errorOf, tickingClock, toArray, withStore } from "../support/stores.ts";

test("a newer version and an end larger than the queue wait for room", async () => {
  await withStore(
    async (store) => {
      const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => store.save(`memory ${n}`)));
      const large = "x".repeat(1_000_000);
      await Promise.all(ids.map(({ id }, n) => store.update(id, { content: `${large}${n}` })));
      expect((await toArray(store.stream())).every(({ content }) => (content as string).startsWith(large))).toBe(true);
      await Promise.all(ids.map(({ id }) => store.forget(id)));
      expect(store.stats().memories).toBe(0);
    },
    { clock: tickingClock() },
  );
});

test("an update that others overtake starts again from theirs, and none is lost", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    const patches = Array.from({ length: 10 }, (_, n) => store.update(id, { metadata: { [`k${n}`]: n } }));
    await Promise.all([...patches, store.decay(), store.consolidate()]);
    expect(Object.keys((await store.get(id))!.metadata)).toHaveLength(10);
    expect(await errorOf(store.update(id, { colour: 1 } as never))).toBeInstanceOf(TypeError);
  });
});
