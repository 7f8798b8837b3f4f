/** Options of a store, resolved once at the door. */
import { resolve } from "node:path";
import { nodeDisk, type Disk, type Durability } from "@vidmem/frames";
import type { Embedder } from "@vidmem/index";
import type { Scorer } from "@vidmem/significance";

/** How to open a store. */
export interface OpenMemoryOptions {
  /** The store's folder; made when it is missing, unless `readOnly`. */
  readonly dir: string;
  /** Changes behaviour: when a save is acknowledged. Default "each-save": after it is on the disk. */
  readonly durability?: Durability | undefined;
  /** Changes behaviour: no lock and no write of any kind; saves throw. Default false. */
  readonly readOnly?: boolean | undefined;
  /** Changes behaviour: whether events without contents go to logs/ (never in a read-only store). Default "on". */
  readonly logs?: "on" | "off" | undefined;
  /** Changes behaviour: makes vectors for modes "hybrid" and "vector". Default: built-in trigrams, asked for by mode only. */
  readonly embedder?: Embedder | undefined;
  /**
   * Changes behaviour: what to do when the vectors of the store were made by another embedder than this one: "fail" (default), or
   * "reindex": drop them, and embed everything again in the background.
   */
  readonly onModelMismatch?: "fail" | "reindex" | undefined;
  /** Changes behaviour: gives memories their significance in place of the built-in scorer; it may be a model. */
  readonly scorer?: Scorer | undefined;
  /** Changes behaviour: whether memories are scored in the background, or only by `score()` and saves that ask for it. Default "background". */
  readonly scoring?: "background" | "when-asked" | undefined;
  /** Changes behaviour: most working memories of one namespace, from 1; one more pushes out the least recently used. Default 100. */
  readonly workingCapacity?: number | undefined;
  /** Changes behaviour: how long a ghost lives after it was last saved or updated, in ms. Default 3,600,000, an hour. */
  readonly ghostTtlMs?: number | undefined;
  /** Time in ms since 1970. Default `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** Where bytes go. Default: the real disk. */
  readonly disk?: Disk | undefined;
}

const DEFAULT_WORKING_CAPACITY = 100;
const DEFAULT_GHOST_TTL_MS = 3_600_000;
const KEYS: ReadonlySet<string> = new Set([
  "dir",
  "durability",
  "readOnly",
  "logs",
  "embedder",
  "onModelMismatch",
  "scorer",
  "scoring",
  "workingCapacity",
  "ghostTtlMs",
  "clock",
  "disk",
]);

/** The options with every default filled in; `dir` is absolute, and `clock` gives whole milliseconds. */
export type ResolvedMemoryOptions = Required<Omit<OpenMemoryOptions, "embedder" | "scorer">> & {
  readonly embedder: Embedder | undefined;
  readonly scorer: Scorer | undefined;
  /** Whether the disk is the caller's own, which no thread of ours can reach. */
  readonly hasOwnDisk: boolean;
} & { readonly [K in Exclude<keyof OpenMemoryOptions, "embedder" | "scorer">]: NonNullable<OpenMemoryOptions[K]> };

/** @throws TypeError for an unknown option or a missing folder; RangeError for a capacity or a time to live out of range. */
export function resolveOpenMemoryOptions(options: OpenMemoryOptions): ResolvedMemoryOptions {
  for (const key of Object.keys(options))
    if (!KEYS.has(key)) throw new TypeError(`openMemory: unknown option "${key}"`);
  const {
    dir,
    durability = "each-save",
    readOnly = false,
    logs = "on",
    embedder,
    onModelMismatch = "fail",
    scorer,
    scoring = "background",
  } = options;
  const { clock = Date.now, disk = nodeDisk() } = options;
  if (typeof dir !== "string" || dir === "" || dir.includes("\0")) throw new TypeError("dir must be a path");
  if (logs !== "on" && logs !== "off") throw new TypeError('logs must be "on" or "off"');
  if (scoring !== "background" && scoring !== "when-asked")
    throw new TypeError('scoring must be "background" or "when-asked"');
  if (onModelMismatch !== "fail" && onModelMismatch !== "reindex")
    throw new TypeError('onModelMismatch must be "fail" or "reindex"');
  if (scorer !== undefined && typeof scorer.score !== "function")
    throw new TypeError("scorer must have a method score");
  if (typeof clock !== "function") throw new TypeError("clock must be a function");
  const { workingCapacity = DEFAULT_WORKING_CAPACITY, ghostTtlMs = DEFAULT_GHOST_TTL_MS } = options;
  if (!Number.isSafeInteger(workingCapacity) || workingCapacity < 1)
    throw new RangeError("workingCapacity must be a whole number from 1");
  if (typeof ghostTtlMs !== "number" || !(ghostTtlMs > 0)) throw new RangeError("ghostTtlMs must be a number above 0");
  return Object.freeze({
    dir: resolve(dir),
    durability,
    readOnly,
    logs: readOnly ? "off" : logs,
    clock: () => Math.floor(clock()),
    disk,
    hasOwnDisk: options.disk !== undefined,
    embedder,
    onModelMismatch,
    scorer,
    scoring,
    workingCapacity,
    ghostTtlMs,
  });
}
