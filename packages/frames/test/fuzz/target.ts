/** Target: a reader under attack, what it is fed with, and what it may allocate for that. */
import type { Random } from "./mutation.ts";

export interface Target {
  readonly name: string;
  /** Inputs of a million that this target gets. */
  readonly inputs: number;
  /** Valid inputs. */
  readonly originals: readonly Uint8Array[];
  /** Reads an input. @throws when it gets an answer that was never written, or the reader throws what it must not. */
  readonly read: (input: Buffer, random: Random) => void | Promise<void>;
  /** Makes a mutated input look right to checksums, as an attacker would; may give other bytes. */
  readonly forge?: (input: Buffer, random: Random) => Buffer;
  /** Bytes that may be allocated for one input: this much, and so many times its size. */
  readonly fixedBytes: number;
  readonly timesInput: number;
}
