/**
 * Text for a terminal: cleaned, measured in columns, cut and wrapped.
 * Invariant: nothing that a memory holds can move the cursor, change colours or turn the reading direction.
 */

const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}|[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6])/u;
const MARKS_ONLY = /^[\p{M}\p{Cf}]+$/u;
const PLAIN = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f]*$/;
const ELLIPSIS = "…";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One line: every run of space and control characters becomes one space. */
export function cleanLine(text: string): string {
  return text.replaceAll(CONTROLS, " ").replaceAll(/\s+/gu, " ").trim();
}

/** Lines kept, tabs made spaces, other control characters gone. */
export function cleanLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.replaceAll("\t", "  ").replaceAll(CONTROLS, ""))
    .join("\n");
}

/** Columns that a cleaned text takes. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** The text, or its beginning and an ellipsis, in at most `columns`. */
export function cut(text: string, columns: number): string {
  if (columns === Number.POSITIVE_INFINITY || widthOf(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${ELLIPSIS}`;
}

/** At most `maxLines` lines of at most `columns`, broken between words; an ellipsis says that there is more. */
export function wrap(text: string, columns: number, maxLines: number = Number.POSITIVE_INFINITY): string[] {
  if (columns === Number.POSITIVE_INFINITY) return [text];
  const words = text.split(" ");
  const lines: string[] = [];
  let line = "";
  for (const [at, word] of words.entries()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (lines.length + 1 >= maxLines) return [...lines, cut([line, ...words.slice(at)].join(" ").trim(), columns)];
    if (line !== "") lines.push(line);
    line = word;
    while (widthOf(line) > columns && lines.length + 1 < maxLines) {
      const head = headOf(line, columns);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, cut(line, columns)];
}

/** Padded with spaces to `columns`; a longer text stays as it is. */
export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

function headOf(word: string, columns: number): string {
  let head = "";
  let width = 0;
  for (const { segment } of graphemes.segment(word)) {
    width += graphemeWidth(segment);
    if (width > columns && head !== "") break;
    head += segment;
  }
  return head;
}

function graphemeWidth(grapheme: string): number {
  if (MARKS_ONLY.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}
