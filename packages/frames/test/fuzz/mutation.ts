/** Mutation: bytes as damage or an attacker may leave them. Reproducible from a seed. */

/** A whole number from 0 to below - 1. */
export type Random = (below: number) => number;

/** xorshift32. */
export function createRandom(seed: number): Random {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Bytes that lengths, markers and MessagePack tokens are made of. */
const TELLING = Uint8Array.of(0, 1, 0x7f, 0x80, 0x81, 0x90, 0xa0, 0xbf, 0xc1, 0xd9, 0xdd, 0xdf, 0xfe, 0xed, 0xff);
const MOST_BYTES = 20;

/** A copy with one to four ranges set, flipped, removed, doubled, or copied elsewhere. */
export function mutate(original: Uint8Array, random: Random): Buffer {
  const room = Buffer.allocUnsafe(original.length + 4 * MOST_BYTES);
  room.set(original);
  let end = original.length;
  for (let left = 1 + random(4); left > 0 && end > 0; left--) {
    const at = random(end);
    const count = Math.min(random(MOST_BYTES), end - at);
    switch (random(6)) {
      case 0:
        room[at] = TELLING[random(TELLING.length)]!;
        break;
      case 1:
        room[at]! ^= 1 << random(8);
        break;
      case 2:
        room.copyWithin(at, at + count, end);
        end -= count;
        break;
      case 3:
        room.copyWithin(at + count, at, end);
        end += count;
        break;
      case 4:
        room.copyWithin(random(end - count), at, at + count);
        break;
      default:
        room.fill(0xff, at, at + Math.min(4, count));
    }
  }
  return room.subarray(0, end);
}
