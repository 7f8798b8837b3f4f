/** What a command is: a name, its options, and a function that parses, calls and renders. */
import type { Arguments } from "./arguments/arguments.ts";
import type { OptionTable } from "./arguments/option.ts";
import type { Io } from "./io.ts";
import type { Output } from "./output.ts";

/** What a command works with. */
export interface Context {
  readonly io: Io;
  readonly args: Arguments;
  readonly out: Output;
}

export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The call after the name, for people: "<query>". */
  readonly usage: string;
  /** Least and most positional arguments. */
  readonly arity: readonly [number, number];
  readonly options: OptionTable;
  /** Paragraphs below the options. */
  readonly notes?: readonly string[] | undefined;
  readonly examples: readonly string[];
  /** @returns the exit code. */
  run(context: Context): Promise<number>;
}

/** A command that is not loaded yet. */
export interface CommandEntry {
  readonly name: string;
  readonly load: () => Promise<Command>;
}
