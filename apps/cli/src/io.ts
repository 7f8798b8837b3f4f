/** The outside world of a command: everything it may read from or write to. Tests hand in their own. */
import type { Readable, Writable } from "node:stream";

/** A stream that may be a terminal. */
export type OutStream = Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };

/** A wish to stop, by Ctrl-C or a signal. While it is not disposed, the process does not end by itself. */
export interface Interruption {
  /** Aborted with a CliError CLI_INTERRUPTED. */
  readonly signal: AbortSignal;
  [Symbol.dispose](): void;
}

export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly homeDir: string;
  readonly tempDir: string;
  /** How the user called us, for the commands that we suggest. */
  readonly programName: string;
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  /** Takes over the signals until it is disposed. A second signal ends the process at once. */
  listenForInterrupt(): Interruption;
}
