/** Episodes: a session, or the time of a memory that has none (its UTC day, unless told), as a 32-bit number. */
import { DAY_MS } from "../temporal.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Equal episodes have equal numbers; different ones may meet, once in four thousand million. Source: FNV-1a over UTF-16 units.
 * @param spanMs how long an episode without a session is.
 */
export function episodeOf(
  memory: { readonly session?: string | undefined; readonly timestamp: number },
  spanMs: number = DAY_MS,
): number {
  const name =
    memory.session === undefined ? `day ${Math.floor(memory.timestamp / spanMs)}` : `session ${memory.session}`;
  let hash = FNV_OFFSET;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), FNV_PRIME);
  return hash >>> 0;
}
