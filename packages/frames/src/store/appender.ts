/**
 * Appender: from the frame that a user gives to its place in the commit queue.
 * Invariant: when `append` returns, the frame was checked, has its id and its seq, and its bytes were copied.
 */
import type { Appended, FrameInput } from "../frame.ts";
import { createFrameIdGenerator, type FrameId } from "../frame-id.ts";
import type { ResolvedOptions } from "../options.ts";
import { appendMany, type AppendManyOptions, type AppendManyResult, type BulkDoor } from "./append-many.ts";
import type { Lookup } from "./lookup.ts";
import type { OpenState } from "./open-state.ts";
import type { WritingParts } from "./parts.ts";
import { createFramePreparer, type FramePreparer } from "./prepare.ts";

const NO_BYTES = new Uint8Array(0);

/** What an appender works with. */
export interface AppenderParts extends Pick<WritingParts, "committer" | "deltas"> {
  readonly lookup: Pick<Lookup, "forget">;
  readonly options: Pick<ResolvedOptions, "clock" | "randomBytes">;
  readonly state: OpenState;
}

/** Appends to a log that is open for writing. */
export class Appender {
  // Fields of its own, not the parts: each save reads them all.
  readonly #committer: AppenderParts["committer"];
  readonly #deltas: AppenderParts["deltas"];
  readonly #lookup: AppenderParts["lookup"];
  readonly #clock: () => number;
  readonly #state: OpenState;
  readonly #prepare: FramePreparer;
  readonly #door: BulkDoor;
  #contentBytes = 0;

  constructor(parts: AppenderParts) {
    const { committer, options } = parts;
    this.#committer = committer;
    this.#deltas = parts.deltas;
    this.#lookup = parts.lookup;
    this.#clock = options.clock;
    this.#state = parts.state;
    this.#prepare = createFramePreparer(createFrameIdGenerator(options.randomBytes));
    this.#door = {
      append: (frame) => this.append(frame),
      room: () => committer.room(),
      drained: () => committer.settle(committer.lastSeq),
    };
  }

  /** Content bytes appended so far. */
  get contentBytes(): number {
    return this.#contentBytes;
  }

  /** See `FrameLog.append`. */
  append(frame: FrameInput): Appended {
    this.#state.assertOpen(); // it may be closed while many are appended
    const now = Math.floor(this.#clock());
    if (!Number.isFinite(now)) throw new TypeError("clock must return milliseconds");
    const prepared = this.#prepare(frame, now);
    const { id, content } = prepared;
    const { family } = frame;
    const makeDelta = family === undefined ? undefined : this.#deltas.makerFor(family);
    const durable = this.#committer.append(prepared, now, makeDelta);
    if (family !== undefined) this.#deltas.remember(family, prepared.seq, content);
    if (frame.id !== undefined) this.#lookup.forget(frame.id);
    this.#contentBytes += content.length;
    prepared.content = NO_BYTES; // it may be large, and the prepared frame lives on
    return { id: id as FrameId, seq: prepared.seq, durable };
  }

  /** See `FrameLog.appendMany`. */
  appendMany(
    frames: Iterable<FrameInput> | AsyncIterable<FrameInput>,
    options?: AppendManyOptions,
  ): Promise<AppendManyResult> {
    return appendMany(this.#door, frames, options);
  }
}
