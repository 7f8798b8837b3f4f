/**
 * Words in bytes: where the words of an ASCII text begin and end, as `toWords` cuts them (possessive endings included).
 * Invariant: no byte at or past `to` is read, so texts may lie end to end in one array.
 */

const APOSTROPHE = 0x27;
const LETTER = 1;
const DIGIT = 2;
const CLASSES = classifyBytes();

/** The first byte of the next word at or behind `from`, or `to`. */
export function wordStart(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && CLASSES[bytes[at]!] === 0) at++;
  return at;
}

/** The byte behind the word that begins at `from`. An apostrophe belongs to it when a letter follows. */
export function wordEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from + 1;
  for (;;) {
    while (at < to && CLASSES[bytes[at]!] !== 0) at++;
    if (at + 1 >= to || bytes[at] !== APOSTROPHE || CLASSES[bytes[at + 1]!] !== LETTER) return at;
    at += 2;
  }
}

function classifyBytes(): Uint8Array {
  const classes = new Uint8Array(256);
  classes.fill(DIGIT, 0x30, 0x3a);
  classes.fill(LETTER, 0x41, 0x5b);
  classes.fill(LETTER, 0x61, 0x7b);
  return classes;
}
