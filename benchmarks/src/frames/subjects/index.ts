/** Every subject by its name. */
import type { SetUp } from "../subject.ts";
import { frameLogBuild } from "./frame-log-build.ts";
import { frameLogDeltas } from "./frame-log-deltas.ts";
import { frameLogErase } from "./frame-log-erase.ts";
import { frameLogOpen } from "./frame-log-open.ts";
import { frameLogReads } from "./frame-log-reads.ts";
import { frameLogRows } from "./frame-log-rows.ts";
import { frameLogSaves } from "./frame-log-saves.ts";
import { frameLogScan } from "./frame-log-scan.ts";
import { rawReads } from "./raw-reads.ts";
import { rawSaves } from "./raw-saves.ts";
import { rivalBulk, rivalReads, rivalSaves } from "./rival.ts";

export const SUBJECTS: Readonly<Record<string, SetUp>> = {
  "frame-log-build": frameLogBuild,
  "frame-log-deltas": frameLogDeltas,
  "frame-log-erase": frameLogErase,
  "frame-log-open": frameLogOpen,
  "frame-log-reads": frameLogReads,
  "frame-log-rows": frameLogRows,
  "frame-log-saves": frameLogSaves,
  "frame-log-scan": frameLogScan,
  "raw-reads": rawReads,
  "raw-saves": rawSaves,
  "rival-bulk": rivalBulk,
  "rival-reads": rivalReads,
  "rival-saves": rivalSaves,
};
