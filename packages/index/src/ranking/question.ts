/** A question, read once: its terms, the speaker that it names, the dates that it names, whether it asks for a time. */
import type { Analyzer } from "../analysis/terms.ts";
import { asksForTime, namedDates, type NamedDate } from "../analysis/time-words.ts";
import { toWords } from "../analysis/words.ts";
import type { Partition } from "../partition/partition.ts";

/** What ranking needs to know of a question asked of one partition. */
export interface Question {
  /** Unique, in order; names of known speakers are taken out. */
  readonly terms: readonly string[];
  /** The one known speaker whom it names, as ordinal; `undefined` when it names none or several. */
  readonly speaker?: number | undefined;
  readonly dates: readonly NamedDate[];
  readonly asksForTime: boolean;
}

export function readQuestion(text: string, partition: Partition, analyzer: Analyzer): Question {
  const words = toWords(text);
  const { speakers, spent } = namedSpeakers(words, partition.speakerWords);
  const others = words.filter((word) => !spent.has(word));
  const asked = uniqueTerms(others, analyzer);
  // A question that is nothing but a name still asks for something: look the name up.
  const terms = asked.length > 0 || speakers.length > 0 ? asked : [...new Set(words)];
  const nameOnly = asked.length === 0 && speakers.length > 0;
  return {
    terms: nameOnly ? uniqueTerms(words, analyzer) : terms,
    speaker: speakers.length === 1 ? speakers[0] : undefined,
    dates: namedDates(text),
    asksForTime: asksForTime(text),
  };
}

function uniqueTerms(words: readonly string[], analyzer: Analyzer): string[] {
  const terms = words.map((word) => analyzer.term(word)).filter((term) => term !== undefined);
  return [...new Set(terms)];
}

/** A speaker is named by the first word of the name, unless two speakers share it; then by the whole name. */
function namedSpeakers(
  words: readonly string[],
  names: readonly string[][],
): { speakers: number[]; spent: Set<string> } {
  const speakers: number[] = [];
  const spent = new Set<string>();
  const said = new Set(words);
  names.forEach((name, ordinal) => {
    const first = name[0];
    if (first === undefined || first.length < 2 || !said.has(first)) return;
    const shared = names.some((other, at) => at !== ordinal && other[0] === first);
    if (shared && !name.every((word) => said.has(word))) return;
    speakers.push(ordinal);
    for (const word of name) spent.add(word);
  });
  return { speakers, spent };
}
