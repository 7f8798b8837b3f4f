/**
 * The word while it is being stemmed: its letters as char codes, its regions R1 and R2, and the questions Porter2 asks
 * about letters. Source: the definitions at the head of snowballstem.org/algorithms/english/stemmer.html.
 *
 * Invariants: a `y` which acts as a consonant is stored as capital `Y` (so "vowel" is a question about one letter);
 * a region which does not exist begins at the end of the loaded word; the word only changes at its end, through
 * `replaceEnd`; the first `untouched` letters are those of the text (so letters after them hold no `Y`); nothing reads at
 * or past `length`, so letters left from an earlier word are never seen.
 */

/** Mutable, and reused from word to word. `skipped` counts the characters of the text left out in front (an apostrophe). */
export interface WordBuffer {
  readonly letters: Uint8Array;
  length: number;
  skipped: number;
  untouched: number;
  r1: number;
  r2: number;
}

export const APOSTROPHE = 39;
export const CONSONANT_Y = 89;
export const LOWER_Y = 121;

const LAST_ASCII = 127;
const VOWEL = 1;
/** Letters which cannot close a short syllable: vowels, w, x and the consonant Y. */
const NEVER_CLOSES = 2;
const DOUBLES = 4;
const WORD_LETTER = 8;
const LETTER_CLASSES = classifyLetters();

/** Beginnings behind which R1 starts, whatever the vowels say ("general" and "generous" must not meet), by first letter. */
const R1_PREFIXES: ReadonlyMap<number, string> = new Map(
  ["gener", "commun", "arsen"].map((prefix) => [prefix.charCodeAt(0), prefix]),
);

export function createWordBuffer(capacityLetters: number): WordBuffer {
  return { letters: new Uint8Array(capacityLetters), length: 0, skipped: 0, untouched: 0, r1: 0, r2: 0 };
}

/** Loads a text; what it answers is said of `beginWord`. */
export function loadText(word: WordBuffer, text: string): "loaded" | "foreign" {
  const skipped = text.charCodeAt(0) === APOSTROPHE ? 1 : 0;
  for (let i = skipped; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > LAST_ASCII) return "foreign";
    word.letters[i - skipped] = code;
  }
  return beginWord(word, text.length - skipped, skipped);
}

/** Loads the first `byteLength` bytes; what it answers is said of `beginWord`. */
export function loadBytes(word: WordBuffer, bytes: Uint8Array, byteLength: number): "loaded" | "foreign" {
  const skipped = bytes[0] === APOSTROPHE ? 1 : 0;
  for (let i = skipped; i < byteLength; i++) word.letters[i - skipped] = bytes[i]!;
  return beginWord(word, byteLength - skipped, skipped);
}

/**
 * Marks the consonant Ys and finds R1 and R2, in one pass. Answers "foreign", with the buffer in no usable state, if there
 * is a letter other than a-z and apostrophe.
 */
function beginWord(word: WordBuffer, length: number, skipped: number): "loaded" | "foreign" {
  word.length = length;
  word.skipped = skipped;
  word.untouched = length;
  const fixedR1 = prefixedR1(word);
  let boundary = fixedR1 === 0 ? 0 : 2; // 0: before a vowel, 1: before the consonant that opens R1; 2 and 3: the same for R2
  let r1 = fixedR1 === 0 ? length : fixedR1;
  let r2 = length;
  let followsVowel = true; // a y which begins the word is a consonant, as one after a vowel is
  for (let i = 0; i < length; i++) {
    let code = letterAt(word, i);
    if (code > LAST_ASCII || (classOf(code) & WORD_LETTER) === 0) return "foreign";
    if (code === LOWER_Y && followsVowel) word.letters[i] = code = CONSONANT_Y;
    followsVowel = (classOf(code) & VOWEL) !== 0;
    const soughtVowel = (boundary & 1) === 0;
    if (followsVowel !== soughtVowel || i < fixedR1 || boundary === 4) continue;
    boundary++;
    if (boundary === 2) r1 = i + 1;
    else if (boundary === 4) r2 = i + 1;
  }
  word.r1 = r1;
  word.r2 = r2;
  return "loaded";
}

export function letterAt(word: WordBuffer, index: number): number {
  return word.letters[index]!; // callers stay within 0..length - 1
}

/** The letter as the word is written: a consonant Y is a small letter again. */
export function smallLetterAt(word: WordBuffer, index: number): number {
  const letter = letterAt(word, index);
  return letter === CONSONANT_Y ? LOWER_Y : letter;
}

export function isVowelAt(word: WordBuffer, index: number): boolean {
  return (classOf(letterAt(word, index)) & VOWEL) !== 0;
}

/** Is there a vowel among the first `end` letters? */
export function hasVowelBefore(word: WordBuffer, end: number): boolean {
  for (let i = 0; i < end; i++) {
    if (isVowelAt(word, i)) return true;
  }
  return false;
}

/** Do the first `end` letters close with a short syllable: "ap", "trap", "hop", but not "bow", "box", "hoop"? */
export function hasShortSyllableBefore(word: WordBuffer, end: number): boolean {
  if (end < 2 || !isVowelAt(word, end - 2)) return false;
  if (end === 2) return !isVowelAt(word, 1);
  return (classOf(letterAt(word, end - 1)) & NEVER_CLOSES) === 0 && !isVowelAt(word, end - 3);
}

/** Does the word end with one of bb dd ff gg mm nn pp rr tt? */
export function endsWithDouble(word: WordBuffer): boolean {
  if (word.length < 2) return false;
  const last = letterAt(word, word.length - 1);
  return last === letterAt(word, word.length - 2) && (classOf(last) & DOUBLES) !== 0;
}

export function endsWith(word: WordBuffer, suffix: string): boolean {
  const start = word.length - suffix.length;
  if (start < 0) return false;
  for (let i = suffix.length - 1; i >= 0; i--) {
    if (word.letters[start + i] !== suffix.charCodeAt(i)) return false;
  }
  return true;
}

/** Puts `replacement` where the last `cutLetters` letters were. A stem never outgrows its word: e comes only after a cut. */
export function replaceEnd(word: WordBuffer, cutLetters: number, replacement: string): void {
  const start = word.length - cutLetters;
  for (let i = 0; i < replacement.length; i++) word.letters[start + i] = replacement.charCodeAt(i);
  word.length = start + replacement.length;
  if (start < word.untouched) word.untouched = start;
}

function prefixedR1(word: WordBuffer): number {
  const prefix = R1_PREFIXES.get(letterAt(word, 0));
  return prefix !== undefined && startsWith(word, prefix) ? prefix.length : 0;
}

function startsWith(word: WordBuffer, prefix: string): boolean {
  if (word.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) {
    if (word.letters[i] !== prefix.charCodeAt(i)) return false;
  }
  return true;
}

function classOf(code: number): number {
  return LETTER_CLASSES[code]!; // only ever asked about ASCII
}

function classifyLetters(): Uint8Array {
  const classes = new Uint8Array(LAST_ASCII + 1);
  const mark = (letters: string, flag: number): void => {
    for (let i = 0; i < letters.length; i++) {
      const code = letters.charCodeAt(i);
      classes[code] = classes[code]! | flag;
    }
  };
  mark("aeiouy", VOWEL);
  mark("aeiouywxY", NEVER_CLOSES);
  mark("bdfgmnprt", DOUBLES);
  mark("abcdefghijklmnopqrstuvwxyz'", WORD_LETTER);
  return classes;
}
