/** What the command line itself can raise; each code has its heading in docs/errors.md. */
import { VidmemError, type VidmemErrorOptions } from "@vidmem/frames";

/** Every code of this app. Never rename one: scripts read them from `--json`. */
export type CliErrorCode =
  | "CLI_MISUSE"
  | "CLI_NOT_FOUND"
  | "CLI_NO_STORE"
  | "CLI_IO"
  | "CLI_INTERRUPTED"
  | "CLI_OUTPUT_CLOSED";

/** An error of the command line. */
export class CliError extends VidmemError {
  declare readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options: VidmemErrorOptions = {}) {
    super(code, message, options);
  }
}

/** The command was not called as it can be. */
export function misuse(message: string): CliError {
  return new CliError("CLI_MISUSE", message);
}

/** No memory has this id. */
export function notFound(id: string): CliError {
  return new CliError("CLI_NOT_FOUND", `There is no memory ${id}. See what is there: vidmem list`);
}
