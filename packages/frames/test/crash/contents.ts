/**
 * Contents: the frames that a workload appends. Each content of 20 bytes or more begins with a marker of its own.
 */
import type { FrameInput, FrameKind, FrameMetadata } from "../../src/index.ts";
import type { SeededRandom } from "../../src/testing/index.ts";
import { NOW } from "../support/stores.ts";
import type { ExpectedFrame } from "./workload.ts";

/** What `append` of a workload takes. */
export type NewFrame = [input: FrameInput, marker: string];

const MARKER_CHARACTERS = 16;
const SIZES = [0, 1, 40, 40, 200, 200, 600, 600, 1500, 5000];
const KINDS: readonly FrameKind[] = ["update", "touch", "checkpoint", "memory"];
const WORDS = "the log keeps what was said, and gives it back after every crash; ".repeat(100);

/** A frame that has nothing to do with the others. */
export function newFrame(random: SeededRandom): NewFrame {
  const kind = random.chance(0.85) ? undefined : random.pick(KINDS);
  const timestamp = random.chance(0.7) ? undefined : NOW + random.below(1e9) - 5e8;
  const { content, marker } = newContent(random, random.pick(SIZES));
  return [{ kind, timestamp, content, metadata: newMetadata(random) }, marker];
}

/** A frame whose content differs little from an earlier one. */
export function similarFrame(random: SeededRandom, frames: readonly ExpectedFrame[]): NewFrame {
  const long = frames.slice(-40).filter(({ content, marker }) => marker !== "" && content.length > 100);
  if (long.length === 0) return newFrame(random);
  const marker = newMarker(random);
  const content = random.pick(long).content.slice();
  content.set(new TextEncoder().encode(marker));
  content.set(random.bytes(3), MARKER_CHARACTERS + random.below(content.length - MARKER_CHARACTERS - 3));
  return [{ content, metadata: newMetadata(random) }, marker];
}

/** A newer version of a frame that is there, or its tombstone. */
export function revision(random: SeededRandom, frames: readonly ExpectedFrame[]): NewFrame {
  if (frames.length === 0) return newFrame(random);
  const { id } = random.pick(frames);
  if (random.chance(0.4)) return [{ id, kind: "tombstone", content: new Uint8Array() }, ""];
  const { content, marker } = newContent(random, random.pick(SIZES));
  return [{ id, kind: "update", content, metadata: newMetadata(random) }, marker];
}

function newContent(random: SeededRandom, sizeBytes: number): { content: Uint8Array; marker: string } {
  if (sizeBytes < MARKER_CHARACTERS + 4) return { content: random.bytes(sizeBytes), marker: "" };
  const marker = newMarker(random);
  const from = random.below(200);
  const text = `${marker} ${WORDS.slice(from, from + sizeBytes)}`.slice(0, sizeBytes + random.below(20));
  return { content: new TextEncoder().encode(text), marker };
}

function newMarker(random: SeededRandom): string {
  return Buffer.from(random.bytes(MARKER_CHARACTERS / 2)).toString("hex");
}

function newMetadata(random: SeededRandom): FrameMetadata | undefined {
  if (random.chance(0.4)) return undefined;
  const tags = random.chance(0.5) ? ["crash", `tag ${random.below(4)}`] : [];
  return { session: `s${random.below(3)}`, speaker: "Zoë ✓", n: random.below(1e6), nested: { tags, none: null } };
}
