/** `vidmem verify`: reads every byte again and names whatever is wrong. */
import type { StoreViolation } from "@vidmem/memory";
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
  notes: [
    "Repairs nothing and takes no lock. Ends with 4 when anything is wrong; what is not damaged stays readable. In index/ no memory lies: it is made again from them.",
  ],
  examples: ["vidmem verify", "vidmem verify --json"],
  async run(context) {
    const { io, out } = context;
    return withStore(context, "read", async (store) => {
      // Figures are counted in the index, which may be damaged: only who verified it asks for them.
      const found = await whileWaiting(io, "Reading every byte", report(store.verify(), context));
      const count = found.log + found.index;
      if (!out.wantsJson && count === 0) {
        const { frames, sizeBytes } = store.stats().log;
        await out.data(`ok: ${countOf(frames, "frame")}, ${formatBytes(sizeBytes)}, nothing is wrong\n`);
      }
      if (found.log > 0)
        out.words(
          `${countOf(found.log, "place")} wrong; ${formatCount(store.recovery.frames)} frames are readable. Restore the file from a backup if you have one.`,
        );
      if (found.index > 0)
        out.words(
          `${countOf(found.index, "place")} wrong in the index, so that searches may miss something. No memory is lost: \`vidmem doctor --repair\` makes the index again (so does deleting index/).`,
        );
      return count === 0 ? EXIT_OK : EXIT_DAMAGE;
    });
  },
};

/** Prints the violations as they are found. @returns how many there were in the log, and in the index. */
async function report(
  violations: AsyncIterable<StoreViolation>,
  { out }: Context,
): Promise<{ readonly log: number; readonly index: number }> {
  const found = { log: 0, index: 0 };
  async function* counted(): AsyncGenerator<Pick<StoreViolation, "file" | "offset" | "kind" | "message">> {
    for await (const { file, offset, kind, message } of violations) {
      found[kind === "damaged-index" ? "index" : "log"]++;
      yield { file, offset, kind, message };
    }
  }
  if (out.wantsJson) {
    await out.jsonList({
      key: "violations",
      items: counted(),
      rest: () => ({ ok: found.log + found.index === 0 }),
      onError: toErrorReport,
    });
    return found;
  }
  for await (const { file, offset, kind, message } of counted()) {
    await out.data(`${cleanLine(`${file}:${offset}`)}  ${kind}  ${cleanLine(message)}\n`);
  }
  return found;
}
