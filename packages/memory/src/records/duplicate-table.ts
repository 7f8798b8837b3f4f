/**
 * The duplicate table: which frame holds a content key. It keeps 32 bits of each key and the frame's seq in flat arrays
 * (12 bytes an entry), so an answer is a candidate that the caller confirms against the stored memory.
 * Open addressing with linear probing; Invariant: at least half of the slots are free.
 */

const FREE = 0;
const REMOVED = -1;
const FIRST_SLOTS = 1024;

export interface DuplicateTable {
  /** The seqs whose keys may equal this one. */
  candidates(key: string): number[];
  add(key: string, seq: number): void;
  remove(key: string, seq: number): void;
}

export function createDuplicateTable(): DuplicateTable {
  let prints = new Uint32Array(FIRST_SLOTS);
  let seqs = new Float64Array(FIRST_SLOTS);
  let used = 0;

  function* slotsOf(print: number): Generator<number> {
    const mask = seqs.length - 1;
    for (let slot = print & mask; seqs[slot] !== FREE; slot = (slot + 1) & mask) {
      if (seqs[slot] !== REMOVED && prints[slot] === print) yield slot;
    }
  }

  function insert(print: number, seq: number): void {
    const mask = seqs.length - 1;
    let slot = print & mask;
    while (seqs[slot]! > 0) slot = (slot + 1) & mask;
    if (seqs[slot] === FREE) used++;
    prints[slot] = print;
    seqs[slot] = seq;
  }

  function grow(): void {
    const [oldPrints, oldSeqs] = [prints, seqs];
    prints = new Uint32Array(oldPrints.length * 2);
    seqs = new Float64Array(oldSeqs.length * 2);
    used = 0;
    oldSeqs.forEach((seq, slot) => {
      if (seq > 0) insert(oldPrints[slot]!, seq);
    });
  }

  return {
    candidates: (key) => Array.from(slotsOf(fingerprint(key)), (slot) => seqs[slot]!),
    add(key, seq) {
      if (used * 2 >= seqs.length) grow();
      insert(fingerprint(key), seq);
    },
    remove(key, seq) {
      for (const slot of slotsOf(fingerprint(key))) if (seqs[slot] === seq) seqs[slot] = REMOVED;
    },
  };
}

/** The first 32 bits of a key in hex. */
function fingerprint(key: string): number {
  return Number.parseInt(key.slice(0, 8), 16);
}
