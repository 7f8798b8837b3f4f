/** Filters: which ordinals a search may return. Unknown names match nothing. */
import type { SearchFilter } from "../document.ts";
import type { Dictionary } from "./dictionary.ts";
import type { Partition } from "./partition.ts";

/** @returns a test over ordinals of this partition. */
export function toPredicate(partition: Partition, filter: SearchFilter): (ordinal: number) => boolean {
  const tests = [
    typeTest(partition, filter.types),
    tagTest(partition, filter.tags),
    nameTest(partition.columns.session, partition.sessions, filter.session),
    nameTest(partition.columns.speaker, partition.speakers, filter.speaker),
    rangeTest(partition.columns.timestamp, filter.after, filter.before),
    rangeTest(partition.columns.importance, filter.minImportance, undefined),
  ].filter((test) => test !== undefined);
  return (ordinal) => tests.every((test) => test(ordinal));
}

type Test = (ordinal: number) => boolean;
type NumberColumn = Int32Array | Float32Array | Float64Array;

function typeTest(partition: Partition, types: readonly string[] | undefined): Test | undefined {
  if (types === undefined || types.length === 0) return undefined;
  const wanted = new Set(types.map((type) => partition.types.find(type)));
  return (ordinal) => wanted.has(partition.columns.type[ordinal]);
}

function tagTest(partition: Partition, tags: readonly string[] | undefined): Test | undefined {
  if (tags === undefined || tags.length === 0) return undefined;
  const carriers = tags.map((tag) => partition.tagged.get(tag));
  return (ordinal) => carriers.every((ordinals) => ordinals?.has(ordinal) === true);
}

function nameTest(column: Int32Array, names: Dictionary, name: string | undefined): Test | undefined {
  if (name === undefined) return undefined;
  const wanted = names.find(name);
  return wanted === undefined ? () => false : (ordinal) => column[ordinal] === wanted;
}

function rangeTest(column: NumberColumn, from: number | undefined, below: number | undefined): Test | undefined {
  if (from === undefined && below === undefined) return undefined;
  // The importance column holds 32-bit floats: round the bound the same way, so that 0.7 meets 0.7.
  const low = from === undefined ? Number.NEGATIVE_INFINITY : column instanceof Float32Array ? Math.fround(from) : from;
  const high = below ?? Number.POSITIVE_INFINITY;
  return (ordinal) => column[ordinal]! >= low && column[ordinal]! < high;
}
