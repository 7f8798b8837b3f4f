/**
 * Upkeep: the verbs that look after a store which is open for writing. Each has a file of its own; what rewrites segments
 * and copies folders is loaded when it is called. Erasing and backing up begin at once: they are about what was appended before the call.
 */
import { toFrameId } from "../frame-id.ts";
import type { FrameUpkeep } from "../store/frame-upkeep.ts";
import { backUp } from "./backup.ts";
import { eraseFrames } from "./erase.ts";
import type { UpkeepParts } from "./parts.ts";

export function createUpkeep(parts: UpkeepParts): FrameUpkeep {
  return {
    erase: async (id) => eraseFrames(parts, toFrameId(id)),
    async compact(options) {
      const { compactFrames } = await import("./compact.ts");
      return compactFrames(parts, options);
    },
    async repair() {
      const { repairSegments } = await import("./repair.ts");
      return repairSegments(parts);
    },
    backup: (targetDir, options) => backUp(parts, targetDir, options),
  };
}
