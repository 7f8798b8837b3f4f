/**
 * Options of the frame log, resolved once at the door.
 * Invariant: the resolved value is frozen and complete; the insides never see `undefined`.
 */
import { randomBytes as cryptoRandomBytes } from "node:crypto";
import { resolve } from "node:path";
import type { Disk } from "./disk/disk.ts";
import { nodeDisk } from "./disk/node-disk.ts";

/**
 * When an append is acknowledged: "each-save" after fdatasync; "interval" after the write, with an fdatasync every
 * `intervalMs`; "none" after the write, with an fdatasync only at flush, segment end and close.
 */
export type Durability = "each-save" | "interval" | "none";

/** How to open a frame log. */
export interface OpenFrameLogOptions {
  /** Folder of the store. Created when missing, unless `readOnly`. */
  readonly dir: string;
  /** Changes behaviour. Default "each-save". */
  readonly durability?: Durability | undefined;
  /** Changes behaviour: no lock, no write of any kind. Default false. */
  readonly readOnly?: boolean | undefined;
  /** Changes behaviour: milliseconds between syncs under "interval", 1 to 60,000. Larger loses more at a power cut. Default 100. */
  readonly intervalMs?: number | undefined;
  /** Changes cost: most bytes of a sealed segment, 4 KiB to 1 GiB; merging stops there. Larger means fewer files. Default 64 MiB. */
  readonly segmentBytes?: number | undefined;
  /** Changes cost: bytes of rows after which they are sealed, 1 KiB to 64 MiB. Larger makes opening slower. Default 4 MiB. */
  readonly rowBytes?: number | undefined;
  /** Changes cost: frames kept in memory after reading, by count and bytes. Default 1,000 and 16 MiB. */
  readonly frameCache?: { readonly frames: number; readonly sizeBytes: number } | undefined;
  /** Changes cost: decoded chunks of 50 frames kept in memory, by count and bytes. Default 100 and 16 MiB. */
  readonly chunkCache?: { readonly chunks: number; readonly sizeBytes: number } | undefined;
  /** Changes cost: queued bytes above which `ready()` waits, 1 KiB to 1 GiB. Larger takes more memory. Default 8 MiB. */
  readonly maxQueuedBytes?: number | undefined;
  /** Time in ms since 1970; the default timestamp, and the month of a new segment. Default `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** Source of randomness for ids. Default: `node:crypto`. */
  readonly randomBytes?: ((n: number) => Uint8Array) | undefined;
  /** The disk. Default `nodeDisk()`. */
  readonly disk?: Disk | undefined;
}

/** The options with every default filled in; `dir` is absolute. */
export type ResolvedOptions = {
  readonly [K in keyof OpenFrameLogOptions]-?: Exclude<OpenFrameLogOptions[K], undefined>;
};

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const DURABILITIES: ReadonlySet<unknown> = new Set(["each-save", "interval", "none"]);
const KEYS: ReadonlySet<string> = new Set([
  "dir",
  "durability",
  "readOnly",
  "intervalMs",
  "segmentBytes",
  "rowBytes",
  "frameCache",
  "chunkCache",
  "maxQueuedBytes",
  "clock",
  "randomBytes",
  "disk",
]);

/** Checks the options and fills in the defaults. @throws TypeError, RangeError naming the option. */
export function resolveOpenFrameLogOptions(options: OpenFrameLogOptions): ResolvedOptions {
  assertKnownKeys("openFrameLog", options, KEYS);
  const { dir, durability = "each-save", readOnly = false } = options;
  if (typeof dir !== "string" || dir === "" || dir.includes("\0")) throw new TypeError("dir must be a path");
  if (!DURABILITIES.has(durability)) {
    throw new TypeError('durability must be "each-save", "interval" or "none"');
  }
  if (typeof readOnly !== "boolean") throw new TypeError("readOnly must be a boolean");
  const { clock = Date.now, randomBytes = cryptoRandomBytes, disk } = options;
  if (typeof clock !== "function") throw new TypeError("clock must be a function");
  if (typeof randomBytes !== "function") throw new TypeError("randomBytes must be a function");
  if (disk !== undefined && typeof disk.open !== "function") throw new TypeError("disk must be a Disk");
  return Object.freeze({
    dir: resolve(dir),
    durability,
    readOnly,
    intervalMs: integerWithin("intervalMs", options.intervalMs ?? 100, [1, 60_000]),
    segmentBytes: integerWithin("segmentBytes", options.segmentBytes ?? 64 * MIB, [4 * KIB, GIB]),
    rowBytes: integerWithin("rowBytes", options.rowBytes ?? 4 * MIB, [KIB, 64 * MIB]),
    frameCache: cacheBounds("frameCache", options.frameCache ?? { frames: 1000, sizeBytes: 16 * MIB }),
    chunkCache: cacheBounds("chunkCache", options.chunkCache ?? { chunks: 100, sizeBytes: 16 * MIB }),
    maxQueuedBytes: integerWithin("maxQueuedBytes", options.maxQueuedBytes ?? 8 * MIB, [KIB, GIB]),
    clock,
    randomBytes,
    disk: disk ?? nodeDisk(),
  });
}

/** Refuses anything but a plain options object with known keys. @throws TypeError. */
export function assertKnownKeys(verb: string, options: unknown, known: ReadonlySet<string>): void {
  if (typeof options !== "object" || options === null) throw new TypeError(`${verb}: options must be an object`);
  for (const key in options) {
    if (!known.has(key)) throw new TypeError(`${verb}: unknown option "${key}"`);
  }
}

function cacheBounds<B extends object>(name: string, bounds: B): B {
  for (const [key, value] of Object.entries(bounds)) integerWithin(`${name}.${key}`, value as number, [1, GIB]);
  return Object.freeze({ ...bounds });
}

function integerWithin(name: string, value: number, [low, high]: readonly [number, number]): number {
  if (!Number.isSafeInteger(value)) throw new TypeError(`${name} must be an integer`);
  if (value < low || value > high) throw new RangeError(`${name} must be from ${low} to ${high}`);
  return value;
}
