/**
 * Child: several savers append for ever; each acknowledged frame is printed as "id saver number size".
 * Arguments: folder, round, savers, durability. What a frame holds follows from its line: see kill-contents.ts.
 */
import { openFrameLog } from "../../src/index.ts";
import type { Durability } from "../../src/index.ts";
import { contentOf, sizeOf } from "./kill-contents.ts";

const [dir = "", round = "0", savers = "4", durability = "each-save"] = process.argv.slice(2);
const log = await openFrameLog({
  dir,
  durability: durability as Durability,
  segmentBytes: 256 * 1024,
  rowBytes: 16 * 1024,
});
process.stdout.write("open\n");

async function save(saver: number): Promise<void> {
  for (let number = 0; ; number++) {
    const line = { round: Number(round), saver, number, sizeBytes: sizeOf(saver, number) };
    const { id, durable } = log.append({ content: contentOf(line), metadata: { round: line.round, saver, number } });
    await durable;
    process.stdout.write(`${id} ${saver} ${number} ${line.sizeBytes}\n`); // to a pipe this is synchronous
  }
}

await Promise.all(Array.from({ length: Number(savers) }, (_, saver) => save(saver)));
