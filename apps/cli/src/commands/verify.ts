/** `vidmem verify`: reads every byte again and names whatever is wrong. */
import type { Violation } from "@vidmem/frames";
import type { Command, Context } from "../command.ts";
import { withStore } from "../compose.ts";
import { EXIT_DAMAGE, EXIT_OK, toErrorReport } from "../exit-codes.ts";
import { cleanLine } from "../render/text.ts";
import { countOf, formatBytes, formatCount } from "../render/numbers.ts";
import { whileWaiting } from "../render/progress.ts";

export const verify: Command = {
  name: "verify",
  summary: "read every byte again and name whatever is wrong",
  usage: "",
  arity: [0, 0],
  options: {},
  notes: ["Repairs nothing and takes no lock. Ends with 4 when anything is wrong; what is not damaged stays readable."],
  examples: ["vidmem verify", "vidmem verify --json"],
  async run(context) {
    const { io, out } = context;
    return withStore(context, "read", async (store) => {
      const { frames, sizeBytes } = store.stats().log;
      const count = await whileWaiting(io, `Reading ${formatBytes(sizeBytes)}`, report(store.verify(), context));
      if (!out.wantsJson && count === 0) {
        await out.data(`ok: ${countOf(frames, "frame")}, ${formatBytes(sizeBytes)}, nothing is wrong\n`);
      }
      if (count > 0)
        out.words(
          `${countOf(count, "place")} wrong; ${formatCount(frames)} frames are readable. Restore the file from a backup if you have one.`,
        );
      return count === 0 ? EXIT_OK : EXIT_DAMAGE;
    });
  },
};

/** Prints the violations as they are found. @returns how many there were. */
async function report(violations: AsyncIterable<Violation>, { out }: Context): Promise<number> {
  let count = 0;
  async function* counted(): AsyncGenerator<Violation> {
    for await (const { file, offset, kind, message } of violations) {
      count++;
      yield { file, offset, kind, message };
    }
  }
  if (out.wantsJson) {
    await out.jsonList({
      key: "violations",
      items: counted(),
      rest: () => ({ ok: count === 0 }),
      onError: toErrorReport,
    });
    return count;
  }
  for await (const { file, offset, kind, message } of counted()) {
    await out.data(`${cleanLine(`${file}:${offset}`)}  ${kind}  ${cleanLine(message)}\n`);
  }
  return count;
}
