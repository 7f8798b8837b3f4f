/** Does the persistence queue cost O(log n)? A push that evicts, in queues of growing size, side by side round by round. */
import { createPersistenceQueue } from "@vidmem/significance";
import { createRandom } from "../corpus.ts";
import { median } from "../statistics.ts";

const CAPACITIES = [1000, 10_000, 100_000] as const;
const PUSHES = 20_000;
const ROUNDS = 9;
const RANDOM_VALUES = 2 ** 32;

export function queueLines(): string[] {
  const random = createRandom(1);
  const persistence = (): number => random() / RANDOM_VALUES;
  const queues = CAPACITIES.map((capacity) => {
    const queue = createPersistenceQueue({ capacity });
    for (let at = 0; at < capacity; at++) queue.push(`memory ${at}`, persistence());
    return { capacity, queue, tookUs: [] as number[] };
  });
  let pushed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const { queue, tookUs } of queues) {
      const started = performance.now();
      for (let at = 0; at < PUSHES; at++) queue.push(`new ${pushed++}`, persistence());
      tookUs.push(((performance.now() - started) * 1000) / PUSHES);
    }
  }
  return queues.map(
    ({ capacity, tookUs }) =>
      `${`queue of ${capacity.toLocaleString("en")}: push and evict`.padEnd(62)} median ${median(tookUs).toFixed(2).padStart(6)} µs`,
  );
}
