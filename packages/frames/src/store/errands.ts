/**
 * Errands: work for the row writer between two commits. Invariant: an errand's turn comes once everything up to the seq that was
 * newest when it was sent is committed, and before anything behind that is.
 */
import { createDeferred, type Deferred } from "./deferred.ts";

/** An errand that waits or runs. */
interface Errand extends Deferred {
  readonly seq: number;
  readonly work: () => Promise<void>;
  readonly audience: Audience;
}

/** Who waits for an errand, and hears of it when it fails. */
type Audience = "caller" | "nobody";

export interface Errands {
  /** Queues work to be done when everything up to `seq` is committed. @returns when it is done. */
  send(seq: number, work: () => Promise<void>, audience?: Audience): Promise<void>;
  /** The first errand whose turn has come. */
  due(committedSeq: number): Errand | undefined;
  /** Does an errand. @throws what its work throws; it is still queued then. */
  run(errand: Errand): Promise<void>;
  /** Gives up all of them. @returns whether somebody heard of it. */
  fail(reason: Error): boolean;
}

export function createErrands(): Errands {
  const queue: Errand[] = [];
  return {
    send(seq, work, audience = "caller") {
      const errand: Errand = { ...createDeferred(), seq, work, audience };
      queue.push(errand);
      return errand.promise;
    },
    due: (committedSeq) => (queue.length === 0 ? undefined : queue.find(({ seq }) => seq <= committedSeq)),
    async run(errand) {
      await errand.work();
      queue.splice(queue.indexOf(errand), 1);
      errand.resolve();
    },
    fail(reason) {
      const given = queue.splice(0);
      for (const errand of given) errand.reject(reason);
      return given.some(({ audience }) => audience === "caller");
    },
  };
}
