/** `pnpm bench analysis`: how fast are texts read into terms, what do new words cost, what does a suggestion cost? */
import { machineLine } from "../machine.ts";
import { printAnswer } from "../frames/print.ts";
import { measureForgetting } from "./forgetting.ts";
import { measureMisspelling } from "./misspelling.ts";
import { measureReading } from "./reading.ts";

/** How to call it. */
export const ANALYSIS_USAGE = "analysis";

export async function runAnalysis(): Promise<void> {
  for (const measure of [measureReading, measureForgetting, measureMisspelling]) printAnswer(measure());
  process.stdout.write(`${machineLine()}\n`);
  return Promise.resolve();
}
