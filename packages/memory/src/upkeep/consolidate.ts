/**
 * Consolidation: working memories that proved their worth become knowledge, persistent ones that lost it are let go. The rules
 * are in @vidmem/significance. Invariant: a soliton is never touched; running again changes nothing more.
 */
import type { Appended, FrameId } from "@vidmem/frames";
import { consolidationOf } from "@vidmem/significance";
import { isCurrent } from "../current.ts";
import type { StoreState } from "../store-state.ts";
import { endMemory, supersede } from "../versions.ts";
import { walkMemories, type UpkeepOptions, type Visited, type WalkResult } from "./walk.ts";

/** What a working memory becomes. */
const PERSISTENT_TYPE = "semantic";

/** What consolidation did to one memory. */
export interface ConsolidationChange {
  readonly id: FrameId;
  readonly what: "promoted" | "removed";
}

export interface ConsolidateOptions extends UpkeepOptions {
  /** Told of each change once it is saved (in a dry run: of each that would be). */
  readonly onChange?: ((change: ConsolidationChange) => void) | undefined;
}

/** What consolidation did. */
export interface ConsolidateResult extends WalkResult {
  /** Working memories that are of type "semantic" now. */
  readonly promoted: number;
  /** Memories that were forgotten; their history stays until compaction. */
  readonly removed: number;
}

/** Looks at every stored memory. When it ends, however it ends, what it changed is durable. */
export async function consolidateMemories(
  state: StoreState,
  options: ConsolidateOptions = {},
): Promise<ConsolidateResult> {
  const now = state.clock();
  const counts = { promoted: 0, removed: 0 };
  let last: Appended | undefined;
  try {
    const walked = await walkMemories(state, options, async (memory) => {
      const what = verdictOn(state, memory, now);
      if (what === undefined) return;
      if (options.dryRun !== true) {
        const appended = await (what === "promoted" ? promote(state, memory) : remove(state, memory));
        if (appended === undefined) return; // somebody changed it meanwhile
        last = appended;
      }
      counts[what]++;
      options.onChange?.({ id: memory.id, what });
    });
    return { ...walked, ...counts };
  } finally {
    await last?.durable;
  }
}

function verdictOn(state: StoreState, { id, record }: Visited, now: number): ConsolidationChange["what"] | undefined {
  const { type, importance, timestamp: createdAt } = record;
  const accessCount = state.accesses.of(id).count;
  const verdict = consolidationOf({ type, importance, accessCount, createdAt, now });
  if (verdict === "keep") return undefined;
  return verdict === "promote" ? "promoted" : "removed";
}

function promote(state: StoreState, { id, seq, record }: Visited): Promise<Appended | undefined> {
  const promoted = { ...record, type: PERSISTENT_TYPE } as const;
  return supersede(state, { id, record: promoted, sameContentAs: seq }, () => isCurrent(state, id, seq));
}

async function remove(state: StoreState, { id, seq }: Visited): Promise<Appended | undefined> {
  await state.log.ready();
  while (isCurrent(state, id, seq)) {
    const appended = endMemory(state, id);
    if (appended !== undefined) return appended;
    await state.log.flush();
  }
  return undefined;
}
