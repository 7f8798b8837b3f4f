import { expect, test } from "vitest";
import { runCampaign } from "./campaign.ts";
import type { CampaignReport, Failure } from "./campaign.ts";
import { EFFORT, KNOWN } from "./known.ts";

const DEFAULT_POINTS = 10_000;
const LIMIT_MS = 3_600_000;
const points = Number(process.env["VIDMEM_CRASH_POINTS"] ?? DEFAULT_POINTS);
const seed = numberFrom("VIDMEM_CRASH_SEED");
const file = process.env["VIDMEM_CRASH_FILE"];
const at = numberFrom("VIDMEM_CRASH_STEP");

test(
  "after a crash at any step of any workload every promise holds",
  async () => {
    const startedMs = performance.now();
    const startedCpu = process.cpuUsage();
    const report = await runCampaign({ ...EFFORT, ...KNOWN, points, seed, file, at });
    const { user, system } = process.cpuUsage(startedCpu);
    const seconds = { wall: (performance.now() - startedMs) / 1000, cpu: (user + system) / 1e6 };
    process.stdout.write(`${summarize(report, seconds)}\n`);
    expect(report.failures.map(describeFailure)).toEqual([]);
    expect(report.points).toBeGreaterThan(0);
    if (points < DEFAULT_POINTS || seed !== undefined) return;
    expect([...report.tolerated.keys()].toSorted()).toEqual(
      [...KNOWN.tolerates, ...KNOWN.toleratesUnsynced].toSorted(),
    );
  },
  LIMIT_MS,
);

function summarize(report: CampaignReport, seconds: { readonly wall: number; readonly cpu: number }): string {
  const { workloads, frames, points, judged, images, recoveryPoints, tolerated } = report;
  const known = [...tolerated].map(([kind, count]) => `${kind} in ${count} images`).join(", ");
  return (
    `crash campaign: ${workloads} workloads of ${frames} frames, ${points} crash points and ${recoveryPoints} while reopening, ` +
    `${judged} images judged, ${images} of them opened, ${seconds.wall.toFixed(1)} s (${seconds.cpu.toFixed(1)} s of CPU)${known === "" ? "" : `; known: ${known}`}`
  );
}

function describeFailure({ seed, at, adversary, recoveryAt, broken, file }: Failure): string {
  const place = recoveryAt === undefined ? "" : `, and again at ${recoveryAt} of the reopening`;
  return `VIDMEM_CRASH_SEED=${seed} VIDMEM_CRASH_STEP=${at}, or exactly VIDMEM_CRASH_FILE=${file} VIDMEM_CRASH_STEP=${at} (adversary ${adversary}${place}): ${broken.slice(0, 5).join("; ")}`;
}

function numberFrom(name: string): number | undefined {
  const text = process.env[name];
  return text === undefined || text === "" ? undefined : Number(text);
}
