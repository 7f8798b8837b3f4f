/**
 * Inflate prefix: the first bytes that raw deflate holds, without zlib: a call of zlib costs 12 µs before it has made a byte, and a peek
 * into a chunk wants a few hundred. Source: RFC 1951; codes are decoded bit by bit, as zlib's contrib/puff does.
 * Invariants: what is given equals the start of what zlib gives; time is linear in the bytes read and made, memory is fixed.
 */

/** Gives the first `mostBytes` bytes, or all when there are fewer; `undefined` when the deflated bytes are broken or end before that. */
export type PrefixInflater = (deflated: Uint8Array, mostBytes: number) => Uint8Array | undefined;

const MAX_CODE_BITS = 15;
const MAX_LENGTH_SYMBOLS = 286;
const MAX_DISTANCE_SYMBOLS = 30;
const FIXED_LENGTH_SYMBOLS = 288;
const END_OF_BLOCK = 256;
const FIRST_LENGTH = 257;
/** RFC 1951 §3.2.5: the least length of each symbol from 257 on, and how many bits more follow; then the same of distances. */
// oxfmt-ignore
const LENGTHS = Uint16Array.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258);
const LENGTH_BITS = Uint8Array.of(
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  1,
  1,
  1,
  1,
  2,
  2,
  2,
  2,
  3,
  3,
  3,
  3,
  4,
  4,
  4,
  4,
  5,
  5,
  5,
  5,
  0,
);
// oxfmt-ignore
const DISTANCES = Uint16Array.of(1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577);
// oxfmt-ignore
const DISTANCE_BITS = Uint8Array.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13);
/** RFC 1951 §3.2.7: in which order the lengths of the code length code stand. */
const CODE_ORDER = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

/** Creates an inflater that keeps about 2 KiB for its codes. */
export function createPrefixInflater(): PrefixInflater {
  const prefix = new Prefix();
  return (deflated, mostBytes) => prefix.inflate(deflated, mostBytes);
}

/** A Huffman code: how many symbols there are of each length in bits, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function createCode(symbols: number): Code {
  return { counts: new Uint16Array(MAX_CODE_BITS + 1), symbols: new Uint16Array(symbols) };
}

class Prefix {
  readonly #literals: Code = createCode(FIXED_LENGTH_SYMBOLS);
  readonly #distances: Code = createCode(MAX_DISTANCE_SYMBOLS);
  readonly #lengths = new Uint8Array(MAX_LENGTH_SYMBOLS + MAX_DISTANCE_SYMBOLS);
  readonly #offsets = new Uint16Array(MAX_CODE_BITS + 1);
  #from: Uint8Array = new Uint8Array(0);
  #at = 0;
  #bits = 0;
  #bitCount = 0;
  #into: Uint8Array = this.#from;
  #made = 0;

  inflate(deflated: Uint8Array, mostBytes: number): Uint8Array | undefined {
    this.#from = deflated;
    this.#at = this.#bits = this.#bitCount = this.#made = 0;
    this.#into = new Uint8Array(mostBytes);
    for (let isLast = false; !isLast && this.#made < mostBytes;) {
      isLast = this.#take(1) === 1;
      if (!this.#block(this.#take(2))) return undefined;
    }
    return this.#at > deflated.length ? undefined : this.#into.subarray(0, this.#made);
  }

  /** Each of these gives false when the bytes are broken. Behind their end come zeros, and the end is noticed soon. */
  #block(type: number): boolean {
    if (type === 0) return this.#stored();
    if (type === 1) return this.#fixed();
    return type === 2 && this.#dynamic();
  }

  #stored(): boolean {
    this.#bits = this.#bitCount = 0; // the rest of a byte is left out
    const size = this.#take(16);
    if (size !== (this.#take(16) ^ 0xffff) || this.#at + size > this.#from.length) return false;
    const wanted = Math.min(size, this.#into.length - this.#made);
    this.#into.set(this.#from.subarray(this.#at, this.#at + wanted), this.#made);
    this.#made += wanted;
    this.#at += size;
    return true;
  }

  #fixed(): boolean {
    const lengths = new Uint8Array(FIXED_LENGTH_SYMBOLS)
      .fill(8, 0, 144)
      .fill(9, 144, 256)
      .fill(7, 256, 280)
      .fill(8, 280);
    this.#construct(this.#literals, lengths);
    this.#construct(this.#distances, new Uint8Array(MAX_DISTANCE_SYMBOLS).fill(5));
    return this.#symbols();
  }

  #dynamic(): boolean {
    const literals = this.#take(5) + FIRST_LENGTH;
    const distances = this.#take(5) + 1;
    const given = this.#take(4) + 4;
    if (literals > MAX_LENGTH_SYMBOLS || distances > MAX_DISTANCE_SYMBOLS) return false;
    const lengths = this.#lengths.fill(0, 0, CODE_ORDER.length);
    for (let n = 0; n < given; n++) lengths[CODE_ORDER[n]!] = this.#take(3);
    // The code of code lengths is only needed until the literals have theirs.
    if (this.#construct(this.#literals, lengths.subarray(0, CODE_ORDER.length)) !== 0) return false;
    if (!this.#codeLengths(literals + distances) || lengths[END_OF_BLOCK] === 0) return false;
    return (
      this.#isUsable(this.#literals, lengths.subarray(0, literals)) &&
      this.#isUsable(this.#distances, lengths.subarray(literals, literals + distances)) &&
      this.#symbols()
    );
  }

  /** Constructs a code; only one of a single symbol may leave codes unused. */
  #isUsable(code: Code, lengths: Uint8Array): boolean {
    const unused = this.#construct(code, lengths);
    return unused === 0 || (unused > 0 && lengths.length === code.counts[0]! + code.counts[1]!);
  }

  #codeLengths(count: number): boolean {
    const lengths = this.#lengths;
    for (let n = 0; n < count;) {
      const symbol = this.#symbol(this.#literals);
      if (symbol < 0) return false;
      if (symbol < 16) {
        lengths[n++] = symbol;
        continue;
      }
      if (symbol === 16 && n === 0) return false;
      const length = symbol === 16 ? lengths[n - 1]! : 0;
      const times = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (n + times > count) return false;
      lengths.fill(length, n, n + times);
      n += times;
    }
    return true;
  }

  /** Literals and copies of a block, until it ends or enough bytes are made. */
  #symbols(): boolean {
    const into = this.#into;
    while (this.#made < into.length) {
      const symbol = this.#symbol(this.#literals);
      if (symbol < 0 || this.#at > this.#from.length) return false;
      if (symbol === END_OF_BLOCK) return true;
      if (symbol < END_OF_BLOCK) into[this.#made++] = symbol;
      else if (!this.#copy(symbol - FIRST_LENGTH)) return false;
    }
    return true;
  }

  #copy(lengthSymbol: number): boolean {
    if (lengthSymbol >= LENGTHS.length) return false;
    const length = LENGTHS[lengthSymbol]! + this.#take(LENGTH_BITS[lengthSymbol]!);
    const symbol = this.#symbol(this.#distances);
    if (symbol < 0) return false;
    const distance = DISTANCES[symbol]! + this.#take(DISTANCE_BITS[symbol]!);
    if (distance > this.#made) return false;
    const into = this.#into;
    const end = Math.min(this.#made + length, into.length);
    for (let at = this.#made; at < end; at++) into[at] = into[at - distance]!; // may overlap
    this.#made = end;
    return true;
  }

  /** Codes of one length are consecutive, and those of the next length go on behind them. */
  #symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      code |= this.#take(1);
      const count = counts[length]!;
      if (code - count < first) return symbols[index + (code - first)]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }

  /** @returns how many codes are left over; below 0 when there are too few. */
  #construct({ counts, symbols }: Code, lengths: Uint8Array): number {
    counts.fill(0);
    for (let symbol = 0; symbol < lengths.length; symbol++) counts[lengths[symbol]!]!++;
    if (counts[0] === lengths.length) return 0;
    const offsets = this.#offsets;
    let left = 1;
    offsets[1] = 0;
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      left = (left << 1) - counts[length]!;
      if (left < 0) return left;
      if (length < MAX_CODE_BITS) offsets[length + 1] = offsets[length]! + counts[length]!;
    }
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol]!;
      if (length > 0) symbols[offsets[length]!++] = symbol;
    }
    return left;
  }

  /** The next bits, the first one lowest. */
  #take(count: number): number {
    while (this.#bitCount < count) {
      this.#bits |= (this.#from[this.#at++] ?? 0) << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }
}
