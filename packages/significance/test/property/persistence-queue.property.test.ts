/** The queue against a sorted array: after any sequence of operations both hold the same, in the same order. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createPersistenceQueue, type QueuedMemory } from "../../src/queue/persistence-queue.ts";

const id = fc.integer({ min: 0, max: 30 }).map(String);
/** Few values, so that many are equal. */
const persistence = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8);
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ verb: fc.constant("push" as const), id, persistence }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant("remove" as const), id }) },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant("pop" as const) }) },
);

/** Highest first; what was pushed later comes before its equals. */
function createOracle(capacity: number) {
  let all: QueuedMemory[] = [];
  return {
    push(id: string, persistence: number): QueuedMemory | undefined {
      all = [{ id, persistence }, ...all.filter((one) => one.id !== id)].toSorted(
        (a, b) => b.persistence - a.persistence,
      );
      return all.length > capacity ? all.pop() : undefined;
    },
    remove(id: string): boolean {
      const before = all.length;
      all = all.filter((one) => one.id !== id);
      return all.length < before;
    },
    pop: () => all.shift(),
    toArray: () => all,
  };
}

test("the queue equals a sorted array", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(operation, { maxLength: 80 }), (capacity, operations) => {
      const queue = createPersistenceQueue({ capacity });
      const oracle = createOracle(capacity);
      for (const step of operations) {
        if (step.verb === "push") {
          expect(queue.push(step.id, step.persistence)).toEqual(oracle.push(step.id, step.persistence));
        } else if (step.verb === "remove") expect(queue.remove(step.id)).toBe(oracle.remove(step.id));
        else expect(queue.pop()).toEqual(oracle.pop());
        const expected = oracle.toArray();
        expect(queue.toArray()).toEqual(expected);
        expect([queue.size, queue.highest, queue.lowest]).toEqual([expected.length, expected[0], expected.at(-1)]);
      }
    }),
  );
});
