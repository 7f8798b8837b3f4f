/** The real outside world: this process. */
import { accessSync, constants } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { basename, delimiter, join, relative } from "node:path";
import { CliError } from "./errors.ts";
import type { Interruption, Io } from "./io.ts";

const SIGNAL_EXITS = { SIGINT: 130, SIGTERM: 143 } as const;

/** @returns the io of this process, and `release`, which lets the process end although stdin was opened. */
export function createProcessIo(): { io: Io; release: () => void } {
  let opened: NodeJS.ReadStream | undefined;
  // A reader that goes away (`| head`) reaches us as an error of the write; the event alone must not end the process.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const io: Io = {
    env: process.env,
    platform: process.platform,
    homeDir: homedir(),
    tempDir: tmpdir(),
    programName: programName(process.argv[1] ?? "", process.env["PATH"] ?? ""),
    get stdin() {
      return (opened ??= process.stdin);
    },
    stdout: process.stdout,
    stderr: process.stderr,
    listenForInterrupt,
  };
  return { io, release: () => void opened?.destroy() };
}

function listenForInterrupt(): Interruption {
  const controller = new AbortController();
  const names = Object.keys(SIGNAL_EXITS) as (keyof typeof SIGNAL_EXITS)[];
  const stop = (name: keyof typeof SIGNAL_EXITS): void => {
    dispose();
    controller.abort(new CliError("CLI_INTERRUPTED", "Stopped.", { details: { exitCode: SIGNAL_EXITS[name] } }));
  };
  const dispose = (): void => {
    for (const name of names) process.off(name, stop);
  };
  for (const name of names) process.on(name, stop);
  return { signal: controller.signal, [Symbol.dispose]: dispose };
}

/** "vidmem" when the shell finds it; else the call of the script, so that suggested commands work when pasted. */
function programName(script: string, path: string): string {
  if (!script.endsWith(".mjs") || isOnPath(path)) return "vidmem";
  const near = relative(process.cwd(), script);
  const shown = near.startsWith("..") ? script : near;
  return basename(process.argv[0] ?? "node") === "node" ? `node ${shown}` : "vidmem";
}

function isOnPath(path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, "vidmem"), constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });
}
