/**
 * Sketch arena: the sketches of all rows in the kernels' memory, each set of rows in a place of its own. Loaded when a
 * search first needs them: about 50 bytes a row at 384 dimensions, ranks included.
 * Invariant: places do not overlap; a place is reused when its rows are no longer searched.
 */
import type { SketchKernels } from "../kernels/kernels.ts";
import { MAX_DIMENSIONS, SKETCH_BLOCK_BYTES, sketchBytes } from "./format.ts";
import type { VectorRows } from "./rows.ts";

const RANK_BYTES = 2;
const MAX_RANKS = 65_536;

/** Addresses of the fixed parts, before the first place. */
export const QUESTION_AT = 0;
export const COUNTS_AT: number = QUESTION_AT + sketchBytes(MAX_DIMENSIONS);
export const COLLECTED_AT: number = COUNTS_AT + MAX_RANKS * 4;
export const COLLECTED_ROWS = 16_384;
const PLACES_AT = COLLECTED_AT + COLLECTED_ROWS * 4;

/** Where the sketches and the ranks of a set of rows lie. */
interface SketchPlace {
  readonly sketches: number;
  readonly ranks: number;
  /** Rows that are there. */
  readonly rows: number;
}

interface Place extends SketchPlace {
  rows: number;
  readonly capacity: number;
  readonly sizeBytes: number;
}

/** The sketches of one index. */
export interface SketchArena {
  readonly kernels: SketchKernels;
  has(source: VectorRows): boolean;
  /** Loads the sketches of all rows, if they are not there yet. Damaged rows are dead afterwards. */
  load(source: VectorRows): void;
  /** Lets go of all other rows. */
  keepOnly(sources: readonly VectorRows[]): void;
  /** Of rows that are loaded. */
  placeOf(source: VectorRows): SketchPlace;
  /** The sketch of one row; a view, valid until `load`. */
  sketchOf(source: VectorRows, row: number): Uint8Array;
}

export function createSketchArena(kernels: SketchKernels, dimensions: number): SketchArena {
  const stride = sketchBytes(dimensions);
  const places = new Map<VectorRows, Place>();
  kernels.reserve(PLACES_AT);
  let memory = kernels.memory();

  /** The first gap between places that is large enough; there are few places. */
  function findGap(sizeBytes: number): number {
    let at = PLACES_AT;
    for (const place of [...places.values()].toSorted((a, b) => a.sketches - b.sketches)) {
      if (place.sketches - at >= sizeBytes) return at;
      at = Math.max(at, place.sketches + place.sizeBytes);
    }
    return at;
  }

  function placeAt(count: number, source: VectorRows): Place {
    // Rows that still grow get room for as many again; the kernels want a multiple of four.
    const isGrowing = places.has(source);
    const capacity = Math.ceil((count * (isGrowing ? 2 : 1)) / 4) * 4;
    const rankBytes = Math.ceil((capacity * RANK_BYTES) / SKETCH_BLOCK_BYTES) * SKETCH_BLOCK_BYTES;
    const sizeBytes = capacity * stride + rankBytes;
    places.delete(source);
    const sketches = findGap(sizeBytes);
    kernels.reserve(sketches + sizeBytes);
    memory = kernels.memory();
    const place = { sketches, ranks: sketches + capacity * stride, rows: 0, capacity, sizeBytes };
    places.set(source, place);
    return place;
  }

  return {
    kernels,
    has: (source) => places.has(source),
    load(source) {
      const { count } = source;
      let place = places.get(source);
      if (place === undefined || place.capacity < count) place = placeAt(count, source);
      if (place.rows === count) return;
      const [first, end] = [place.sketches + place.rows * stride, place.sketches + count * stride];
      source.readSketches(place.rows, memory.subarray(first, end));
      memory.fill(0, end, place.ranks);
      place.rows = count;
    },
    keepOnly(sources) {
      const kept = new Set(sources);
      for (const source of places.keys()) if (!kept.has(source)) places.delete(source);
    },
    placeOf: (source) => places.get(source)!,
    sketchOf(source, row) {
      const at = places.get(source)!.sketches + row * stride;
      return memory.subarray(at, at + stride);
    },
  };
}
