/** Child processes that run a TypeScript script of these tests. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Child {
  /** All lines of stdout so far. */
  readonly lines: readonly string[];
  /** Resolves when that many lines have come, or when the child has ended. */
  waitForLines(count: number): Promise<void>;
  kill(): void;
  readonly ended: Promise<number | null>;
}

export function startChild(script: URL, args: readonly string[]): Child {
  const child = spawn(
    process.execPath,
    ["--conditions=@vidmem/source", "--import", "tsx", fileURLToPath(script), ...args],
    { stdio: ["ignore", "pipe", "inherit"], cwd: fileURLToPath(new URL("../../../../", import.meta.url)) },
  );
  const lines: string[] = [];
  let wake = (): void => undefined;
  let isOver = false;
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    wake();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      isOver = true;
      wake();
      resolve(code);
    });
  });
  return {
    lines,
    waitForLines: (count) =>
      new Promise((resolve) => {
        wake = () => {
          if (lines.length >= count || isOver) resolve();
        };
        wake();
      }),
    kill: () => void child.kill("SIGKILL"),
    ended,
  };
}
