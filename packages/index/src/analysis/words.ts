/**
 * Words: cuts a text into lower-case words, the same way for memories and for questions.
 * ASCII takes a char-code loop; everything else takes Unicode rules, and scripts that write without spaces (Chinese,
 * Japanese, Thai, Lao, Khmer, Burmese) take `Intl.Segmenter`. Typographic quotes become `'`, a trailing `'s` is dropped,
 * accents are folded, an emoji is a word of its own.
 */

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const UNICODE_WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:'[\p{L}\p{M}][\p{L}\p{N}\p{M}]*)*|\p{Extended_Pictographic}/gu;
/** Normalising sorts a run of marks in quadratic time; no script needs more (Source: UAX 15, Stream-Safe Text Format). */
const MARKS_BEYOND_30 = /(\p{M}{30})\p{M}+/gu;
// eslint-disable-next-line no-control-regex
const NON_ASCII = /[^\x00-\x7f]/;

/** `Intl.Segmenter` takes quadratic time (250,000 characters without a break: 5 s), so a run goes in by pieces. */
const SEGMENTED_CHARACTERS = 1_024;
const LAST_UNIT = 0xffff;
const APOSTROPHE = 0x27;

/** Every word of `text`, in order, lower-cased and folded. */
export function toWords(text: string): string[] {
  return NON_ASCII.test(text) ? unicodeWords(text) : asciiWords(text);
}

function asciiWords(text: string): string[] {
  const lower = text.toLowerCase();
  const words: string[] = [];
  const end = lower.length;
  let at = 0;
  while (at < end) {
    while (at < end && !isAsciiWordCode(lower.charCodeAt(at))) at++;
    const start = at;
    while (at < end && isInsideWord(lower, at)) at++;
    if (at > start) words.push(withoutPossessive(lower.slice(start, at)));
  }
  return words;
}

function isInsideWord(lower: string, at: number): boolean {
  const code = lower.charCodeAt(at);
  if (isAsciiWordCode(code)) return true;
  return code === APOSTROPHE && isAsciiLetter(lower.charCodeAt(at + 1));
}

function isAsciiLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isAsciiWordCode(code: number): boolean {
  return isAsciiLetter(code) || (code >= 0x30 && code <= 0x39);
}

function unicodeWords(text: string): string[] {
  const folded = fold(text);
  const words: string[] = [];
  for (const [word] of folded.matchAll(UNICODE_WORD)) {
    if (UNSPACED.test(word)) pushSegments(words, word);
    else words.push(withoutPossessive(word));
  }
  return words;
}

/** Lower-cases, straightens quotes and takes accents off Latin letters, so that "Zoë’s" meets "zoe's". */
function fold(text: string): string {
  return text
    .replaceAll(/[\u2018\u2019\u201b\u02bc\uff07]/g, "'")
    .replaceAll(MARKS_BEYOND_30, "$1")
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/(?<=[a-z])\p{M}+/gu, "")
    .normalize("NFC");
}

let segmenter: Intl.Segmenter | undefined;

function pushSegments(words: string[], run: string): void {
  // Building a segmenter costs milliseconds; texts that need none never pay for it.
  segmenter ??= new Intl.Segmenter("und", { granularity: "word" });
  let at = 0;
  while (at < run.length) {
    const end = pieceEnd(run, at);
    const parts = [...segmenter.segment(run.slice(at, end))];
    // The last word of a piece may go on behind it: it starts the next piece.
    if (end < run.length && parts.length > 1) parts.pop();
    for (const { segment, isWordLike } of parts) {
      if (isWordLike === true) words.push(segment);
      at += segment.length;
    }
  }
}

/** No piece ends within a character of two code units. */
function pieceEnd(run: string, from: number): number {
  const end = from + SEGMENTED_CHARACTERS;
  return run.codePointAt(end - 1)! > LAST_UNIT ? end - 1 : Math.min(end, run.length);
}

function withoutPossessive(word: string): string {
  let end = word.length;
  while (word.endsWith("'s", end)) end -= 2;
  return word.slice(0, end);
}
