import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keyOf } from "../../../src/sealed/keys.ts";
import type { KeyKind } from "../../../src/store/key-chains.ts";
import { createKeyFilter, type KeyFilter } from "../../../src/store/key-filter.ts";
import type { Segment } from "../../../src/store/segment.ts";

/** As many questions as make a filter learn some hundred keys. */
const ENOUGH = 200;

interface Fake extends Segment {
  readonly keys: readonly number[];
  readonly timesRead: () => number;
}

/** A segment with one frame a key; a key n stands for the words [n, n]. */
function withKeys(keys: readonly number[], { kind = "id" as KeyKind, firstSeq = 1, isDamaged = false } = {}): Fake {
  let timesRead = 0;
  const forEachKey: Segment["forEachKey"] = (of, visit) => {
    timesRead++;
    if (isDamaged) throw new Error("damaged");
    if (of === kind) for (const key of keys) visit(keyOf(key, key));
  };
  const lastSeq = firstSeq + keys.length - 1;
  return { keys, forEachKey, firstSeq, lastSeq, timesRead: () => timesRead } as Partial<Fake> as Fake;
}

const holders = (filter: KeyFilter, key: number): readonly Segment[] => filter.holdersOf([key, key]);
const learnAll = (filter: KeyFilter): void => {
  for (let question = 0; question < ENOUGH; question++) holders(filter, -1);
};

describe("key filter", () => {
  test("who asks little reads no keys, and is given every segment", () => {
    const filter = createKeyFilter("id");
    const segments = [withKeys(range(1000)), withKeys(range(1000), { firstSeq: 1001 })];
    filter.become(segments);
    expect(holders(filter, 7)).toEqual(segments);
    expect(holders(filter, 5000)).toEqual(segments);
    expect(segments.map(({ timesRead }) => timesRead())).toEqual([0, 0]);
  });

  test("what is not there is denied once all is learned, each segment by being read once", () => {
    const filter = createKeyFilter("id");
    const segments = [withKeys([1, 2, 3]), withKeys([4, 5, 6], { firstSeq: 4 })];
    filter.become(segments);
    learnAll(filter);
    expect(holders(filter, 99)).toEqual([]);
    for (const key of [1, 6]) expect(holders(filter, key)).toEqual(segments);
    expect(segments.map(({ timesRead }) => timesRead())).toEqual([1, 1]);
  });

  test("it knows the keys of its own kind only", () => {
    const filter = createKeyFilter("fingerprint");
    const segments = [withKeys([7]), withKeys([8], { kind: "fingerprint", firstSeq: 2 })];
    filter.become(segments);
    learnAll(filter);
    expect(holders(filter, 7)).toEqual([]);
    expect(holders(filter, 8)).toEqual(segments);
  });

  test("a segment that stands for learned ones is not read", () => {
    const filter = createKeyFilter("id");
    const replaced = [withKeys([1, 2]), withKeys([3], { firstSeq: 3 })];
    filter.become(replaced);
    learnAll(filter);
    const by = withKeys([1, 2, 3]);
    filter.willReplace(replaced, by);
    filter.become([by]);
    learnAll(filter);
    expect(holders(filter, 2)).toEqual([by]);
    expect(holders(filter, 99)).toEqual([]);
    expect(by.timesRead()).toBe(0);
  });

  test("a segment whose keys cannot be read is always asked, the others are not", () => {
    const filter = createKeyFilter("id");
    const segments = [withKeys([1]), withKeys([2], { isDamaged: true, firstSeq: 2 }), withKeys([3], { firstSeq: 3 })];
    filter.become(segments);
    learnAll(filter);
    expect(holders(filter, 99)).toEqual([segments[1]]);
    expect(segments[1]!.timesRead()).toBe(1);
  });

  test("keys of segments that are gone are forgotten when they are most of what it knows", () => {
    const filter = createKeyFilter("id");
    const [many, few] = [withKeys(range(600_000)), withKeys([1_000_001], { firstSeq: 600_001 })];
    filter.become([many]);
    for (let question = 0; question < 80_000; question++) holders(filter, -1);
    expect(holders(filter, 77)).toEqual([many]);
    filter.become([few]);
    learnAll(filter);
    expect(holders(filter, 77)).toEqual([]);
    expect(holders(filter, 1_000_001)).toEqual([few]);
  });

  test("holds more keys than the first level has room for", () => {
    const filter = createKeyFilter("id");
    const [first, second] = [withKeys(range(600_000)), withKeys(range(600_000, 600_000), { firstSeq: 600_001 })];
    filter.become([first, second]);
    for (let question = 0; question < 160_000; question++) holders(filter, -1);
    let asked = 0;
    for (let key = 0; key < 1_200_000; key += 997) expect(holders(filter, key)).toHaveLength(2);
    for (let key = 2_000_000; key < 2_010_000; key++) asked += holders(filter, key).length / 2;
    expect(asked).toBeLessThan(1_000);
  });

  test("a key that is there is never denied, whatever was pushed, replaced and asked before", () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ what: fc.constant("push" as const), keys: fc.array(fc.nat(500)) }) },
      fc.record({ what: fc.constant("replace" as const), at: fc.nat(), count: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ what: fc.constant("ask" as const), times: fc.nat(40) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const filter = createKeyFilter("id");
        let segments: Fake[] = [];
        for (const taken of steps) {
          if (taken.what === "push") {
            segments = segments.concat(withKeys(taken.keys, { firstSeq: (segments.at(-1)?.lastSeq ?? 0) + 1 }));
            filter.become(segments);
          } else if (taken.what === "replace" && segments.length > 0) {
            const at = taken.at % segments.length;
            const replaced = segments.slice(at, at + taken.count);
            const by = withKeys(
              replaced.flatMap(({ keys }) => keys),
              { firstSeq: replaced[0]!.firstSeq },
            );
            filter.willReplace(replaced, by);
            segments = segments.toSpliced(at, replaced.length, by);
            filter.become(segments);
          } else if (taken.what === "ask") {
            for (let time = 0; time < taken.times; time++) holders(filter, -1 - time);
          }
          for (const segment of segments)
            for (const key of segment.keys) expect(holders(filter, key)).toContain(segment);
        }
      }),
    );
  });
});

function range(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, at) => from + at);
}
