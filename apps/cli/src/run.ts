/** One call of the command line: finds the command, runs it, and turns whatever is thrown into words and an exit code. */
import { parseArguments } from "./arguments/arguments.ts";
import { COMMANDS } from "./command-table.ts";
import { EXIT_OK, toErrorReport } from "./exit-codes.ts";
import { findCommand } from "./find-command.ts";
import { renderCommandHelp, toJsonHelp } from "./help.ts";
import type { Io } from "./io.ts";
import { createOutput, type Output } from "./output.ts";
import { packageVersion } from "./package-files.ts";

/** @returns the exit code; never throws. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  const out = createOutput(io, wantsJson(args));
  try {
    return await dispatch(args, io, out);
  } catch (error) {
    return reportError(error, io, out);
  }
}

async function dispatch(args: readonly string[], io: Io, out: Output): Promise<number> {
  const { name, rest, wantsVersion } = splitCall(args);
  if (wantsVersion) {
    const version = packageVersion();
    await (out.wantsJson ? out.json({ version }) : out.data(`${version}\n`));
    return EXIT_OK;
  }
  const command = await findCommand(COMMANDS, name).load();
  const parsed = parseArguments(rest, command);
  if (parsed.flag("help") && command.name !== "help") {
    await (out.wantsJson ? out.json(toJsonHelp(command)) : out.data(renderCommandHelp(command, out)));
    return EXIT_OK;
  }
  return command.run({ io, args: parsed, out });
}

/** The command's name is the first word that is no option; global options may stand before it. */
function splitCall(args: readonly string[]): { name: string; rest: readonly string[]; wantsVersion: boolean } {
  let at = 0;
  while (at < args.length && args[at]!.startsWith("-") && args[at] !== "--") at += args[at] === "--dir" ? 2 : 1;
  const leading = args.slice(0, at);
  const wantsVersion = leading.includes("--version") || leading.includes("-V");
  return { name: args[at] ?? "help", rest: [...leading, ...args.slice(at + 1)], wantsVersion };
}

/** Known before anything is parsed, so that a mistake in the call is reported as JSON too. */
function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).includes("--json");
}

async function reportError(error: unknown, io: Io, out: Output): Promise<number> {
  const { code, message, exitCode } = toErrorReport(error);
  if (code === "CLI_OUTPUT_CLOSED") return exitCode;
  try {
    if (out.wantsJson && !out.hasJson) await out.json({ error: { code, message } });
  } catch {
    // Stdout is gone; the words on stderr and the exit code still say it.
  }
  out.words(`vidmem: ${message}`);
  if (io.env["VIDMEM_DEBUG"] === "1" && error instanceof Error) out.words(stackOf(error));
  return exitCode;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}
