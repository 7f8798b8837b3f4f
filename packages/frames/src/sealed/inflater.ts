/** Inflater: raw deflate (RFC 1951) to bytes in libuv's pool. Invariants: calls do not see each other; output is bounded. */
import { constants, createInflateRaw } from "node:zlib";
import { createZlibStreams, type ZlibStreams } from "./zlib-streams.ts";

/** Room for the output of a few chunks: what does not fit into the rest of it is put together from two pieces. */
const OUTPUT_BYTES: number = 64 * 1024;

export type Inflater = ZlibStreams;

export function createInflater(): Inflater {
  return createZlibStreams(() => createInflateRaw({ flush: constants.Z_FINISH, chunkSize: OUTPUT_BYTES }));
}
