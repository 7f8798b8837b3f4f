/** Verifies and repairs all files of an index: its segments, and its vectors. */
import { posix } from "node:path";
import type { IndexDamage, VerifyFolderOptions } from "../index-damage.ts";
import { toIoError } from "../io-error.ts";
import { verifyVectors } from "../vectors/stored/verify.ts";
import { removeIfThere } from "./manifest.ts";
import { verifySegments } from "./verify-segments.ts";

/** What to verify, and whom to tell. */
export interface VerifyIndexOptions extends VerifyFolderOptions {
  /** The folder of the vectors, in that of the index. */
  readonly vectors: string;
  /** Is called when segments, or what names them, are damaged. */
  readonly distrust: () => void;
}

/** Streams the damage, and changes nothing by itself. @throws INDEX_IO, or the signal's reason. */
export async function* verifyIndex(options: VerifyIndexOptions): AsyncGenerator<IndexDamage, void, undefined> {
  try {
    yield* verifyAll(options);
  } catch (cause) {
    throw toIoError(cause, { verb: "read", what: "index", dir: options.dir });
  }
}

async function* verifyAll(options: VerifyIndexOptions): AsyncGenerator<IndexDamage, void, undefined> {
  yield* verifyAndDistrust(options);
  for await (const damage of verifyVectors(vectorsOf(options)))
    yield { ...damage, file: posix.join(options.vectors, damage.file) };
}

/** Distrust takes away the manifest that a verification goes by: so it comes last. */
async function* verifyAndDistrust(options: VerifyIndexOptions): AsyncGenerator<IndexDamage, void, undefined> {
  let isDamaged = false;
  try {
    for await (const damage of verifySegments(options)) {
      isDamaged = true;
      yield damage;
    }
  } finally {
    if (isDamaged) options.distrust();
  }
}

/** Takes damaged vectors away, so that they are missing, and distrusts damaged segments. @returns the files, each once. @throws INDEX_IO */
export async function repairIndex(options: VerifyIndexOptions): Promise<string[]> {
  const files = new Set<string>();
  for await (const { file } of verifyIndex(options)) {
    files.add(file);
    if (file.startsWith(`${options.vectors}/`)) await removeIfThere(options.disk, posix.join(options.dir, file));
  }
  return [...files];
}

function vectorsOf({ dir, vectors, ...options }: VerifyIndexOptions): VerifyFolderOptions {
  return { ...options, dir: posix.join(dir, vectors) };
}
