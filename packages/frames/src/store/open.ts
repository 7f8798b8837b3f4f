/**
 * Open: brings what is in a folder together as an open log. Rules: docs/format/store.md.
 * Invariant: a read-only log changes nothing. What only writing needs is loaded with it (open-to-write.ts).
 * Cost: the rows that are not sealed yet are read (at most about one segment after a clean close); sealed segments cost an open each.
 */
import { FramesError, ioError } from "../errors.ts";
import { resolveOpenFrameLogOptions, type OpenFrameLogOptions, type ResolvedOptions } from "../options.ts";
import { createFindings, type Findings } from "./findings.ts";
import type { FrameLog } from "./frame-log.ts";
import { LiveFrameLog } from "./live-log.ts";
import type { ReadingParts } from "./parts.ts";
import { report } from "./recovery.ts";
import { takeSnapshot } from "./snapshot.ts";
import { snapshotParts, toReading, totalsOf } from "./wire-reading.ts";

/**
 * Opens the frame log in a folder; creates it when missing.
 * @throws FRAMES_LOCKED when another writer has it, FRAMES_NOT_FOUND (read-only and missing), FRAMES_IO; TypeError, RangeError.
 * @example
 * const log = await openFrameLog({ dir: "./store" });
 * const { id, durable } = log.append({ content: new TextEncoder().encode("hello") });
 * await durable;
 */
export async function openFrameLog(options: OpenFrameLogOptions): Promise<FrameLog> {
  const resolved = resolveOpenFrameLogOptions(options);
  if (resolved.readOnly) return openToRead(resolved);
  const { openToWrite } = await import("./open-to-write.ts");
  return openToWrite(resolved);
}

async function openToRead(options: ResolvedOptions): Promise<FrameLog> {
  const { disk, dir } = options;
  const stat = await disk.stat(dir).catch((cause: unknown) => {
    throw ioError("open", dir, cause);
  });
  if (stat === undefined) {
    const message = `There is no store at ${dir}. Check the path, or open it for writing once.`;
    throw new FramesError("FRAMES_NOT_FOUND", message, { details: { path: dir } });
  }
  const findings = createFindings();
  const read = async (into: Findings): Promise<ReadingParts> => {
    const parts = snapshotParts(options);
    return toReading(options, parts, report(await takeSnapshot(parts), into));
  };
  const reading = await read(findings);
  return new LiveFrameLog({
    options,
    reading,
    recovery: findings.toReport(totalsOf(reading)),
    writing: undefined,
    reopen: () => read(createFindings()),
  });
}
