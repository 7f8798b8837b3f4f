/** Appending when the log's queue may be full. */
import { isVidmemError, type Appended, type FrameInput, type FrameLog } from "@vidmem/frames";

/**
 * Appends, or returns `undefined` when the queue is full: then `log.flush()` makes room. (`log.ready()` does not always: it
 * lets everyone who waits go on at once, and it knows nothing of a frame's size.)
 * @throws what `append` throws, but FRAMES_BUSY.
 */
export function tryAppend(log: FrameLog, frame: FrameInput): Appended | undefined {
  try {
    return log.append(frame);
  } catch (error) {
    if (isVidmemError(error) && error.code === "FRAMES_BUSY") return undefined;
    throw error;
  }
}
