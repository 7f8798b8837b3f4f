/**
 * Append many: frames from a source that may be longer than memory, as fast as they can be taken. Only full queues and the turns of
 * others are waited for, so that a frame costs no promise of its own.
 * Invariants: frames have their places in the order of the source, and each has it before the next one is asked for; others get
 * their turn every few milliseconds; at most `maxQueuedBytes` and one frame wait for the disk.
 */
import { isVidmemError } from "../errors.ts";
import type { Appended, FrameInput } from "../frame.ts";
import { assertKnownKeys } from "../options.ts";
import { createTurns } from "./turns.ts";

/** How to append many frames. */
export interface AppendManyOptions {
  /** Told of each frame when it has its place, before the next one is asked for. What it throws ends the work. */
  readonly onAppended?: ((appended: Appended, frame: FrameInput) => void) | undefined;
  /** Stops before the next frame: what has its place by then is kept. */
  readonly signal?: AbortSignal | undefined;
}

/** What was appended. */
export interface AppendManyResult {
  readonly frames: number;
}

/** What a log gives to its bulk writers. */
export interface BulkDoor {
  append(frame: FrameInput): Appended;
  /** Resolves when the queue is below its bound; undefined when it is. */
  room(): Promise<void> | undefined;
  /** Resolves when nothing waits for the disk. */
  drained(): Promise<void>;
}

const KEYS: ReadonlySet<string> = new Set(["onAppended", "signal"]);
/** Frames between two looks at the clock. */
const FRAMES_A_LOOK = 16;

/** @returns when all are as safe as the durability promises. @throws what `append` throws but FRAMES_BUSY, the signal's reason. */
export async function appendMany(
  door: BulkDoor,
  frames: Iterable<FrameInput> | AsyncIterable<FrameInput>,
  options: AppendManyOptions = {},
): Promise<AppendManyResult> {
  assertKnownKeys("appendMany", options, KEYS);
  const { onAppended, signal } = options;
  const takeTurn = createTurns();
  let count = 0;
  let last: Appended | undefined;

  /** @returns what to wait for, if anything, before the next frame is asked for. */
  function place(appended: Appended, frame: FrameInput): Promise<void> | undefined {
    last = appended;
    count++;
    onAppended?.(appended, frame);
    return door.room() ?? (count % FRAMES_A_LOOK === 0 ? takeTurn() : undefined);
  }

  function take(frame: FrameInput): Promise<void> | undefined {
    signal?.throwIfAborted();
    const appended = tryAppend(door, frame);
    if (appended === undefined) return placeAlone(frame);
    return place(appended, frame);
  }

  async function placeAlone(frame: FrameInput): Promise<void> {
    await door.drained();
    await place(door.append(frame), frame);
  }

  signal?.throwIfAborted();
  if (Symbol.asyncIterator in frames) {
    for await (const frame of frames) {
      const wait = take(frame);
      if (wait !== undefined) await wait;
    }
  } else {
    for (const frame of frames) {
      const wait = take(frame);
      if (wait !== undefined) await wait;
    }
  }
  await last?.durable; // frames become durable in order
  return { frames: count };
}

/** `undefined` when the queue has no room for a frame of this size: alone it may be larger than the bound. */
function tryAppend(door: BulkDoor, frame: FrameInput): Appended | undefined {
  try {
    return door.append(frame);
  } catch (error) {
    if (isVidmemError(error) && error.code === "FRAMES_BUSY") return undefined;
    throw error;
  }
}
