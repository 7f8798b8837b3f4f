/** Erasing one memory after another from large sealed segments, in a copy of a store; beside it, copying a file of that size and syncing it. */
import { copyFileSync, cpSync, fsyncSync, openSync, closeSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { openFrameLog } from "@vidmem/frames";
import { createRandom } from "../../corpus.ts";
import { median } from "../../statistics.ts";
import { filesBelow } from "../files.ts";
import { threadTimes } from "../processor.ts";
import { text, type SetUp } from "../subject.ts";
import { pickIds } from "./frame-log-reads.ts";

const ERASURES = 5;
const MIB = 1024 * 1024;

export const frameLogErase: SetUp = async (params) => {
  const dir = text(params, "copyTo");
  cpSync(text(params, "dir"), dir, { recursive: true });
  const ids = readFileSync(text(params, "idsFile"));
  const random = createRandom(3);
  const log = await openFrameLog({ dir });
  await log.compact(); // segments as large as they become
  return {
    async round() {
      const erased: number[] = [];
      const ran: number[] = [];
      const copied: number[] = [];
      for (const id of pickIds(ids, random, ERASURES)) {
        const before = threadTimes();
        const start = performance.now();
        await log.erase(id);
        erased.push(performance.now() - start);
        ran.push(threadTimes().ranMs - before.ranMs);
        copied.push(copyAndSync(largestFile(dir), join(dir, "copy")));
      }
      const sizeBytes = statSync(largestFile(dir)).size;
      return {
        "erase ms": median(erased),
        "thread ms": median(ran),
        "copy + fsync ms": median(copied),
        "segment MiB": sizeBytes / MIB,
      };
    },
    close: () => log.close(),
  };
};

function largestFile(dir: string): string {
  const files = filesBelow(join(dir, "shards"));
  return files.reduce((largest, file) => (statSync(file).size > statSync(largest).size ? file : largest));
}

function copyAndSync(from: string, to: string): number {
  const start = performance.now();
  copyFileSync(from, to);
  const file = openSync(to, "r+");
  fsyncSync(file);
  closeSync(file);
  const ms = performance.now() - start;
  rmSync(to);
  return ms;
}
