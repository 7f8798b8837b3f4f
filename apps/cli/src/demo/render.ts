/** How the tour looks. Columns: mark, date, speaker, text; the turns around an answer are dim. */
import type { Hit, Memory } from "@vidmem/memory";
import type { Output } from "../output.ts";
import { formatDay } from "../render/dates.ts";
import { contentText } from "../render/memory.ts";
import { countOf, formatBytes, formatCount, formatMs } from "../render/numbers.ts";
import { cleanLine, cut, padEnd, widthOf, wrap } from "../render/text.ts";
import type { Asked, Saving, Score } from "./tour.ts";

const MARGIN = "  ";
const DATE_COLUMNS = 11;
const ANSWER_LINES = 8;

/** What rendering needs to know: the colours, and the columns of the page. */
export interface Page extends Pick<Output, "style"> {
  readonly columns: number;
  readonly speakerColumns: number;
}

export function renderIntro({ style, columns }: Page): string {
  return paragraph(
    [
      style.bold("vidmem demo"),
      ...wrap(
        "A guided tour in a temporary folder, which is removed at the end. No model, no key, no network.",
        columns,
      ),
    ],
    "\n",
  );
}

export function renderSaving(saving: Saving, { style, columns }: Page): string {
  const { saved, sessions, speakers, firstAt, lastAt, tookMs, perSecond, single, diskBytes } = saving;
  const sentences = [
    `${countOf(saved, "turn")} of ${speakers.join(" and ")}, two friends: ${countOf(sessions, "conversation")}, ${formatDay(firstAt)} to ${formatDay(lastAt)}.`,
    `${formatMs(tookMs)} until the last one was durable on disk: ${formatCount(perSecond)} memories a second, ${formatBytes(diskBytes)}.`,
    `One save alone is durable after ${formatMs(single.medianMs)} (median of ${single.count}; the slowest took ${formatMs(single.slowestMs)}).`,
  ];
  return paragraph([style.bold("Saving"), ...sentences.flatMap((sentence) => wrap(sentence, columns))]);
}

export function renderAskingTitle(count: number, { style, columns }: Page): string {
  const text = "For each: the best answer found, and dim around it what was said before and after.";
  return paragraph([style.bold(`Asking ${count} questions`), ...wrap(text, columns)]);
}

export function renderAsked(asked: Asked, number: number, page: Page): string {
  const { style } = page;
  const verdict = verdictOf(asked.rank, page);
  const room = page.columns - 4 - widthOf(verdict.text) - 2;
  const [first = "", ...more] = wrap(asked.question.question, room);
  const gap = " ".repeat(Math.max(2, page.columns - 4 - widthOf(first) - widthOf(verdict.text)));
  const title = `${String(number).padStart(2)}  ${style.bold(first)}${gap}${verdict.paint(verdict.text)}`;
  const lines = [title, ...more.map((line) => `    ${style.bold(line)}`), ...renderBest(asked, page)];
  return paragraph([...lines, ...renderExpected(asked, page)]);
}

export function renderScore({ questions, first, inThree, inTen, medianMs, slowestMs }: Score, page: Page): string {
  const { style, columns } = page;
  const missed = questions - inTen;
  const result = `${first} of ${questions} answers came first, ${inThree} in the first three, ${inTen} in the first ten${missed === 0 ? "" : `; ${missed} not at all`}.`;
  const time = `A search took ${formatMs(medianMs)} (median); the slowest took ${formatMs(slowestMs)}.`;
  return paragraph([style.bold("Result"), ...wrap(result, columns), ...wrap(time, columns)]);
}

export function renderNext(commands: readonly string[], { style, columns }: Page): string {
  const text = "The temporary folder is gone. To begin a memory of your own:";
  return paragraph([
    style.bold("Next"),
    ...wrap(text, columns),
    "",
    ...commands.map((command) => `  ${style.accent(command)}`),
  ]);
}

function verdictOf(rank: number | undefined, { style }: Page): { text: string; paint: (text: string) => string } {
  if (rank === undefined) return { text: "✗ not in ten", paint: style.bad };
  if (rank === 1) return { text: "✓ first", paint: style.good };
  return rank <= 3
    ? { text: `~ ${ordinal(rank)}`, paint: style.fair }
    : { text: `✗ ${ordinal(rank)}`, paint: style.bad };
}

function renderBest({ best, around }: Asked, page: Page): string[] {
  if (best === undefined) return [`    ${page.style.dim("nothing found")}`];
  return around.flatMap((turn) =>
    turn.id === best.id
      ? renderTurn(turn, page, { mark: "›", maxLines: ANSWER_LINES })
      : renderTurn(turn, page, { mark: " ", maxLines: 1, isDim: true }),
  );
}

/** What was expected, and, when it did not come first, the turn that says it. */
function renderExpected({ question, rank, right }: Asked, page: Page): string[] {
  const { style, speakerColumns, columns } = page;
  const left = leftColumns(page);
  const [first = "", ...more] = wrap(question.answer, columns - left);
  const label = `${" ".repeat(6)}${"expected".padStart(DATE_COLUMNS)}  ${" ".repeat(speakerColumns)}  `;
  const expected = [style.dim(label + first), ...more.map((line) => " ".repeat(left) + style.dim(line))];
  return rank === 1 || right === undefined
    ? expected
    : [...expected, ...renderTurn(right, page, { mark: "·", maxLines: ANSWER_LINES })];
}

/** The columns left of the text of a turn. */
function leftColumns({ speakerColumns }: Page): number {
  return 6 + DATE_COLUMNS + 2 + speakerColumns + 2;
}

interface TurnLook {
  readonly mark: string;
  readonly maxLines: number;
  readonly isDim?: boolean | undefined;
}

function renderTurn(turn: Memory | Hit, page: Page, { mark, maxLines, isDim = false }: TurnLook): string[] {
  const { style, speakerColumns, columns } = page;
  const day = isDim ? "" : formatDay(turn.timestamp);
  const speaker = padEnd(cut(cleanLine(turn.speaker ?? ""), speakerColumns), speakerColumns);
  const left = leftColumns(page);
  const [first = "", ...more] = wrap(cleanLine(contentText(turn.content)), columns - left, maxLines);
  if (isDim) return [`      ${" ".repeat(DATE_COLUMNS)}  ${style.dim(`${speaker}  ${first}`)}`];
  const facts = `    ${style.accent(mark)} ${style.accent(day.padStart(DATE_COLUMNS))}  ${style.bold(speaker)}  `;
  return [`${facts}${first}`, ...more.map((line) => " ".repeat(left) + line)];
}

function ordinal(rank: number): string {
  return `${rank}${["th", "st", "nd", "rd"][rank] ?? "th"}`;
}

function paragraph(lines: readonly string[], before: string = ""): string {
  return `${before}${lines.map((line) => `${line === "" ? "" : MARGIN}${line}`.trimEnd()).join("\n")}\n\n`;
}
