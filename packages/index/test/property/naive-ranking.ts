/**
 * The naive oracle: context ranking written down from the formulas of docs/ranking.md, over arrays of turns. It keeps no
 * index: what happened by a time is played again, and each score is counted from the turns. Of the sources it uses the
 * analyser's terms alone. It reads questions of the tests' own making, where names are one or two plain words.
 */
import type { Analyzer } from "../../src/analysis/terms.ts";
import type { IndexDocument } from "../../src/document.ts";

/** One step in the life of an index; `replaces` and `ends` are references. */
export type Step =
  | { readonly add: IndexDocument; readonly replaces?: number | undefined }
  | { readonly ends: number; readonly at: number };

/** What a question of the tests says, beside its words. */
export interface NaiveQuestion {
  readonly text: string;
  readonly date?: { readonly year?: number; readonly month?: number; readonly day?: number } | undefined;
  readonly when: boolean;
}

export interface NaiveTurn {
  readonly document: IndexDocument;
  /** The step that brought the first version of this turn, and the step that brought this one. */
  readonly turn: number;
  readonly step: number;
}

export interface NaiveWorld {
  readonly turns: readonly NaiveTurn[];
  /** Turns in the order of the conversation. */
  readonly sessions: ReadonlyMap<string, readonly NaiveTurn[]>;
  readonly starts: ReadonlyMap<string, number>;
}

/** Plays the steps of one namespace up to and with a time. */
export function playSteps(steps: readonly Step[], namespace: string, asOf: number): NaiveWorld {
  let turns: NaiveTurn[] = [];
  const sessions = new Map<string, NaiveTurn[]>();
  const starts = new Map<string, number>();
  for (const [number, step] of steps.entries()) {
    const time = "add" in step ? step.add.savedAt : step.at;
    if (time > asOf) break;
    const ended = "add" in step ? step.replaces : step.ends;
    const old = turns.find(({ document }) => document.ref === ended);
    turns = turns.filter((turn) => turn !== old);
    let place: NaiveTurn | undefined;
    if ("add" in step && step.add.namespace === namespace) {
      const session = step.add.session;
      if (old !== undefined && session !== undefined && old.document.session === session) place = old;
      const turn = { document: step.add, turn: place?.turn ?? number, step: number };
      turns.push(turn);
      if (session !== undefined) {
        const talk = sessions.get(session) ?? [];
        if (!starts.has(session)) starts.set(session, step.add.timestamp);
        sessions.set(session, place === undefined ? [...talk, turn] : talk.map((one) => (one === place ? turn : one)));
      }
    }
    for (const [session, talk] of sessions)
      sessions.set(
        session,
        talk.filter((one) => one !== old),
      );
  }
  for (const [session, talk] of sessions) if (talk.length === 0) sessions.delete(session);
  return { turns, sessions, starts };
}

const BEFORE = [0.7, 0.5, 0.3, 0.2];
const AFTER = [0.4, 0.2, 0.15, 0.1];

/** The scores of all that answer, by reference. */
export function naiveScores(world: NaiveWorld, question: NaiveQuestion, analyzer: Analyzer): Map<number, number> {
  const { turns, sessions } = world;
  const { terms, speaker } = readNaively(question, turns, analyzer);
  const termsOf = new Map(turns.map((turn) => [turn, analyzer.terms(turn.document.text)]));
  const talks = [...sessions.values()].map((talk) => talk.flatMap((turn) => termsOf.get(turn)!));
  const allTurns = countTerms([...termsOf.values()]);
  const allTalks = countTerms(talks);
  const scores = new Map<number, number>();
  for (const turn of turns) {
    const talk = turn.document.session === undefined ? [turn] : sessions.get(turn.document.session)!;
    let words = 0;
    for (const term of terms) {
      const weights = [weight(term, turn)];
      const at = talk.indexOf(turn);
      for (let d = 1; d <= 4; d++) {
        if (at - d >= 0) weights.push(BEFORE[d - 1]! * weight(term, talk[at - d]!));
        if (at + d < talk.length) weights.push(AFTER[d - 1]! * weight(term, talk[at + d]!));
      }
      words += Math.max(...weights);
    }
    const session =
      turn.document.session === undefined
        ? 0
        : sessionScore(
            terms,
            talk.flatMap((one) => termsOf.get(one)!),
          );
    const date = naiveDate(question.date, new Date(turn.document.timestamp));
    if (words === 0 && session === 0 && date === 0) continue;
    const says = turn.document.speaker !== undefined && turn.document.speaker === speaker ? 1.5 : 0;
    const when = question.when && turn.document.text.includes("yesterday") ? 1.5 : 0;
    const asks = turn.document.text.endsWith("?") ? 1.5 : 0;
    scores.set(turn.document.ref, words + 0.5 * session + says + 5 * date + when - asks);
  }
  return scores;

  function weight(term: string, turn: NaiveTurn): number {
    return bm25(term, termsOf.get(turn)!, allTurns, { k1: 0.7, b: 0.3 });
  }

  function sessionScore(asked: readonly string[], talk: readonly string[]): number {
    return asked.reduce((sum, term) => sum + bm25(term, talk, allTalks, { k1: 1.2, b: 0.5 }), 0);
  }
}

/** The order of hits whose scores are equal: newer session first by its start, then the earlier turn. */
export function naiveOrder(world: NaiveWorld): (a: number, b: number) => number {
  const byRef = new Map(world.turns.map((turn) => [turn.document.ref, turn]));
  const start = ({ document }: NaiveTurn): number =>
    document.session === undefined ? document.timestamp : world.starts.get(document.session)!;
  return (refA, refB) => {
    const [a, b] = [byRef.get(refA)!, byRef.get(refB)!];
    return start(b) - start(a) || a.turn - b.turn || a.step - b.step;
  };
}

/** How many texts there are, how long on average, and how many hold each term. */
interface Counts {
  readonly texts: number;
  readonly average: number;
  readonly holders: ReadonlyMap<string, number>;
}

function countTerms(all: readonly (readonly string[])[]): Counts {
  const holders = new Map<string, number>();
  for (const terms of all) for (const term of new Set(terms)) holders.set(term, 1 + (holders.get(term) ?? 0));
  return { texts: all.length, average: Math.max(1, all.flat().length / all.length), holders };
}

function bm25(
  term: string,
  own: readonly string[],
  { texts, average, holders }: Counts,
  { k1, b }: { readonly k1: number; readonly b: number },
): number {
  const tf = own.filter((one) => one === term).length;
  const df = holders.get(term) ?? 0;
  const idf = Math.log(1 + (texts - df + 0.5) / (df + 0.5));
  return tf === 0 ? 0 : (idf * tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * own.length) / average));
}

function naiveDate(date: NaiveQuestion["date"], happened: Date): number {
  if (date === undefined) return 0;
  if (date.year !== undefined && date.year !== happened.getUTCFullYear()) return 0;
  if (date.month === undefined) return 0.3;
  if (date.month !== happened.getUTCMonth() + 1) return 0;
  return date.day === happened.getUTCDate() ? 2 : 1;
}

function readNaively(
  { text }: NaiveQuestion,
  turns: readonly NaiveTurn[],
  analyzer: Analyzer,
): { terms: string[]; speaker: string | undefined } {
  const words: readonly string[] = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const known = [...new Set(turns.flatMap(({ document }) => document.speaker ?? []))];
  const parts = (name: string): string[] => name.toLowerCase().split(" ");
  const named = known.filter((name) => {
    const alone = known.filter((other) => parts(other)[0] === parts(name)[0]).length === 1;
    return parts(name).every((part, at) => (alone && at > 0) || words.includes(part));
  });
  const spent = new Set(named.flatMap(parts));
  const others = words.filter((word) => !spent.has(word));
  const onlyStopWords = others.every((word) => analyzer.term(word) === undefined);
  const asked = analyzer.terms(others.join(" "));
  const terms = onlyStopWords ? analyzer.terms(text) : asked;
  return { terms: [...new Set(terms)], speaker: named.length === 1 ? named[0] : undefined };
}
