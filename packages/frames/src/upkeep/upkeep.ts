/** Upkeep: the verbs that look after a store which is open for writing. Each has a file of its own. */
import { toFrameId } from "../frame-id.ts";
import type { FrameUpkeep } from "../store/frame-upkeep.ts";
import { backUp } from "./backup.ts";
import { compactFrames } from "./compact.ts";
import { eraseFrames } from "./erase.ts";
import type { UpkeepParts } from "./parts.ts";
import { repairSegments } from "./repair.ts";

export function createUpkeep(parts: UpkeepParts): FrameUpkeep {
  return {
    erase: async (id) => eraseFrames(parts, toFrameId(id)),
    compact: (options) => compactFrames(parts, options),
    repair: () => repairSegments(parts),
    backup: (targetDir, options) => backUp(parts, targetDir, options),
  };
}
