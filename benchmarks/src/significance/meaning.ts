/** Do the six dimensions mean something? Do turns that questions ask about score higher than the rest? */
import { createScorer, createStoreStatistics, DIMENSIONS, overallSignificance } from "@vidmem/significance";
import { auc, aucWithin, type Scored } from "./auc.ts";
import type { Conversation } from "./conversations.ts";

/** Bands of equally long turns, for the figure that length cannot explain. */
const LENGTH_BANDS = 5;

type Row = Scored & { readonly by: number };

/** Each turn is scored as it would be when saved: at its own time, by what the store knew then. */
function scoreTurns({ turns }: Conversation): Record<string, Row[]> {
  const [scorer, statistics] = [createScorer(), createStoreStatistics()];
  const rows: Record<string, Row[]> = {};
  const add = (name: string, row: Row): void => {
    (rows[name] ??= []).push(row);
  };
  for (const turn of turns) {
    const significance = scorer.score(turn, statistics.contextOf(turn, turn.timestamp));
    statistics.observe(turn);
    const { asked, text } = turn;
    const by = text.length;
    for (const name of DIMENSIONS) add(name, { score: significance[name].score, asked, by });
    add("significance", { score: overallSignificance(significance), asked, by });
    add("(text length)", { score: by, asked, by });
  }
  return rows;
}

/**
 * A table: a row a dimension, a column a conversation; then means over `locomo`, when there is some: of the columns, and
 * within bands of length; then the sample within bands.
 */
export function meaningTable(locomo: readonly Conversation[], sample: Conversation): string[] {
  const conversations = [...locomo, sample];
  const all = conversations.map(scoreTurns);
  const means = locomo.length === 0 ? [] : ["mean", "within"];
  const head = [...conversations.map(({ name }) => name), ...means, "within*"];
  const asked = conversations.map(({ turns }) => `${turns.filter((turn) => turn.asked).length}/${turns.length}`);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const lines = Object.keys(all[0]!).map((name) => {
    const each = all.map((rows) => auc(rows[name]!));
    const within = all.map((rows) => aucWithin(rows[name]!, LENGTH_BANDS));
    const figures = means.length === 0 ? [] : [mean(each.slice(0, -1)), mean(within.slice(0, -1))];
    return line(
      name,
      [...each, ...figures, within.at(-1)!].map((figure) => figure.toFixed(3)),
    );
  });
  return [line("dimension", head), line("turns asked about", asked), ...lines];
}

function line(name: string, cells: readonly string[]): string {
  return [name.padEnd(20), ...cells.map((cell) => cell.padStart(9))].join("").trimEnd();
}
