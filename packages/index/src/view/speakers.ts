/** Who speaks in a view: those with a live document. Neither those to come nor those whose every word was removed are known. */
import { toWords } from "../analysis/words.ts";
import type { PlacedSection, View } from "./view.ts";

export interface Speaker {
  readonly name: string;
  /** The words of the name, as `toWords` gives them. */
  readonly words: readonly string[];
}

export function liveSpeakers({ sections }: View): Speaker[] {
  const names = new Set<string>();
  for (const placed of sections) for (const name of speakersOf(placed)) names.add(name);
  return [...names].map((name) => ({ name, words: toWords(name) }));
}

function speakersOf({ section, live }: PlacedSection): string[] {
  if (live === undefined) return [...section.speakers];
  const speaks = new Uint8Array(section.speakers.length + 1);
  for (let document = 0; document < section.documents; document++) {
    if (live[document] === 1) speaks[section.speaker[document]!] = 1;
  }
  return section.speakers.filter((_, at) => speaks[at + 1] === 1);
}
