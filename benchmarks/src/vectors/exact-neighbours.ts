/**
 * The exact nearest neighbours by float cosine, found while vectors stream by: along principal axes, the first values and
 * the length of the rest bound a cosine from above (Cauchy-Schwarz), so that most vectors need no more than those.
 */

const HEAD_AXES = 32;

/** A neighbour of a question. */
interface Neighbour {
  readonly number: number;
  readonly cosine: number;
}

/** The best so far of some questions. */
export interface ExactNeighbours {
  /** Looks at one vector, given along its axes. */
  offer(number: number, axes: Float32Array): void;
  /** The numbers of the nearest of each question, best first. */
  numbers(): number[][];
}

export function createExactNeighbours(questions: readonly Float32Array[], limit: number): ExactNeighbours {
  const tails = questions.map(tailLength);
  const best = questions.map((): Neighbour[] => []);
  return {
    offer(number, axes) {
      const tail = tailLength(axes);
      for (const [at, question] of questions.entries()) {
        const found = best[at]!;
        const floor = found.length < limit ? -1 : found.at(-1)!.cosine;
        const head = dotHead(question, axes);
        if (head + tails[at]! * tail < floor) continue;
        const cosine = head + dotTail(question, axes);
        if (cosine <= floor) continue;
        const place = found.findIndex((other) => other.cosine < cosine);
        found.splice(place < 0 ? found.length : place, 0, { number, cosine });
        if (found.length > limit) found.pop();
      }
    },
    numbers: () => best.map((found) => found.map(({ number }) => number)),
  };
}

function tailLength(vector: Float32Array): number {
  return Math.sqrt(dotTail(vector, vector));
}

function dotHead(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < HEAD_AXES; at++) sum += a[at]! * b[at]!;
  return sum;
}

function dotTail(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = HEAD_AXES; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
