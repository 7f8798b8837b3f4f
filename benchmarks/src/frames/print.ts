/** Prints an answer as a table, with a line for each verdict. */
import { isMet, type Answer, type Verdict } from "./question.ts";

export function printAnswer({ title, rows, verdicts, notes = [] }: Answer): void {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const cells = [
    ["", ...names],
    ...rows.map(({ name, figures }) => [
      name,
      ...names.map((figure) => (figure in figures ? format(figures[figure]!) : "")),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join("  ")
      .trimEnd(),
  );
  process.stdout.write(
    [`## ${title}`, "", ...lines, ...verdicts.map(toLine), ...notes.map((note) => `(${note})`), "", ""].join("\n"),
  );
}

function toLine(verdict: Verdict): string {
  const { what, value, atLeast, atMost } = verdict;
  if (atLeast === undefined && atMost === undefined) return `  noted  ${what}: ${format(value)}`;
  const bar = atLeast === undefined ? `at most ${format(atMost!)}` : `at least ${format(atLeast)}`;
  return `${isMet(verdict) ? "    met" : " MISSED"}  ${what}: ${format(value)} (bar: ${bar})`;
}

/** Three significant digits, or the whole number. */
function format(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  const [whole, fraction] = value.toFixed(digits).split(".");
  const grouped = whole!.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined || value === 0 ? grouped : `${grouped}.${fraction}`;
}
