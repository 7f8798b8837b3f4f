/** The large store that several questions look at: built once, by bulk saves in a process of its own, then sealed. */
import { join } from "node:path";
import { startContestant } from "./contestant.ts";
import type { LargeStore, Setting } from "./question.ts";

/** Texts made before; the more, the farther apart they repeat. 10 MB apart is far beyond deflate's 32 KB. */
export const TEXTS = 20_000;

export async function buildLargeStore({ dir, frames }: Pick<Setting, "dir" | "frames">): Promise<LargeStore> {
  const parent = join(dir, "large");
  const builder = await startContestant("vidmem frames", "frame-log-build", { frames, texts: TEXTS, dir: parent });
  const figures = await builder.round();
  await builder.close();
  return {
    dir: join(parent, "0"),
    idsFile: join(parent, "0.ids"),
    frames,
    contentBytes: figures["content bytes"]!,
    framesPerSecond: figures["saves/s"]!,
    settleMs: figures["settle ms"]!,
  };
}
