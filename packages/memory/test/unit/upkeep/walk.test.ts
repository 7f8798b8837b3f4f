import { expect, test } from "vitest";
import { errorOf, tickingClock, withStore } from "../../support/stores.ts";

const many = (count: number) => Array.from({ length: count }, (_, n) => ({ content: `memory ${n}` }));

test("a walk in slices comes to every memory once", async () => {
  await withStore(
    async (store) => {
      await store.saveMany(many(25));
      const examined: number[] = [];
      let from: number | undefined;
      do {
        const result = await store.decay({ from, limit: 10 });
        examined.push(result.examined);
        from = result.next;
      } while (from !== undefined);
      expect(examined).toEqual([10, 10, 5]);
    },
    { clock: tickingClock() },
  );
});

test("a walk passes over what was superseded and forgotten, and does not meet what it saved itself", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const a = await store.save("a", { importance: 1 });
      const b = await store.save("b");
      await store.update(a.id, { content: "a2" });
      await store.forget(b.id);
      await store.save("c", { importance: 1 });
      clock.now += 40 * 86_400_000;
      expect(await store.decay()).toEqual({ examined: 2, changed: 2 });
    },
    { clock },
  );
});

test("progress is told, and the signal stops it; what was done stays, and a second run does the rest", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      await store.saveMany(many(600));
      clock.now += 40 * 86_400_000;
      const abort = new AbortController();
      const done: number[] = [];
      const onProgress = ({ done: count }: { readonly done: number }): void => {
        done.push(count);
        if (count === 256) abort.abort(new Error("enough"));
      };
      const error = await errorOf(store.decay({ signal: abort.signal, onProgress }));
      expect(error.message).toBe("enough");
      expect(done).toEqual([256]);
      const rest = await store.decay();
      expect(rest.examined).toBe(600);
      expect(rest.changed).toBeGreaterThan(0);
      expect(rest.changed).toBeLessThanOrEqual(600 - 256);
      expect(await store.decay()).toMatchObject({ changed: 0 });
    },
    { clock },
  );
});

test.each([{ limit: 0 }, { from: 1.5 }, { limit: "x" }])("the options %j are misuse", async (options) => {
  await withStore(async (store) => {
    expect(await errorOf(store.decay(options as never))).toBeInstanceOf(RangeError);
    expect(await errorOf(store.consolidate(options as never))).toBeInstanceOf(RangeError);
    expect(await errorOf(store.decay({ fast: true } as never))).toBeInstanceOf(TypeError);
  });
});

test("a read-only store keeps its memories as they are", async () => {
  const { storesOn } = await import("../../support/stores.ts");
  const open = storesOn();
  await open((store) => store.save("tea"));
  await open(
    async (store) => {
      for (const running of [store.decay(), store.consolidate(), store.forgetMany([])])
        expect((await errorOf(running)).code).toBe("FRAMES_READ_ONLY");
    },
    { readOnly: true },
  );
});
