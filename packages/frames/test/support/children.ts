/** Child processes that run TypeScript sources of this room. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Child {
  readonly process: ChildProcess;
  /** All lines of stdout so far. */
  readonly lines: string[];
  /** Resolves with the next line that fits, or with undefined when the child ends. */
  waitFor(fits: (line: string) => boolean): Promise<string | undefined>;
  readonly ended: Promise<number | null>;
}

export function startChild(script: URL, args: readonly string[]): Child {
  const child = spawn(
    process.execPath,
    ["--conditions=@vidmem/source", "--import", "tsx", fileURLToPath(script), ...args],
    { stdio: ["ignore", "pipe", "inherit"], cwd: fileURLToPath(new URL("../../../../", import.meta.url)) },
  );
  const lines: string[] = [];
  const waiters = new Set<() => void>();
  let over = false;
  const wake = (): void => {
    for (const waiter of waiters) waiter();
  };
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => {
    lines.push(line);
    wake();
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", (code) => {
      over = true;
      wake();
      resolve(code);
    });
  });
  const waitFor = (fits: (line: string) => boolean): Promise<string | undefined> =>
    new Promise((resolve) => {
      let seen = 0;
      const look = (): void => {
        for (; seen < lines.length; seen++) {
          const line = lines[seen] ?? "";
          if (!fits(line)) continue;
          waiters.delete(look);
          resolve(line);
          return;
        }
        if (over) resolve(undefined);
      };
      waiters.add(look);
      look();
    });
  return { process: child, lines, waitFor, ended };
}
