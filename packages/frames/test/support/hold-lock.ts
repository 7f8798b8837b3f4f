/** Child: takes the lock one way, says so, and waits to be killed. Arguments: folder, way. */
import { join } from "node:path";
import { acquireByFlock } from "../../src/lock/flock.ts";
import { acquireByGenerations } from "../../src/lock/link-generations.ts";

const [dir = "", way = ""] = process.argv.slice(2);
const path = join(dir, "LOCK");
const lock = way === "flock" ? await acquireByFlock(path) : await acquireByGenerations(path);
process.stdout.write(lock === undefined ? "none\n" : "held\n");
setInterval(() => lock, 1000);
