/**
 * Relationship depth: what the text tells of people and of what they are to each other. Self-disclosure, what somebody
 * says about themselves, is how relations deepen (I. Altman & D. Taylor, "Social Penetration", 1973), so it counts most; then
 * people and what they are, "we", "you", and what was talked about before.
 */
import type { ScoringContext } from "../context.ts";
import type { Reading, Sentence } from "../reading/reading.ts";
import { createTally, type DimensionScore, type Tally } from "./dimension.ts";
import { placeTerms, type PlacedTerm } from "./placed-term.ts";

const HALF = 3;
/** For each word of a statement about oneself: ten of them are a thought. */
const DISCLOSURE_PER_WORD = 0.1;
const PERSON = 0.75;
const TOGETHER = 0.25;
const ADDRESS = 0.1;
const SHARED_TOPIC = 0.2;
/** What a long acquaintance adds: an episode a hundredth, up to this. */
const HISTORY_PER_EPISODE = 0.01;
const MOST_HISTORY = 0.1;

export function relationshipDepth(
  reading: Reading,
  context: ScoringContext,
  terms: readonly PlacedTerm[] = placeTerms(reading, context),
): DimensionScore {
  const tally = createTally();
  for (const sentence of reading.sentences) addSentence(tally, sentence, context);
  for (const { term, facts } of terms) {
    if (facts !== undefined && facts.otherEpisodes > 0) tally.add("shared topic", term, SHARED_TOPIC * facts.rarity);
  }
  const episodes = context.speaker?.episodes ?? 0;
  tally.add("history", `${episodes} episodes`, Math.min(MOST_HISTORY, HISTORY_PER_EPISODE * episodes));
  return tally.toScore(HALF);
}

function addSentence(tally: Tally, sentence: Sentence, { people }: ScoringContext): void {
  const { words, ending, firstPerson, secondPerson } = sentence;
  const hasPeople = people.size > 0;
  const disclosing = firstPerson && !secondPerson && ending !== "question";
  if (disclosing)
    tally.add(
      "about oneself",
      words
        .slice(0, 4)
        .map(({ text }) => text)
        .join(" "),
      DISCLOSURE_PER_WORD * words.length,
    );
  for (const { lower, term, voice, isPerson } of words) {
    if (isPerson) tally.add("person", lower, PERSON);
    else if (hasPeople && term !== undefined && people.has(term)) tally.add("by name", lower, ADDRESS);
    else if (voice === "we") tally.add("together", lower, TOGETHER);
    else if (voice === "you") tally.add("address", lower, ADDRESS);
  }
}
