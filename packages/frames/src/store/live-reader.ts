/**
 * Live reader: the reading half of an open log. Invariants: nothing uncommitted is ever shown; after a refresh all answers come from
 * the new history, and what was under way ends with the old one.
 */
import type { StoredFrame } from "../frame.ts";
import { toFrameId, type FrameId } from "../frame-id.ts";
import type { Committer } from "./committer.ts";
import { createLookup, type Lookup } from "./lookup.ts";
import type { OpenState } from "./open-state.ts";
import type { ReadingParts } from "./parts.ts";
import { scanHistory, type ScanRange } from "./scan.ts";

/** What a reader works with. */
export interface LiveReaderParts {
  readonly reading: ReadingParts;
  /** Of a log that is open for writing. */
  readonly committer: Committer | undefined;
  /** Reads the store anew; only asked in read-only logs. */
  readonly reopen: () => Promise<ReadingParts>;
  readonly state: OpenState;
}

/** Reads what is committed; queued frames are waited for. Every verb throws FRAMES_CLOSED once the log is closed. */
export class LiveReader {
  readonly #parts: LiveReaderParts;
  #reading: ReadingParts;
  #lookup: Lookup;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(parts: LiveReaderParts) {
    this.#parts = parts;
    this.#reading = parts.reading;
    this.#lookup = createLookup(parts.reading.history, parts.committer);
  }

  get parts(): ReadingParts {
    return this.#reading;
  }

  get lookup(): Lookup {
    return this.#lookup;
  }

  async read(id: FrameId): Promise<StoredFrame | undefined> {
    const seq = this.newest(id);
    if (seq === undefined) return undefined;
    if (await this.#isSettled(seq)) return this.#reading.frames.at(seq);
    // Its commit failed: what was there before is still the newest.
    const before = this.#lookup.newest(id);
    return before === undefined ? undefined : this.#reading.frames.at(before);
  }

  async readAt(seq: number): Promise<StoredFrame | undefined> {
    assertSeq("seq", seq);
    this.#parts.state.assertOpen();
    return (await this.#isSettled(seq)) ? this.#reading.frames.at(seq) : undefined;
  }

  async readManyAt(seqs: readonly number[]): Promise<(StoredFrame | undefined)[]> {
    for (const seq of seqs) assertSeq("seqs", seq);
    this.#parts.state.assertOpen();
    const { lastSeq } = this.#reading.history;
    const newest = seqs.reduce((most, seq) => (seq > most && seq <= lastSeq ? seq : most), 0);
    if (newest > this.#lookup.committedSeq) await this.#isSettled(newest);
    return this.#reading.frames.atMany(seqs, this.#lookup.committedSeq);
  }

  /** The newest seq of an id. */
  newest(id: FrameId): number | undefined {
    this.#parts.state.assertOpen();
    return this.#lookup.newest(toFrameId(id));
  }

  async *scan(wanted: ScanRange): AsyncGenerator<StoredFrame[], void, undefined> {
    const { state } = this.#parts;
    state.assertOpen();
    const range = { ...wanted, toSeq: Math.min(wanted.toSeq, this.#lookup.committedSeq) };
    for await (const batch of scanHistory(this.#reading, range)) {
      yield batch;
      state.assertOpen();
    }
  }

  async refresh(): Promise<void> {
    this.#parts.state.assertOpen();
    if (this.#parts.committer !== undefined) return;
    this.#refreshing = this.#refreshing.catch(() => undefined).then(() => this.#reopen());
    await this.#refreshing;
  }

  /** Waits for a refresh that is under way. */
  async settle(): Promise<void> {
    await this.#refreshing.catch(() => undefined);
  }

  async #isSettled(seq: number): Promise<boolean> {
    const isCommitted = await this.#lookup.settle(seq);
    this.#parts.state.assertOpen();
    return isCommitted;
  }

  async #reopen(): Promise<void> {
    const { state, reopen } = this.#parts;
    state.assertOpen();
    const reading = await reopen();
    const [unused, kept] = state.isOpen ? [this.#reading, reading] : [reading, this.#reading];
    this.#reading = kept;
    this.#lookup = createLookup(kept.history, undefined);
    unused.history.close();
    state.assertOpen();
  }
}

/** @throws TypeError, RangeError unless it is a place in history. */
export function assertSeq(name: string, seq: number): void {
  if (!Number.isSafeInteger(seq)) throw new TypeError(`${name} must be an integer`);
  if (seq < 1) throw new RangeError(`${name} must be at least 1`);
}
