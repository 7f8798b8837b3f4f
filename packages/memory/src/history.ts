/** History: every frame of the log in order, also when a part of the log is damaged: what can be read is read. */
import { isVidmemError, type FrameLog, type StoredFrame } from "@vidmem/frames";

export interface HistoryOptions {
  readonly signal?: AbortSignal | undefined;
  /** The first place. Default 1. */
  readonly fromSeq?: number | undefined;
  /** Whether the frame at this place must be there: then its damage is thrown. Default: it is passed over, `verify` reports it. */
  readonly isNeeded?: ((seq: number) => boolean) | undefined;
}

/** @throws FramesError FRAMES_CORRUPT for a damaged frame that is needed, FRAMES_IO; the signal's reason. */
export async function* readHistory(
  log: FrameLog,
  { signal, fromSeq = 1, isNeeded = () => false }: HistoryOptions = {},
): AsyncGenerator<StoredFrame> {
  const last = log.stats().frames;
  let next = fromSeq;
  while (next <= last) {
    try {
      for await (const frame of log.scan({ fromSeq: next, toSeq: last, signal })) {
        signal?.throwIfAborted();
        next = frame.seq + 1;
        yield frame;
      }
      return;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    // Damage at this place, or behind it in what the scan read at once: look at this place alone, then go on.
    const frame = await readAlone(log, next, isNeeded);
    next++;
    if (frame !== undefined) yield frame;
  }
}

async function readAlone(
  log: FrameLog,
  seq: number,
  isNeeded: (seq: number) => boolean,
): Promise<StoredFrame | undefined> {
  try {
    return await log.readAt(seq);
  } catch (error) {
    if (!isDamage(error) || isNeeded(seq)) throw error;
    return undefined;
  }
}

function isDamage(error: unknown): boolean {
  return isVidmemError(error) && error.code === "FRAMES_CORRUPT";
}
