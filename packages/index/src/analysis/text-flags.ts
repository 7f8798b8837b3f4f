/** Text flags: the two things that ranking asks of a whole text. Persisted in segments: never renumber. */
import { hasTimeExpression } from "./time-expressions.ts";

/** The text ends with a question mark; white space behind it does not count. */
export const FLAG_QUESTION = 1;
/** The text tells of a time ("yesterday", "in 2019", "7 pm"): see `hasTimeExpression`. */
export const FLAG_TIME_EXPRESSION = 2;

const QUESTION_MARK = 0x3f;
const SPACE = 0x20;
const FIRST_NON_ASCII = 0x80;

/** The flags of a text, added up. */
export function textFlags(text: string): number {
  return (text.trimEnd().endsWith("?") ? FLAG_QUESTION : 0) | (hasTimeExpression(text) ? FLAG_TIME_EXPRESSION : 0);
}

/** Does the UTF-8 text in `bytes` end with a question mark, as `textFlags` would say of it? */
export function endsAsQuestion(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 0 && isAsciiSpace(bytes[end - 1]!)) end--;
  if (end === 0) return false;
  const last = bytes[end - 1]!;
  if (last < FIRST_NON_ASCII) return last === QUESTION_MARK;
  // White space outside ASCII may stand behind the mark: what follows the last mark is read as text.
  const mark = bytes.lastIndexOf(QUESTION_MARK);
  return mark >= 0 && new TextDecoder().decode(bytes.subarray(mark)).trimEnd() === "?";
}

function isAsciiSpace(code: number): boolean {
  return code === SPACE || (code >= 0x09 && code <= 0x0d);
}
