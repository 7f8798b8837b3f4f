/** The six dimensions as their pages say them, each asking every list by itself: what the fast scorer must equal. */
import type { ScoringContext } from "../../src/context.ts";
import { EXPLAINING_WORDS } from "../../src/reading/explaining-words.ts";
import { PEOPLE_WORDS } from "../../src/reading/people-words.ts";
import { REALISATION_FIRSTS, REALISATION_WORDS } from "../../src/reading/realisation-words.ts";
import { TIME_LISTS, TIME_POINTERS } from "../../src/reading/time-words.ts";
import { VALENCES } from "../../src/reading/valence.ts";
import { VOICES } from "../../src/reading/voice.ts";
import { plainTerms, readPlainly, voicesOf, type PlainSentence, type PlainWord } from "./reading.ts";

const DAY_MS = 86_400_000;

/** A sign: its kind, the words, its weight. */
type Sign = readonly [string, string, number];

export function scorePlainly(
  { text, timestamp }: { readonly text: string; readonly timestamp: number },
  context: ScoringContext,
): Record<string, { score: number; evidence: { sign: string; words?: string; raised: number }[] }> {
  const sentences = readPlainly(text);
  const statements = sentences.filter(({ ending }) => ending !== "question");
  const terms = plainTerms(sentences);
  const age = Math.max(0, context.now - timestamp) / DAY_MS;
  return {
    emotionalResonance: tally(feelings(sentences, context), 0.8),
    knowledgeValue: tally([...statedTerms(terms, context), ...explanations(statements)], 6),
    relationshipDepth: tally([...people(sentences, context), ...shared(terms, context)], 3),
    breakthroughFactor: tally([...novelties(terms, context), ...realisations(statements)], 6),
    temporalRelevance: tally(times(statements), 1.5, 0.5 + 0.5 * 2 ** (-age / 30)),
    patternStrength: tally(threads(terms, context), 2),
  };
}

function feelings(sentences: readonly PlainSentence[], { terms }: ScoringContext): Sign[] {
  return sentences.flatMap((sentence) => {
    const { first, second } = voicesOf(sentence);
    const voice = sentence.ending === "question" || (second && !first) ? 0.25 : first ? 1 : 0.5;
    const emphasis = voice * (sentence.ending === "exclamation" ? 1 + 0.293 / 4 : 1);
    return sentence.words.map(({ kind, text, lower, term }): Sign => {
      const valence = VALENCES.get(lower) ?? 0;
      const rarity = term === undefined ? 1 : (terms.get(term)?.rarity ?? 1);
      const capitals = kind === "word" && text.length > 1 && text === text.toUpperCase() ? 1 + 0.733 / 4 : 1;
      return [valence > 0 ? "glad word" : "sad word", lower, Math.abs(valence) * rarity * emphasis * capitals];
    });
  });
}

function statedTerms(terms: readonly [string, PlainWord | undefined][], context: ScoringContext): Sign[] {
  return terms.flatMap(([term, word]): Sign[] => {
    if (word === undefined || isIdentifier(word)) return [];
    const { text, lower, opens } = word;
    const worth = (context.terms.get(term)?.rarity ?? 1) ** 2;
    if (/\p{N}/u.test(text)) return [["number", text, 1.5 * worth]];
    if (text !== lower && !opens && /^\p{Lu}/u.test(text) && !context.people.has(term))
      return [["name", text, 1.5 * worth]];
    return [[worth === 1 ? "new word" : "rare word", lower, worth]];
  });
}

function explanations(statements: readonly PlainSentence[]): Sign[] {
  return wordsOf(statements).flatMap(({ word }): Sign[] => [
    ...(word.kind === "code" || isIdentifier(word) ? [["code", word.text, 2] as const] : []),
    ...(EXPLAINING_WORDS.has(word.lower) ? [["explanation", word.lower, 0.5] as const] : []),
  ]);
}

function people(sentences: readonly PlainSentence[], { people }: ScoringContext): Sign[] {
  return sentences.flatMap((sentence) => {
    const { words, ending } = sentence;
    const { first, second } = voicesOf(sentence);
    const opening = words.slice(0, 4).map(({ text }) => text);
    const signs: Sign[] =
      first && !second && ending !== "question" ? [["about oneself", opening.join(" "), 0.1 * words.length]] : [];
    for (const { lower, term } of words) {
      const voice = VOICES.get(lower);
      if (term !== undefined && PEOPLE_WORDS.has(term)) signs.push(["person", lower, 0.75]);
      else if (term !== undefined && people.has(term)) signs.push(["by name", lower, 0.1]);
      else if (voice === "we") signs.push(["together", lower, 0.25]);
      else if (voice === "you") signs.push(["address", lower, 0.1]);
    }
    return signs;
  });
}

function shared(terms: readonly [string, unknown][], context: ScoringContext): Sign[] {
  const episodes = context.speaker?.episodes ?? 0;
  const topics = terms.flatMap(([term]): Sign[] => {
    const facts = context.terms.get(term);
    return facts === undefined || facts.otherEpisodes === 0 ? [] : [["shared topic", term, 0.2 * facts.rarity]];
  });
  return [...topics, ["history", `${episodes} episodes`, Math.min(0.1, 0.01 * episodes)]];
}

function novelties(terms: readonly [string, PlainWord | undefined][], context: ScoringContext): Sign[] {
  return terms.flatMap(([term, word]): Sign[] => {
    const facts = context.terms.get(term);
    if (word === undefined) return [];
    if (facts === undefined) return [["new to the store", term, 1]];
    return facts.memoriesSince > 50 ? [["new around here", term, facts.rarity]] : [];
  });
}

function realisations(statements: readonly PlainSentence[]): Sign[] {
  return wordsOf(statements).flatMap(({ word: { lower }, before }): Sign[] => {
    if (REALISATION_WORDS.has(lower)) return [["realisation", lower, 1.5]];
    const isPair = before !== undefined && REALISATION_FIRSTS.get(lower)?.includes(before.lower) === true;
    return isPair ? [["realisation", `${before.lower} ${lower}`, 1.5]] : [];
  });
}

function times(statements: readonly PlainSentence[]): Sign[] {
  return wordsOf(statements).flatMap(({ word, before }): Sign[] => {
    const sign = timeOf(word, before);
    if (sign === undefined) return [];
    if (sign !== "point") return [[sign, word.text, 0.5]];
    return [["point of time", before === undefined ? word.text : `${before.lower} ${word.text}`, 1]];
  });
}

function timeOf({ text, lower }: PlainWord, before: PlainWord | undefined): "point" | "event" | "plan" | undefined {
  const list = TIME_LISTS.get(lower);
  if (list === "month") return before !== undefined && text !== lower ? "point" : undefined;
  if (list === "span") return before !== undefined && TIME_POINTERS.has(before.lower) ? "point" : undefined;
  if (list !== undefined) return list;
  if (/^.{3,}ed$/s.test(lower)) return "event";
  return /^(?:(?:19|20)\d\d|\d{1,2}:\d\d|\d{1,2}(?:st|nd|rd|th|am|pm))$/.test(lower) ? "point" : undefined;
}

function threads(terms: readonly [string, PlainWord | undefined][], context: ScoringContext): Sign[] {
  return terms.flatMap(([term, word]): Sign[] => {
    const facts = word === undefined ? undefined : context.terms.get(term);
    if (facts === undefined) return [];
    return [["thread", term, (facts.rarity * facts.otherEpisodes) / (facts.otherEpisodes + 1)]];
  });
}

function isIdentifier({ kind, text }: PlainWord): boolean {
  return kind === "word" && /^\p{Ll}{2,}\p{Lu}|[\p{L}\p{N}]_[\p{L}\p{N}]/u.test(text);
}

function wordsOf(sentences: readonly PlainSentence[]): { word: PlainWord; before: PlainWord | undefined }[] {
  return sentences.flatMap(({ words }) => words.map((word, at) => ({ word, before: words[at - 1] })));
}

/** Saturation of the sum; the six strongest signs and one entry for the rest as evidence. */
function tally(all: readonly Sign[], half: number, factor = 1): ReturnType<typeof scorePlainly>[string] {
  const signs = all.filter(([, , weight]) => weight > 0);
  const sum = signs.reduce((total, [, , weight]) => total + weight, 0);
  if (sum === 0) return { score: 0, evidence: [] };
  const saturated = Math.round((1 - 2 ** (-sum / half)) * factor * 1e12) / 1e12;
  const score = Math.min(1, Math.max(0, saturated));
  const strongest = signs.toSorted(([, , a], [, , b]) => b - a).slice(0, 6);
  const evidence: { sign: string; words?: string; raised: number }[] = strongest.map(([sign, words, weight]) => ({
    sign,
    words,
    raised: (score * weight) / sum,
  }));
  const rest = strongest.reduce((left, [, , weight]) => left - weight, sum);
  if (signs.length > 6) evidence.push({ sign: `${signs.length - 6} more`, raised: (score * Math.max(0, rest)) / sum });
  return { score, evidence };
}
