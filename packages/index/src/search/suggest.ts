/** Suggestions: for the words of a question that no memory holds, words of memories that they may have meant, as memories write them. */
import type { Analyzer } from "../analysis/terms.ts";
import { TAG_MARK } from "../analysis/tag-term.ts";
import { toWords } from "../analysis/words.ts";
import { idfOf } from "../lexical/asked-term.ts";
import type { Searcher } from "../lexical/searcher.ts";
import { eachTerm } from "../segment/dictionary.ts";
import { UNIT_DOCUMENTS } from "../segment/format.ts";
import { openCursor, readPostings } from "../segment/posting-list.ts";
import { createSpelling, type Spelling } from "../spelling/spelling.ts";
import { surfaceForm } from "../spelling/surface-form.ts";
import type { TermCount } from "../spelling/term-list.ts";
import type { View } from "../view/view.ts";

/** A word that nothing holds, and what it may have meant, likeliest first. */
export interface WordSuggestions {
  readonly word: string;
  readonly suggestions: readonly string[];
}

/** Words of a question that are looked at. */
const MAX_WORDS = 16;

const spellings = new WeakMap<View, Spelling>();

export async function suggestWords(
  text: string,
  { view }: Searcher,
  { analyzer, readText }: { readonly analyzer: Analyzer; readonly readText: (ref: number) => Promise<string> },
): Promise<WordSuggestions[]> {
  const found: WordSuggestions[] = [];
  for (const word of new Set(toWords(text).slice(0, MAX_WORDS))) {
    const term = analyzer.term(word);
    if (term === undefined || idfOf(view, term) > 0) continue;
    const suggestions = new Set<string>();
    for (const { term: meant } of spellingOf(view).suggest(term)) {
      const ref = holderOf(view, meant);
      const form = ref === undefined ? undefined : surfaceForm(await readText(ref), meant, analyzer);
      suggestions.add(form ?? meant);
    }
    if (suggestions.size > 0) found.push({ word, suggestions: [...suggestions] });
  }
  return found;
}

function spellingOf(view: View): Spelling {
  let spelling = spellings.get(view);
  if (spelling === undefined) {
    spelling = createSpelling(() => termsOf(view));
    spellings.set(view, spelling);
  }
  return spelling;
}

/** Terms with the documents that hold them; of several sections, added up. */
function termsOf({ sections }: View): TermCount[] {
  const counts = new Map<string, number>();
  for (const { section } of sections) {
    for (const { term, entry } of eachTerm(section.dictionary)) {
      if (term[0] === TAG_MARK.charCodeAt(0)) continue;
      const name = Buffer.from(term).toString();
      counts.set(name, (counts.get(name) ?? 0) + entry.documents);
    }
  }
  return [...counts];
}

/** A live document that holds the term, by reference. */
function holderOf({ sections }: View, term: string): number | undefined {
  const places = new Uint8Array(UNIT_DOCUMENTS);
  for (const { section, live } of sections) {
    const list = section.findList(term);
    if (list === undefined) continue;
    const cursor = openCursor(list);
    const count = readPostings(cursor, places, new Int32Array(UNIT_DOCUMENTS));
    const start = section.unitStart[cursor.unit]!;
    for (const place of places.subarray(0, count)) {
      if (live === undefined || live[start + place] === 1) return section.readBlock(cursor.unit).ref[place];
    }
  }
  return undefined;
}
