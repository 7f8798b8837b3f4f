/**
 * Row table: where each frame of one row segment lies, by seq, id and fingerprint. It exists while the segment is not sealed.
 * Invariant: row n is the frame with seq firstSeq + n; a place of size 0 is a frame that damage took.
 */
import { keyOf } from "../sealed/keys.ts";
import { createKeyChains, FIRST_ROWS, type KeyChains, type KeyKind, type KeyWords } from "./key-chains.ts";

/** Place of a row in its file. */
export interface RowPlace {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** What the table keeps of a row. */
export interface RowEntry extends RowPlace {
  readonly seq: number;
  readonly id: KeyWords;
  readonly fingerprint?: KeyWords | undefined;
}

export interface RowTable {
  readonly firstSeq: number;
  /** firstSeq − 1 while empty. */
  readonly lastSeq: number;
  /** Adds a row; a seq above lastSeq + 1 leaves lost rows between. */
  add(entry: RowEntry): void;
  place(seq: number): RowPlace | undefined;
  /** Calls `visit` with the key bits of every id, or every fingerprint. */
  forEachKey(of: KeyKind, visit: (key: number) => void): void;
  /** Seqs with the id, newest first. */
  withId(words: KeyWords): readonly number[];
  /** Seqs with the fingerprint, newest first. */
  withFingerprint(words: KeyWords): readonly number[];
}

const NONE: readonly number[] = [];

/** @param seed and @param expectedRows see `createKeyChains`. */
export function createRowTable(firstSeq: number, seed: number, expectedRows: number = FIRST_ROWS): RowTable {
  const ids = createKeyChains(seed, expectedRows);
  /** Made for the first fingerprint: many logs have none. */
  let fingerprints: KeyChains | undefined;
  let offsets = new Uint32Array(expectedRows);
  let sizes = new Uint32Array(expectedRows);
  let count = 0;

  function seqsOf(chains: KeyChains | undefined, words: KeyWords): readonly number[] {
    if (chains === undefined) return NONE;
    const newest = chains.newest(words[0], words[1]);
    if (newest < 0) return NONE;
    const seqs: number[] = [];
    for (let row = newest; row >= 0; row = chains.older(row)) seqs.push(firstSeq + row);
    return seqs;
  }

  return {
    firstSeq,
    get lastSeq() {
      return firstSeq + count - 1;
    },
    add({ seq, id, fingerprint, offset, sizeBytes }) {
      const row = seq - firstSeq;
      if (row >= offsets.length) {
        const capacity = Math.max(row + 1, offsets.length * 2);
        offsets = enlarge(offsets, capacity);
        sizes = enlarge(sizes, capacity);
      }
      offsets[row] = offset;
      sizes[row] = sizeBytes;
      count = row + 1;
      ids.add(row, id[0], id[1]);
      if (fingerprint === undefined) return;
      fingerprints ??= createKeyChains(seed, offsets.length);
      fingerprints.add(row, fingerprint[0], fingerprint[1]);
    },
    place(seq) {
      const row = seq - firstSeq;
      const sizeBytes = row >= 0 && row < count ? sizes[row]! : 0;
      return sizeBytes === 0 ? undefined : { offset: offsets[row]!, sizeBytes };
    },
    forEachKey: (of, visit) => (of === "id" ? ids : fingerprints)?.forEachKey((high, low) => visit(keyOf(high, low))),
    withId: (words) => seqsOf(ids, words),
    withFingerprint: (words) => seqsOf(fingerprints, words),
  };
}

function enlarge(array: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}
