/** `vidmem status`: how the store is, and who writes to it. */
import type { StoreStatus, Snapshot } from "@vidmem/memory";
import type { Command } from "../command.ts";
import { withStore } from "../compose.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { formatDate } from "../render/dates.ts";
import { renderFacts } from "../render/memory.ts";
import { countOf, formatBytes, formatCount } from "../render/numbers.ts";

export const status: Command = {
  name: "status",
  summary: "show how the store is, and what somebody should look at",
  usage: "",
  arity: [0, 0],
  options: {},
  notes: [
    "Takes no lock: beside a program that writes, it shows what that one reported last (at most a minute old while it is busy).",
  ],
  examples: ["vidmem status", "vidmem status --json"],
  async run(context) {
    const { out } = context;
    const found = await withStore(context, "read", async (store, signal) => {
      await store.drift({ signal }); // which the status then tells
      return store.status();
    });
    if (out.wantsJson) {
      await out.json(toJson(found));
      return EXIT_OK;
    }
    await out.data(`${renderFacts(toFacts(found), out)}\n`);
    for (const { message } of found.warnings) out.words(`warning: ${message}`);
    return EXIT_OK;
  },
};

function toJson(found: StoreStatus): object {
  const {
    dir,
    memories,
    diskBytes,
    previousSession,
    recovery,
    lastBackup = null,
    index,
    drift = null,
    writer = null,
    warnings,
  } = found;
  const { frames, segments, clean, damagedCount, foreignCount } = recovery;
  return {
    dir,
    memories,
    diskBytes,
    frames,
    segments,
    clean,
    damaged: damagedCount,
    foreign: foreignCount,
    lastSession: { id: previousSession.id ?? null, ended: previousSession.ended },
    lastBackup,
    index: { segments: index.segments, bytes: index.sizeBytes, pending: index.pending },
    drift,
    writer,
    warnings,
  };
}

function toFacts(found: StoreStatus): [string, string | undefined][] {
  const { dir, memories, diskBytes, recovery, lastBackup, index, drift, writer, previousSession } = found;
  return [
    ["store", dir],
    ["memories", formatCount(memories)],
    ["on disk", `${formatBytes(diskBytes)} in ${countOf(recovery.segments, "segment")}`],
    ["writer", writer === undefined ? undefined : writerText(writer, previousSession.ended)],
    ["saves", writer === undefined ? undefined : savesText(writer)],
    ["index", `${formatBytes(index.sizeBytes)} in ${countOf(index.segments, "segment")}`],
    ["vectors", writer === undefined ? undefined : vectorsText(writer)],
    ["drift", drift === undefined || drift.score === 0 ? "none" : drift.score.toFixed(3)],
    ["last backup", lastBackup === undefined ? "never" : formatDate(lastBackup.at)],
  ];
}

/** A snapshot of a session that was not closed may be of one that runs, or of one that crashed. */
function writerText({ state, at, openedAt }: Snapshot, ended: string): string {
  if (state === "closed" && ended === "closed") return `closed ${formatDate(at)}`;
  return `open since ${formatDate(openedAt)}, last heard of ${formatDate(at)}`;
}

/** Of a writer that has an embedder. */
function vectorsText({ metrics }: Snapshot): string | undefined {
  const { vidmem_embedding_queued: queued, vidmem_embedding_embedded_total: embedded } = metrics;
  if (queued === undefined || embedded === undefined) return undefined;
  return `${formatCount(embedded)} made in that session, ${countOf(queued, "memory waits", "memories wait")}`;
}

function savesText({ metrics }: Snapshot): string | undefined {
  const count = metrics['vidmem_operation_seconds_count{operation="save"}'];
  const p99 = metrics['vidmem_operation_seconds{operation="save",quantile="0.99"}'];
  if (count === undefined || p99 === undefined) return undefined;
  return `${formatCount(count)} in that session, 99 % within ${(p99 * 1000).toFixed(2)} ms`;
}
