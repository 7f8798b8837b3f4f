/** The time that this thread has computed, in ms: others on the machine do not show in it. Outside Linux, the clock. */
import { threadTimes } from "../frames/processor.ts";

export function threadMs(): number {
  const { ranMs } = threadTimes();
  return Number.isNaN(ranMs) ? performance.now() : ranMs;
}
