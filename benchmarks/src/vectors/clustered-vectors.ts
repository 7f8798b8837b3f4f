/**
 * Clustered vectors, like those that a sentence model gives to conversations: topics of very unequal size, sessions within
 * a topic, memories within a session, a common mean, and a spectrum that decays. Made and repeatable: for speed and recall
 * against exact search, never for the quality of answers.
 *
 * Each vector has two forms of the same geometry: along its principal axes, where the first values hold most of it, and
 * turned over all dimensions, as models give them. The turn keeps every cosine.
 */
import { createRandom } from "../corpus.ts";

const TOPICS = 2000;
const SESSION_VECTORS = 20;
const DECAY = 0.6; // axis i has a deviation of (i + 1) ** -DECAY
const NORMALS = 65_536;
const SHARES = { mean: 0.35, topic: 0.6, session: 0.45, memory: 0.55, question: 0.8 };

/** A source of vectors by number. */
export interface ClusteredVectors {
  readonly dimensions: number;
  /** Vector `number` along its principal axes, of length one. */
  axes(number: number): Float32Array;
  /** A question near vector `number`, along the axes. */
  question(number: number): Float32Array;
  /** The same vector, turned over all dimensions. */
  turn(axes: Float32Array): Float32Array;
}

/** @param dimensions a multiple of 128. */
export function createClusteredVectors(dimensions: number, seed = 20_261_125): ClusteredVectors {
  const deviations = Float32Array.from({ length: dimensions }, (_, axis) => (axis + 1) ** -DECAY);
  const length = Math.sqrt(deviations.reduce((sum, value) => sum + value * value, 0));
  const normals = createNormals(seed);
  const draw = (kind: number, number: number): Float32Array => {
    const random = createRandom(Math.imul(seed + kind * 7919 + number, 0x9e3779b1));
    const drawn = new Float32Array(dimensions);
    for (let axis = 0; axis < dimensions; axis++)
      drawn[axis] = (deviations[axis]! / length) * normals[random() % NORMALS]!;
    return drawn;
  };
  const topics = Array.from({ length: TOPICS }, (_, topic) => draw(1, topic));
  const mean = draw(2, 0);
  const turn = createTurn(dimensions, seed);
  let session = { number: -1, centre: mean };

  function centreOf(number: number): Float32Array {
    if (session.number === number) return session.centre;
    // Cubing skews the sizes: a few topics have most sessions.
    const topic = topics[Math.floor(createUniform(seed + number)() ** 3 * TOPICS)]!;
    const centre = draw(3, number);
    for (let axis = 0; axis < dimensions; axis++)
      centre[axis] = SHARES.session * centre[axis]! + SHARES.topic * topic[axis]! + SHARES.mean * mean[axis]!;
    session = { number, centre };
    return centre;
  }

  function axes(number: number): Float32Array {
    const centre = centreOf(Math.floor(number / SESSION_VECTORS));
    return toUnit(mix(draw(4, number), SHARES.memory, centre));
  }

  return {
    dimensions,
    axes,
    question: (number) => toUnit(mix(draw(5, number), SHARES.question, axes(number))),
    turn,
  };
}

/** An orthogonal turn: signs and Walsh-Hadamard transforms of 128 values, twice, with the values dealt out in between. */
function createTurn(dimensions: number, seed: number): (axes: Float32Array) => Float32Array {
  const block = 128;
  const blocks = dimensions / block;
  const random = createUniform(seed ^ 0x5bd1e995);
  const signs = [0, 1].map(() => Float32Array.from({ length: dimensions }, () => (random() < 0.5 ? -1 : 1)));
  const places = Uint32Array.from({ length: dimensions }, (_, at) => (at % blocks) * block + Math.floor(at / blocks));
  return (axes) => {
    let values = axes;
    for (const round of signs) {
      const dealt = new Float32Array(dimensions);
      for (let at = 0; at < dimensions; at++) dealt[places[at]!] = values[at]! * round[at]!;
      for (let start = 0; start < dimensions; start += block) transform(dealt, start, block);
      values = dealt;
    }
    return values;
  };
}

/** The Walsh-Hadamard transform of `size` values from `start` on, in place, scaled to keep lengths. */
function transform(values: Float32Array, start: number, size: number): void {
  for (let half = 1; half < size; half *= 2) {
    for (let first = start; first < start + size; first += half * 2) {
      for (let at = first; at < first + half; at++) {
        const a = values[at]!;
        const b = values[at + half]!;
        values[at] = (a + b) * Math.SQRT1_2;
        values[at + half] = (a - b) * Math.SQRT1_2;
      }
    }
  }
}

/** Evenly spread over 0..1, 1 excluded. */
function createUniform(seed: number): () => number {
  const random = createRandom(seed);
  return () => random() / 2 ** 32;
}

/** Normally distributed values to draw from: drawing is a look-up. Source: Box and Muller, 1958. */
function createNormals(seed: number): Float32Array {
  const uniform = createUniform(seed);
  return Float32Array.from(
    { length: NORMALS },
    () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** own · share + other, in place. */
function mix(own: Float32Array, share: number, other: Float32Array): Float32Array {
  for (let axis = 0; axis < own.length; axis++) own[axis] = own[axis]! * share + other[axis]!;
  return own;
}

/** Makes the length one, in place. */
function toUnit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const scale = 1 / Math.sqrt(squares);
  for (let axis = 0; axis < vector.length; axis++) vector[axis] = vector[axis]! * scale;
  return vector;
}
