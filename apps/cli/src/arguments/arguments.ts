/** The arguments of one call, parsed by the command's own table. */
import { parseArgs } from "node:util";
import { misuse } from "../errors.ts";
import { nearest } from "./nearest.ts";
import { GLOBAL_OPTIONS, type OptionTable } from "./option.ts";

export interface Arguments {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  /** @throws CliError CLI_MISUSE when it is no number within the range. */
  number(name: string, range: NumberRange): number | undefined;
  /** A time in ms. @throws CliError CLI_MISUSE */
  time(name: string): number | undefined;
  /** @throws CliError CLI_MISUSE when it is none of the words. */
  word<const Word extends string>(name: string, words: readonly Word[]): Word | undefined;
  words<const Word extends string>(name: string, words: readonly Word[]): readonly Word[];
}

interface NumberRange {
  readonly low: number;
  readonly high: number;
  readonly isInteger?: boolean | undefined;
}

/** What parsing needs to know of a command. */
export interface CallShape {
  readonly name: string;
  readonly usage: string;
  readonly arity: readonly [number, number];
  readonly options: OptionTable;
}

const ISO_TIME = /^[+-]?\d{4,6}-\d{2}(-\d{2})?([T ].+)?$/;

/** @throws CliError CLI_MISUSE, worded for the person who typed it. */
export function parseArguments(args: readonly string[], shape: CallShape): Arguments {
  const table = { ...shape.options, ...GLOBAL_OPTIONS };
  const { values, positionals } = parseOrExplain(args, shape, table);
  const texts = (name: string): readonly string[] => {
    const value = values[name];
    return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
  };
  const text = (name: string): string | undefined => texts(name).at(-1);
  if (values["help"] !== true) assertArity(positionals, shape);
  return {
    positionals,
    flag: (name) => values[name] === true,
    text,
    texts,
    number: (name, range) => toNumber(name, text(name), range),
    time: (name) => toTime(name, text(name)),
    word: (name, words) => (text(name) === undefined ? undefined : toWord(name, text(name)!, words)),
    words: (name, words) => texts(name).map((value) => toWord(name, value, words)),
  };
}

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

function parseOrExplain(
  args: readonly string[],
  shape: CallShape,
  table: OptionTable,
): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { value, short, isRepeatable = false }]) => [
      name,
      {
        type: value === undefined ? ("boolean" as const) : ("string" as const),
        multiple: isRepeatable,
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw misuse(explain(error, shape, Object.keys(table)));
  }
}

/** Node's own words are right for a missing value, and long for an unknown option. */
function explain(error: Error, { name }: CallShape, known: readonly string[]): string {
  const option = /'(-[^' ]*)/.exec(error.message)?.[1];
  if ("code" in error && error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && option !== undefined) {
    const near = nearest(option.replace(/^-+/, ""), known);
    const hint = near === undefined ? `See: vidmem ${name} --help` : `Did you mean --${near}?`;
    return `${name} has no option ${option}. ${hint}`;
  }
  const [first = ""] = error.message.split("\n");
  return `${first.replace(/\.$/, "")}. See: vidmem ${name} --help`;
}

function assertArity(positionals: readonly string[], { name, usage, arity: [least, most] }: CallShape): void {
  const call = `vidmem ${name} ${usage}`.trimEnd();
  if (positionals.length < least) throw misuse(`${name} needs more. Call it as: ${call}`);
  if (positionals.length > most) {
    const hint =
      most > 0 && positionals.some((word) => !word.startsWith("-")) ? " Put a text of several words in quotes." : "";
    throw misuse(
      `${name} takes ${most === 0 ? "no" : `at most ${most}`} argument${most > 1 ? "s" : ""}, but got ${positionals.length}.${hint} Call it as: ${call}`,
    );
  }
}

function toNumber(
  name: string,
  text: string | undefined,
  { low, high, isInteger = false }: NumberRange,
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const isRight = value >= low && value <= high && (!isInteger || Number.isInteger(value));
  if (isRight) return value;
  throw misuse(
    `${dashed(name)} must be a ${isInteger ? "whole " : ""}number from ${low} to ${high.toLocaleString("en")}.`,
  );
}

function toTime(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw misuse(`${dashed(name)} must be a time like 2026-11-21 or 2026-11-21T10:30Z.`);
}

function toWord<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw misuse(`${dashed(name)} must be one of ${words.join(", ")}.`);
}

function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}
