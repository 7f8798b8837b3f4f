/** `vidmem doctor`: says in words what is wrong with a store and what to do, and repairs what can be repaired. */
import { isStoreFileDamage, setStoreFileAside, type StoreRepair } from "@vidmem/memory";
import type { Command, Context } from "../command.ts";
import { assertStore, folderOf, withStore } from "../compose.ts";
import { examine, type Examination } from "../doctor/examine.ts";
import { storeFileDamaged, type Finding, type Severity } from "../doctor/findings.ts";
import { EXIT_DAMAGE, EXIT_ENVIRONMENT, EXIT_OK } from "../exit-codes.ts";
import { countOf, formatBytes } from "../render/numbers.ts";
import { whileWaiting } from "../render/progress.ts";
import { cleanLine, wrap } from "../render/text.ts";
import { columnsOf } from "../output.ts";

const SHOWN_PLACES = 10;
const MARKS: Readonly<Record<Severity, string>> = { damage: "damage", environment: "problem", note: "note" };

export const doctor: Command = {
  name: "doctor",
  summary: "say in words what is wrong with the store and what to do",
  usage: "",
  arity: [0, 0],
  options: { repair: { help: "repair what can be repaired; damaged files are kept in lost+found/" } },
  notes: [
    "Reads every byte, changes nothing without --repair. Ends with 4 while there is damage, with 3 when the disk or its permissions are in the way.",
  ],
  examples: ["vidmem doctor", "vidmem backup ./before && vidmem doctor --repair"],
  async run(context) {
    const { args, out } = context;
    const dir = folderOf(context);
    await assertStore(dir);
    const repairs = args.flag("repair");
    const aside = repairs ? await repairStoreFile(context, dir) : undefined;
    const repaired = repairs ? await repair(context) : undefined;
    const found = await examineOrExplain(context);
    if (out.wantsJson) await out.json(toJson(found, repaired, aside));
    else await render(found, repaired, context);
    return exitCodeOf(found.findings);
  },
};

async function examineOrExplain(context: Context): Promise<Examination> {
  try {
    return await withStore(context, "read", (store, signal) =>
      whileWaiting(context.io, "Reading every byte", examine(store, signal)),
    );
  } catch (error) {
    if (!isStoreFileDamage(error)) throw error;
    const unknown = { frames: undefined, diskBytes: undefined, memories: undefined };
    return { ...unknown, violations: [], violationCount: 0, findings: [storeFileDamaged()] };
  }
}

/** A damaged vidmem.json keeps the store from opening: it goes out of the way first. @returns its new path. */
async function repairStoreFile(context: Context, dir: string): Promise<string | undefined> {
  try {
    await withStore(context, "read", async () => undefined);
    return undefined;
  } catch (error) {
    if (!isStoreFileDamage(error)) throw error;
    const path = await setStoreFileAside(dir);
    context.out.words(`vidmem.json was damaged; it is kept as ${path}, and a new one is written.`);
    return path;
  }
}

async function repair(context: Context): Promise<StoreRepair> {
  const result = await withStore(context, "change", (store) => whileWaiting(context.io, "Repairing", store.repair()));
  for (const { file, keptAs, framesKept, framesLost } of result.repaired) {
    const kept = keptAs === undefined ? "" : `; the damaged file is kept as ${keptAs}`;
    context.out.words(`repaired ${file}: ${countOf(framesKept, "frame")} kept, ${framesLost} lost${kept}`);
  }
  if (result.index.length > 0) {
    await withStore(context, "change", async () => undefined); // which makes it again
    context.out.words(
      `the index was damaged (${cleanLine(result.index.join(", "))}); it was made again from the memories`,
    );
  }
  if (result.repaired.length + result.index.length === 0) context.out.words("Nothing needed repair.");
  return result;
}

async function render(found: Examination, repaired: StoreRepair | undefined, context: Context): Promise<void> {
  const { out, io } = context;
  const { style } = out;
  const columns = columnsOf(io);
  const { findings, frames, diskBytes, violations, violationCount } = found;
  for (const { severity, meaning, advice } of findings) {
    const mark = severity === "note" ? style.dim(MARKS.note) : style.bad(MARKS[severity]);
    await out.data(`${mark}: ${wrap(meaning, columns).join("\n")}\n${wrap(`→ ${advice}`, columns).join("\n")}\n\n`);
  }
  for (const { file, offset, kind } of violations.slice(0, SHOWN_PLACES)) {
    await out.data(`  ${cleanLine(`${file}:${offset}`)}  ${kind}\n`);
  }
  if (violationCount > SHOWN_PLACES) await out.data(`  … and ${violationCount - SHOWN_PLACES} more: vidmem verify\n`);
  const exitCode = exitCodeOf(findings);
  if (exitCode === EXIT_OK) {
    const size = `${countOf(frames ?? 0, "frame")}, ${formatBytes(diskBytes ?? 0)}`; // known where nothing is damaged
    await out.data(`${style.good("ok")}: ${size}, nothing is wrong\n`);
  }
  if (repaired !== undefined && exitCode === EXIT_DAMAGE) out.words("This could not be repaired.");
}

function toJson(found: Examination, repaired: StoreRepair | undefined, storeFileKeptAs: string | undefined): object {
  const { findings, violations, violationCount, frames, memories, diskBytes } = found;
  return {
    ok: exitCodeOf(findings) === EXIT_OK,
    memories: memories ?? null,
    frames: frames ?? null,
    diskBytes: diskBytes ?? null,
    findings,
    violationCount,
    violations: violations.map(({ file, offset, kind, message }) => ({ file, offset, kind, message })),
    repaired: repaired === undefined ? null : { ...repaired, storeFileKeptAs: storeFileKeptAs ?? null },
  };
}

function exitCodeOf(findings: readonly Finding[]): number {
  if (findings.some(({ severity }) => severity === "damage")) return EXIT_DAMAGE;
  return findings.some(({ severity }) => severity === "environment") ? EXIT_ENVIRONMENT : EXIT_OK;
}
