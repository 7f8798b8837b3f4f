/** A progress bar on stderr: only on a terminal, and only when the work lasts over a second. */
import type { Progress } from "@vidmem/memory";
import type { Io } from "../io.ts";
import { formatBytes, formatCount } from "./numbers.ts";

const SHOW_AFTER_MS = 1000;
const REDRAW_EVERY_MS = 100;
const BAR_CELLS = 24;

export interface ProgressBar {
  update(progress: Progress): void;
  /** Wipes the bar away. */
  end(): void;
}

export function createProgressBar(
  { stderr }: Pick<Io, "stderr">,
  label: string,
  now: () => number = Date.now,
): ProgressBar {
  const started = now();
  let drawn = started + SHOW_AFTER_MS - REDRAW_EVERY_MS;
  let isShown = false;
  return {
    update(progress) {
      if (stderr.isTTY !== true || now() - drawn < REDRAW_EVERY_MS) return;
      drawn = now();
      isShown = true;
      stderr.write(`\r\u001b[2K${label} ${render(progress)}`);
    },
    end() {
      if (isShown) stderr.write("\r\u001b[2K");
      isShown = false;
    },
  };
}

/** Waits for work that cannot say how far it is, with one line of words while it lasts over a second. */
export async function whileWaiting<T>({ stderr }: Pick<Io, "stderr">, label: string, work: Promise<T>): Promise<T> {
  let isShown = false;
  const timer = setTimeout(() => {
    isShown = true;
    if (stderr.isTTY === true) stderr.write(`${label} …`);
  }, SHOW_AFTER_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    if (isShown && stderr.isTTY === true) stderr.write("\r\u001b[2K");
  }
}

function render({ done, total, unit }: Progress): string {
  const format = unit === "bytes" ? formatBytes : (count: number): string => `${formatCount(count)} memories`;
  if (total === undefined || total === 0) return format(done);
  const share = Math.min(1, done / total);
  const full = Math.round(share * BAR_CELLS);
  const bar = "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${format(done)} of ${format(total)}`;
}
