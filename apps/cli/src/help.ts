/** Help texts, made from the same tables that parsing uses. */
import { GLOBAL_OPTIONS, type OptionTable } from "./arguments/option.ts";
import type { Command } from "./command.ts";
import type { Output } from "./output.ts";
import { wrap } from "./render/text.ts";

const WIDEST_NAME_COLUMN = 28;
const MAX_COLUMNS = 100;
const FALLBACK_COLUMNS = 80;

/** The list of commands. */
export function renderOverview(commands: readonly Command[], out: Output): string {
  const { style } = out;
  const rows = commands.map(({ name, usage, summary }): Row => [`${name} ${usage}`.trim(), summary]);
  const globals = optionRows(GLOBAL_OPTIONS);
  return [
    `${style.bold("vidmem")}: a local-first memory. One folder, no service, no network.`,
    "",
    style.bold("Commands"),
    ...renderRows(rows, out),
    "",
    style.bold("Options of every command"),
    ...renderRows([...globals, ["--version", "show the version"]], out),
    "",
    "Data goes to stdout, words to stderr.",
    "Exit codes: 0 ok, 1 not found, 2 misuse, 3 environment, 4 damage.",
    `Begin with ${style.accent("vidmem demo")}, or ${style.accent("vidmem help save")}.`,
    "",
  ].join("\n");
}

/** How one command is called. */
export function renderCommandHelp(command: Command, out: Output): string {
  const { style } = out;
  const { name, usage, summary, options, notes = [], examples } = command;
  const own = optionRows(options);
  const width = columnsFor(out);
  return [
    `${style.bold(`vidmem ${name}`)}: ${summary}`,
    "",
    `  vidmem ${`${name} ${usage}`.trim()} [options]`,
    ...(own.length === 0 ? [] : ["", style.bold("Options"), ...renderRows(own, out)]),
    "",
    style.bold("Options of every command"),
    ...renderRows(optionRows(GLOBAL_OPTIONS), out),
    ...notes.flatMap((note) => `\n${wrap(note, width).join("\n")}`),
    "",
    style.bold("Examples"),
    ...examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}

/** The same for programs. */
export function toJsonHelp({ name, summary, usage, options }: Command): object {
  const named = Object.entries({ ...options, ...GLOBAL_OPTIONS });
  return {
    name,
    summary,
    usage: `vidmem ${name} ${usage}`.trim(),
    options: named.map(([option, { value = null, short = null, isRepeatable = false, help }]) => ({
      name: option,
      short,
      value,
      isRepeatable,
      help,
    })),
  };
}

type Row = readonly [string, string];

function optionRows(options: OptionTable): Row[] {
  return Object.entries(options).map(([name, { short, value, help }]) => {
    const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
    return [value === undefined ? names : `${names} ${value}`, help];
  });
}

function renderRows(rows: readonly Row[], out: Output): string[] {
  const left = Math.min(WIDEST_NAME_COLUMN, Math.max(...rows.map(([name]) => name.length)));
  const room = Math.max(20, columnsFor(out) - left - 4);
  return rows.flatMap(([name, text]) => {
    const [first = "", ...more] = wrap(text, room);
    return [
      `  ${out.style.accent(name.padEnd(left))}  ${first}`,
      ...more.map((line) => `${" ".repeat(left + 4)}${line}`),
    ];
  });
}

function columnsFor({ columns }: Output): number {
  return Math.min(MAX_COLUMNS, Number.isFinite(columns) ? columns : FALLBACK_COLUMNS);
}
