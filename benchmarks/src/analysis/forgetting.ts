/** Forgetting: what does the bound on surface forms cost, when ids and numbers never end? */
import { createTermBuffer, createTermTable } from "@vidmem/index";
import type { Answer, Row } from "../frames/question.ts";
import { threadMs } from "./thread-time.ts";
import { writeTexts } from "./texts.ts";

const TEXTS = 30_000;
const MIB = 1_024 * 1_024;
const BOUNDS_MIB = [0.25, 1, 4, 32];

/** English texts, each with two ids that no other has. */
export function measureForgetting(): Answer {
  const encoder = new TextEncoder();
  const texts = writeTexts("English", TEXTS).map((text, at) =>
    encoder.encode(`${text} id${at * 7_919} x${at}y${at * 31}`),
  );
  return {
    title: "First reading of texts with two new ids each, under a bound on the bytes of surface forms",
    rows: BOUNDS_MIB.map((mib) => measureBound(texts, mib)),
    verdicts: [],
    notes: ["Terms are kept whatever the bound: a builder starts a new table when they are too many."],
  };
}

function measureBound(texts: readonly Uint8Array[], mib: number): Row {
  const table = createTermTable({ maxBytes: mib * MIB });
  const buffer = createTermBuffer();
  const start = threadMs();
  for (const text of texts) {
    buffer.count = 0;
    table.analyze(text, 0, text.length, buffer);
  }
  const ms = threadMs() - start;
  return {
    name: `${mib} MiB`,
    figures: {
      "texts/s": (1_000 * texts.length) / ms,
      "form MB": table.formBytes / 1e6,
      terms: table.termCount,
      "term MB": table.termBytes / 1e6,
    },
  };
}
