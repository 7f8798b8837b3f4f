/**
 * Exit codes, derived from the error family: 0 ok, 1 not found, 2 misuse, 3 environment, 4 damage, 70 a bug of ours,
 * 130 and 143 stopped by a signal. The table for people: README.md.
 */
import { isVidmemError } from "@vidmem/frames";

export const EXIT_OK = 0;
/** Something that was asked for is not there. */
export const EXIT_NOT_FOUND = 1;
export const EXIT_MISUSE = 2;
export const EXIT_ENVIRONMENT = 3;
export const EXIT_DAMAGE = 4;
const EXIT_BUG = 70;
const EXIT_SIGINT = 130;

const EXITS: Readonly<Record<string, number>> = {
  CLI_MISUSE: EXIT_MISUSE,
  CLI_NOT_FOUND: EXIT_NOT_FOUND,
  CLI_OUTPUT_CLOSED: EXIT_OK,
  FRAMES_CORRUPT: EXIT_DAMAGE,
  INDEX_DAMAGED: EXIT_DAMAGE,
  MEMORY_FORMAT: EXIT_DAMAGE,
};

/** How the engine words its own TypeErrors: those are bugs, while a room's TypeError names an argument. */
const ENGINE_MESSAGES =
  /^Cannot (read|set|destructure|convert|access|assign|add|delete)|is not (a function|iterable|a constructor|an object)|^Invalid (array|string|typed)|call stack/;
const BUG_MESSAGE_CHARACTERS = 160;
const SYSTEM_CODE = /^E[A-Z0-9]+$/;
/** A command that reads changes nothing, so the next one would meet the same. */
const REMAKE_INDEX = "A command that only reads leaves it as it is: `vidmem doctor --repair` makes it again.";

/** What is said about an error: to programs `code` and `message`, to people `message`, to the shell `exitCode`. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
}

/** Maps any thrown value. */
export function toErrorReport(error: unknown): ErrorReport {
  if (isVidmemError(error)) {
    const { code, message, details } = error;
    if (code === "CLI_INTERRUPTED") return { code, message, exitCode: Number(details["exitCode"] ?? EXIT_SIGINT) };
    const next = code === "INDEX_DAMAGED" ? ` ${REMAKE_INDEX}` : systemReason(error, message);
    return { code, message: `${message}${next}`, exitCode: EXITS[code] ?? EXIT_ENVIRONMENT };
  }
  if (isMisuse(error)) return { code: "CLI_MISUSE", message: error.message, exitCode: EXIT_MISUSE };
  if (error instanceof Error && "syscall" in error) {
    return { code: "CLI_IO", message: `The system refused: ${error.message}`, exitCode: EXIT_ENVIRONMENT };
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  const message = `This is a bug in vidmem (${what.slice(0, BUG_MESSAGE_CHARACTERS)}). Run it again with VIDMEM_DEBUG=1 for the place.`;
  return { code: "CLI_BUG", message, exitCode: EXIT_BUG };
}

/** The system's own code, where the message does not have it: "the disk is full" is what somebody at a terminal has to know. */
function systemReason(error: Error, message: string): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    if (SYSTEM_CODE.test(code)) return message.includes(code) ? "" : ` The system said ${code}.`;
  }
  return "";
}

function isMisuse(error: unknown): error is Error {
  if (!(error instanceof TypeError) && !(error instanceof RangeError)) return false;
  return !("code" in error) && !ENGINE_MESSAGES.test(error.message);
}
