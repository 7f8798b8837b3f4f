/** Seq list: seqs in ascending order, 8 bytes each, to ask whether one of them is there. */

export interface SeqList {
  readonly count: number;
  /** Adds a seq above all others. */
  add(seq: number): void;
  has(seq: number): boolean;
}

const FIRST_SEQS = 64;

export function createSeqList(): SeqList {
  let seqs = new Float64Array(FIRST_SEQS);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (seq) => {
      if (count === seqs.length) {
        const larger = new Float64Array(2 * count);
        larger.set(seqs);
        seqs = larger;
      }
      seqs[count++] = seq;
    },
    has: (seq) => {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((seqs[middle] ?? 0) < seq) low = middle + 1;
        else high = middle;
      }
      return low < count && seqs[low] === seq;
    },
  };
}
