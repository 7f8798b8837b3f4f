/** Dictionary: small whole numbers for strings that repeat (sessions, speakers, types), in order of first use. */
export interface Dictionary {
  /** The number of `name`, a new one at its first use. */
  toOrdinal(name: string): number;
  /** The number of `name`, or `undefined` when it was never used. */
  find(name: string): number | undefined;
  /** All names, by their numbers. */
  names(): Iterable<string>;
  readonly size: number;
}

export function createDictionary(): Dictionary {
  const ordinals = new Map<string, number>();
  return {
    toOrdinal(name) {
      const known = ordinals.get(name);
      if (known !== undefined) return known;
      ordinals.set(name, ordinals.size);
      return ordinals.size - 1;
    },
    find: (name) => ordinals.get(name),
    names: () => ordinals.keys(),
    get size() {
      return ordinals.size;
    },
  };
}
