/** `vidmem demo`: a guided tour on the shipped conversation, in a temporary folder. */
import type { Command, Context } from "../command.ts";
import { withTemporaryStore } from "../compose.ts";
import { readQuestions, type DemoQuestion } from "../demo/questions.ts";
import {
  renderAsked,
  renderAskingTitle,
  renderIntro,
  renderNext,
  renderSaving,
  renderScore,
  type Page,
} from "../demo/render.ts";
import { askAll, saveSample, scoreOf, type Asked, type Saving, type Score } from "../demo/tour.ts";
import { EXIT_OK } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { toJsonHit } from "../json-shape.ts";
import { columnsOf } from "../output.ts";
import { samplePath } from "../package-files.ts";

const MAX_COLUMNS = 100;
const MARGINS = 4;

export const demo: Command = {
  name: "demo",
  summary: "a guided tour on a sample conversation, in a temporary folder",
  usage: "",
  arity: [0, 0],
  options: {},
  notes: ["Leaves nothing behind: the temporary folder is removed at the end, and on Ctrl-C."],
  examples: ["vidmem demo", "vidmem demo --json"],
  async run(context) {
    const { io, out } = context;
    const questions = await readQuestions();
    using interruption = io.listenForInterrupt();
    const { saving, asked } = await withTemporaryStore(io.tempDir, (store) =>
      tour({ store, questions, signal: interruption.signal }, context),
    );
    const score = scoreOf(asked);
    await (out.wantsJson ? out.json(toJson(saving, asked, score)) : sayEnd(score, context));
    return EXIT_OK;
  },
};

interface TourParts {
  readonly store: Parameters<typeof saveSample>[0];
  readonly questions: readonly DemoQuestion[];
  readonly signal: AbortSignal;
}

async function tour(
  { store, questions, signal }: TourParts,
  context: Context,
): Promise<{ saving: Saving; asked: Asked[] }> {
  const page = pageOf(context);
  const say = async (text: () => string): Promise<void> => {
    if (!context.out.wantsJson) await context.out.data(text());
  };
  await say(() => renderIntro(page));
  const saving = await saveSample(store, signal);
  await say(() => renderSaving(saving, page));
  await say(() => renderAskingTitle(questions.length, page));
  const asked: Asked[] = [];
  for await (const answer of askAll(store, questions, signal)) {
    asked.push(answer);
    await say(() => renderAsked(answer, asked.length, page));
  }
  return { saving, asked };
}

async function sayEnd(score: Score, context: Context): Promise<void> {
  const page = pageOf(context);
  await context.out.data(renderScore(score, page));
  await context.out.data(renderNext(nextCommands(context.io), page));
}

function pageOf({ io, out }: Context): Page {
  const columns = Math.min(MAX_COLUMNS, columnsOf(io)) - MARGINS;
  return { style: out.style, columns, speakerColumns: 5 };
}

function nextCommands({ programName }: Io): string[] {
  const dir = "--dir ~/my-memory";
  return [
    `${programName} save "Ada keeps bees on the roof." --speaker Ada ${dir}`,
    `${programName} search "who has bees?" ${dir}`,
    `${programName} import ${samplePath("conversation.jsonl")} ${dir}`,
  ];
}

function toJson(saving: Saving, asked: readonly Asked[], score: Score): object {
  const answers = asked.map(({ question, rank = null, best, tookMs }) => ({
    ...question,
    rank,
    tookMs,
    best: best === undefined ? null : toJsonHit(best),
  }));
  return { saving, answers, score };
}
