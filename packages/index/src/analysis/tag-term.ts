/** Tags lie in the dictionary beside words. The mark before them is in no word, so the two never meet. */
export const TAG_MARK = "\0";

/** Different tags, different terms: also tags that UTF-8 cannot hold, and those that begin with the mark. */
export function toTagTerm(tag: string): string {
  const isPlain = tag.isWellFormed() && !tag.startsWith(TAG_MARK);
  return TAG_MARK + (isPlain ? tag : TAG_MARK + JSON.stringify(tag));
}
