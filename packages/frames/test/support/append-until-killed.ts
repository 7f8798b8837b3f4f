/** Child: appends for ever and prints each id after it was acknowledged. Arguments: folder, prefix. */
import { openFrameLog } from "../../src/index.ts";

const [dir = "", prefix = ""] = process.argv.slice(2);
const log = await openFrameLog({ dir, segmentBytes: 64 * 1024 });
const saver = async (name: string): Promise<void> => {
  for (let n = 0; ; n++) {
    const content = new TextEncoder().encode(`${prefix} ${name} ${n} ${"x".repeat(n % 700)}`);
    const { id, durable } = log.append({ content });
    await durable;
    process.stdout.write(`${id}\n`);
  }
};
await Promise.all(["a", "b", "c", "d"].map(saver));
