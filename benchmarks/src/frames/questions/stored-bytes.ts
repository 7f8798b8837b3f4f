/** How many bytes does the disk hold for a byte of text, and where do they go? What do deltas save? */
import { join } from "node:path";
import { startContestant } from "../contestant.ts";
import type { Question, Row } from "../question.ts";
import { measureSealed } from "../sealed-parts.ts";

export const storedBytes: Question = async (setting) => {
  const store = await setting.largeStore();
  const bytesOfText = store.contentBytes / store.frames;
  const sealed = measureSealed(store.dir);
  const toRow = (name: string, bytes: number): Row => ({
    name,
    figures: { "bytes a frame": bytes / sealed.frames, "÷ text": bytes / sealed.frames / bytesOfText },
  });
  const total = toRow("everything", sealed.sizeBytes);
  const frames = setting.isQuick ? 10_000 : 40_000;
  const plain = await saveRevisions(setting.dir, { frames, isNamed: false });
  const named = await saveRevisions(setting.dir, { frames, isNamed: true });
  return {
    title: `Stored bytes, ${sealed.frames} sealed memories of ${Math.round(bytesOfText)} bytes`,
    rows: [...Object.entries(sealed.parts).map(([name, bytes]) => toRow(name, bytes)), total, plain, named],
    verdicts: [
      { what: "stored ÷ text, without deltas", value: total.figures["÷ text"]!, atMost: 0.6 },
      {
        what: "sealed bytes of revisions, × without family",
        value: named.figures["÷ text"]! / plain.figures["÷ text"]!,
      },
    ],
    notes: [
      "Only sealed segments: the newest rows, up to 4 MiB, wait for their turn. chunks: headers, and times, kinds, metadata and texts, deflated.",
      "revisions: 200 texts take turns at random, one sentence of one text changes at a time; no fingerprints.",
    ],
  };
};

async function saveRevisions(
  dir: string,
  { frames, isNamed }: { readonly frames: number; readonly isNamed: boolean },
): Promise<Row> {
  const name = isNamed ? "revisions, with family" : "revisions";
  const place = join(dir, name);
  const builder = await startContestant(name, "frame-log-deltas", { dir: place, frames, isNamed });
  const figures = await builder.round();
  await builder.close();
  const contentBytes = figures["content bytes"]!;
  const sealed = measureSealed(place);
  const bytes = sealed.sizeBytes / sealed.frames;
  const deltas = {
    "frames as deltas": figures["deltas"]! / frames,
    "saved of rows": figures["delta saved bytes"]! / contentBytes,
  };
  return {
    name,
    figures: { "bytes a frame": bytes, "÷ text": bytes / (contentBytes / frames), ...(isNamed ? deltas : {}) },
  };
}
