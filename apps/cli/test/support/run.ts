/** Runs the command line: in this process with captured streams, or as a real child process. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { Io, OutStream } from "../../src/io.ts";
import { runCli } from "../../src/run.ts";

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Columns of a terminal on stdout; absent: a pipe. */
  readonly columns?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly tempDir?: string | undefined;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vidmem-cli-test-"));
  folders.push(folder);
  return folder;
}

/** Runs in this process. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const stdout = captured(options.columns);
  const stderr = captured();
  const io: Io = {
    env: options.env ?? {},
    platform: "linux",
    homeDir: "/nowhere",
    tempDir: options.tempDir ?? tmpdir(),
    programName: "vidmem",
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    listenForInterrupt: () => ({
      signal: options.signal ?? new AbortController().signal,
      [Symbol.dispose]: () => {},
    }),
  };
  const code = await runCli(args, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs with --json and parses what came: exactly one JSON value, or this throws. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows the shape that it tests
export async function runJson<T>(
  args: readonly string[],
  options: RunOptions = {},
): Promise<{ code: number | null; value: T }> {
  const { code, stdout } = await run([...args, "--json"], options);
  return { code, value: JSON.parse(stdout) as T };
}

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const TSX = import.meta.resolve("tsx");

/** Starts a child process on the sources. */
export function start(args: readonly string[], options: { env?: NodeJS.ProcessEnv; uid?: number } = {}): ChildProcess {
  const { env = {}, uid } = options;
  const command = ["--import", TSX, "--conditions=@vidmem/source", MAIN, ...args];
  return spawn(process.execPath, command, {
    env: { ...process.env, VIDMEM_DIR: "", ...env },
    stdio: ["pipe", "pipe", "pipe"],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

/** Waits for a child process to end. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

function captured(columns?: number): { stream: OutStream; text: () => string } {
  let text = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream: columns === undefined ? stream : Object.assign(stream, { isTTY: true, columns }), text: () => text };
}
