/** The manifest: which segments count. Layout: docs/format/vectors.md, `manifest.json`. */
import { crc32 } from "node:zlib";
import { FORMAT_VERSION } from "./format.ts";

/** One segment that counts. */
export interface SegmentEntry {
  readonly number: number;
  readonly rows: number;
  /** Rows that are dead by the file `deadFile`; both 0 when there is none. */
  readonly dead: number;
  readonly deadFile: number;
}

/** What a folder of vectors holds. */
export interface Manifest {
  readonly version: number;
  readonly model: string;
  readonly dimensions: number;
  /** In order of number. */
  readonly segments: readonly SegmentEntry[];
}

const FORMAT = "vidmem-vectors";

/** The text of the file. */
export function encodeManifest({ model, dimensions, segments }: Omit<Manifest, "version">): Uint8Array {
  const line = JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, model, dimensions, segments });
  return Buffer.from(`${line}\n${checksumOf(line)}\n`);
}

/** @returns undefined when the text is damaged. A newer version is given with no segments. */
export function decodeManifest(bytes: Uint8Array): Manifest | undefined {
  const [line = "", checksum] = Buffer.from(bytes).toString("utf8").split("\n");
  if (checksum !== checksumOf(line)) return undefined;
  const found = JSON.parse(line) as Manifest & { readonly format: unknown };
  if (found.format !== FORMAT) return undefined;
  const { version, model, dimensions } = found;
  return { version, model, dimensions, segments: version === FORMAT_VERSION ? found.segments : [] };
}

function checksumOf(line: string): string {
  return crc32(line).toString(16).padStart(8, "0");
}
