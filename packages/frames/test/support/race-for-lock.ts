/** Child: takes the lock again and again; a file made with O_EXCL proves that it is alone. Arguments: folder, way, rounds. */
import fs from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { acquireByFlock } from "../../src/lock/flock.ts";
import { acquireByGenerations } from "../../src/lock/link-generations.ts";

const [dir = "", way = "", rounds = "0"] = process.argv.slice(2);
const path = join(dir, "LOCK");
const proof = join(dir, "inside");
let held = 0;
for (let round = 0; round < Number(rounds) * 50 && held < Number(rounds); round++) {
  try {
    const lock = way === "flock" ? await acquireByFlock(path) : await acquireByGenerations(path);
    if (lock === undefined) throw new Error("no flock program");
    try {
      fs.writeFileSync(proof, String(process.pid), { flag: "wx" });
    } catch {
      process.stdout.write("VIOLATION\n");
    }
    held++;
    await sleep(1);
    fs.rmSync(proof, { force: true });
    await lock.release();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "FRAMES_LOCKED")) throw error;
  }
  await sleep(Math.random() * 4);
}
process.stdout.write(`held ${held}\n`);
