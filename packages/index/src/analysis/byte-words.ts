/**
 * Words in bytes: where the words of an ASCII text begin and end, as `toWords` cuts them (possessive endings included).
 * Invariant: no byte at or past `to` is read, so texts may lie end to end in one array.
 */

/** Each byte, and the small letter for an ASCII capital. */
export const SMALL_LETTERS: Uint8Array = createSmallLetters();

const APOSTROPHE = 0x27;
const SMALL_S = 0x73;
const LAST_ASCII = 0x7f;
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

/** Where the possessive endings of a word begin: its length, if it has none. */
export function possessiveStart(word: Uint8Array): number {
  let end = word.length;
  while (end > 2 && word[end - 2] === APOSTROPHE && SMALL_LETTERS[word[end - 1]!] === SMALL_S) end -= 2;
  return end;
}

/** Is the word made of ASCII letters alone? */
export function isPlainWord(word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (CLASSES[word[i]!] !== LETTER) return false;
  return true;
}

/** As `isAscii` of node:buffer says, and sooner of a few bytes. */
export function isAsciiForm(form: Uint8Array): boolean {
  for (let i = 0; i < form.length; i++) if (form[i]! > LAST_ASCII) return false;
  return true;
}

function createSmallLetters(): Uint8Array {
  const letters = Uint8Array.from({ length: 256 }, (_, code) => code);
  for (let code = 0x41; code <= 0x5a; code++) letters[code] = code + 0x20;
  return letters;
}

function classifyBytes(): Uint8Array {
  const classes = new Uint8Array(256);
  classes.fill(DIGIT, 0x30, 0x3a);
  classes.fill(LETTER, 0x41, 0x5b);
  classes.fill(LETTER, 0x61, 0x7b);
  return classes;
}
