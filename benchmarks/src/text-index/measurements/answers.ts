/** How long do answers take, contents included, kind by kind, beside the rival's in the same rounds? */
import { startContestant, type Contestant } from "../../frames/contestant.ts";
import type { Figures, Row, Verdict } from "../../frames/question.ts";
import { KINDS, type Kind } from "../questions.ts";
import { isFullSize, type Measurement, type Setting } from "./setting.ts";

const ROUNDS = 10;
const WARM_UPS = 5;
const LARGEST_RSS_MIB = 250;
const TIMES_FASTER = 50;

/** ms, at a million memories. */
const BARS: Readonly<Record<Kind, { readonly p50?: number; readonly p95?: number; readonly isAgainstRival: boolean }>> =
  {
    natural: { p50: 2.5, p95: 8, isAgainstRival: true },
    rare: { isAgainstRival: false },
    question: { p95: 10, isAgainstRival: true },
    tagged: { p95: 5, isAgainstRival: false },
    common: { isAgainstRival: false },
  };

export const answers: Measurement = async (setting) => {
  const { questionsFile: questions } = setting;
  const perRound = Math.ceil(setting.questions / ROUNDS);
  const contestants = [
    await startContestant("vidmem", "text-index/search", {
      questions,
      dir: setting.storeDir,
      perRound,
      warmUps: WARM_UPS,
    }),
  ];
  if (setting.hasRival)
    contestants.push(
      await startContestant("SQLite FTS5", "text-index/rival-search", {
        questions,
        dir: setting.rivalDir,
        perRound: Math.ceil(setting.rivalQuestions / ROUNDS),
        warmUps: WARM_UPS,
      }),
    );
  const [ours, theirs] = await lastOf(contestants);
  const rss = ours!["RSS MiB"]!;
  return {
    title: `Ten best of ${setting.memories.toLocaleString("en")} memories, contents included`,
    rows: KINDS.flatMap((kind) => [
      toRow(`${kind}, vidmem`, kind, ours!),
      ...(theirs === undefined ? [] : [toRow(`${kind}, SQLite`, kind, theirs)]),
    ]),
    verdicts: [
      ...KINDS.flatMap((kind) => verdictsOf(kind, setting, { ours: ours!, theirs })),
      {
        what: `RSS MiB after ${questionsNeeded(setting.questions) * KINDS.length} questions`,
        value: rss,
        atMost: LARGEST_RSS_MIB,
      },
    ],
    notes: [
      "natural: 3 to 6 words, one of them rare; rare: one word; question: a whole one, of which SQLite also looks up the stop words; tagged: two words and a tag; common: 3 to 6 words, none rare.",
      "Contestants take turns in ten rounds, after five to warm up, in which their code is compiled; percentiles are of all ten. cpu: what all threads of the process computed, whatever else ran beside it.",
      "Target in ten: how often the memory that the words were taken from is among the ten. The files are in the page cache; no question is asked twice.",
    ],
  };
};

/** How many questions of each kind must be there, so that as many as asked for are left when all are warm. */
export function questionsNeeded(questions: number): number {
  return Math.ceil(questions / ROUNDS) * (ROUNDS + WARM_UPS);
}

/** The figures of the last round, which are of all that count. */
async function lastOf(contestants: readonly Contestant[]): Promise<Figures[]> {
  const last: Figures[] = [];
  try {
    for (let round = 0; round < ROUNDS + WARM_UPS; round++)
      for (const [at, contestant] of contestants.entries()) last[at] = await contestant.round();
  } finally {
    for (const contestant of contestants) await contestant.close();
  }
  return last;
}

function toRow(name: string, kind: Kind, figures: Figures): Row {
  const own = Object.entries(figures).filter(([figure]) => figure.startsWith(`${kind} `));
  return { name, figures: Object.fromEntries(own.map(([figure, value]) => [figure.slice(kind.length + 1), value])) };
}

function verdictsOf(
  kind: Kind,
  setting: Setting,
  { ours, theirs }: { readonly ours: Figures; readonly theirs: Figures | undefined },
): Verdict[] {
  const { p50, p95, isAgainstRival } = BARS[kind];
  const isBar = isAgainstRival && isFullSize(setting);
  return (["p50", "p95"] as const).flatMap((rank) => {
    const figure = `${kind} ${rank} ms`;
    const atMost = rank === "p50" ? p50 : p95;
    const verdicts: Verdict[] = [{ what: figure, value: ours[figure]!, ...(atMost === undefined ? {} : { atMost }) }];
    if (theirs !== undefined) {
      const value = theirs[figure]! / ours[figure]!;
      verdicts.push({
        what: `${kind} ${rank}, × faster than SQLite`,
        value,
        ...(isBar ? { atLeast: TIMES_FASTER } : {}),
      });
    }
    return verdicts;
  });
}
