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

/** A table: a row a dimension, a column a conversation, the mean of `locomo`, and their mean within bands of length. */
export function meaningTable(locomo: readonly Conversation[], sample: Conversation): string[] {
  const all = [...locomo, sample].map((conversation) => ({ conversation, rows: scoreTurns(conversation) }));
  const dev = all.slice(0, -1);
  const columns = [...all.map(({ conversation }) => conversation.name), "mean", "within", "within*"];
  const asked = all.map(
    ({ conversation: { turns } }) => `${turns.filter((turn) => turn.asked).length}/${turns.length}`,
  );
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const within = (rows: readonly Row[]): number => aucWithin(rows, LENGTH_BANDS);
  const lines = Object.keys(all[0]!.rows).map((name) => {
    const each = all.map(({ rows }) => auc(rows[name]!));
    const figures = [
      ...each,
      mean(each.slice(0, -1)),
      mean(dev.map(({ rows }) => within(rows[name]!))),
      within(all.at(-1)!.rows[name]!),
    ];
    return line(
      name,
      figures.map((figure) => figure.toFixed(3)),
    );
  });
  return [line("dimension", columns), line("turns asked about", [...asked, "", "", ""]), ...lines];
}

function line(name: string, cells: readonly string[]): string {
  return [name.padEnd(20), ...cells.map((cell) => cell.padStart(9))].join("").trimEnd();
}
