/** Rivals: the stores of benchmarks/compare/, each behind the same three verbs. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createFrameIdGenerator } from "@vidmem/frames";
import { createRandom } from "../../corpus.ts";
import { createMemories, fingerprintOf, type Memory } from "../memories.ts";
import { threadTimes } from "../processor.ts";
import { rivalFile } from "../rivals.ts";
import { createStopwatch, number, text, type SetUp } from "../subject.ts";
import { pickIds } from "./frame-log-reads.ts";
import { runSavers } from "./savers.ts";

/** A memory with the keys that it is stored under, 8 bytes each. */
interface KeyedMemory extends Memory {
  readonly id: Buffer;
  readonly fingerprint: Buffer;
}

/** What a file of benchmarks/compare/ gives. */
interface Rival {
  /** Saves durably; many may be under way at once. */
  save(id: Buffer, content: Buffer): Promise<void>;
  /** Saves all whose fingerprint is new, as fast as it can; everything is on the disk when it resolves. */
  saveAll(memories: Iterable<KeyedMemory>): Promise<void>;
  /** The content and metadata of an id. */
  read(id: Buffer): { readonly content: Uint8Array } | undefined;
  close(): Promise<void>;
}

type OpenRival = (dir: string, mode: "each-save" | "bulk") => Promise<Rival>;

async function load(name: string): Promise<OpenRival> {
  const { openRival } = (await import(pathToFileURL(rivalFile(name)).href)) as { openRival: OpenRival };
  return openRival;
}

export const rivalSaves: SetUp = async (params) => {
  const openRival = await load(text(params, "rival"));
  const rival = await openRival(text(params, "dir"), "each-save");
  const content = Buffer.alloc(number(params, "recordBytes"), "record ");
  const mint = createFrameIdGenerator(randomBytes);
  return {
    round: () =>
      runSavers(number(params, "savers"), number(params, "roundMs"), () =>
        rival.save(Buffer.from(mint(content, Date.now()), "hex"), content),
      ),
    close: () => rival.close(),
  };
};

export const rivalBulk: SetUp = async (params) => {
  const openRival = await load(text(params, "rival"));
  const memories = createMemories(number(params, "texts"));
  const frames = number(params, "frames");
  const mint = createFrameIdGenerator(randomBytes);
  const ids = Buffer.alloc(frames * 8);
  function* keyed(): Generator<KeyedMemory> {
    for (let i = 0; i < frames; i++) {
      const { content, metadata, timestamp } = memories.memory(i);
      const id = ids.subarray(i * 8, i * 8 + 8);
      id.write(mint(content, timestamp), "hex");
      yield { id, content, metadata, timestamp, fingerprint: fingerprintOf(content) };
    }
  }
  let round = 0;
  return {
    async round() {
      const dir = join(text(params, "dir"), String(round++));
      const rival = await openRival(dir, "bulk");
      const start = performance.now();
      const before = threadTimes();
      await rival.saveAll(keyed());
      const ms = performance.now() - start;
      const { ranMs } = threadTimes();
      await rival.close();
      writeFileSync(`${dir}.ids`, ids);
      return { "saves/s": (frames / ms) * 1000, "thread µs a save": ((ranMs - before.ranMs) * 1000) / frames };
    },
    async close() {},
  };
};

export const rivalReads: SetUp = async (params) => {
  const openRival = await load(text(params, "rival"));
  const rival = await openRival(text(params, "dir"), "bulk");
  const ids = readFileSync(text(params, "idsFile"));
  const reads = number(params, "reads");
  const random = createRandom(1);
  return {
    async round() {
      const times = createStopwatch(reads);
      const keys = pickIds(ids, random, reads).map((id) => Buffer.from(id, "hex"));
      for (const key of keys) {
        const start = performance.now();
        const found = rival.read(key);
        times.lap(start);
        if (found === undefined) throw new Error(`${key.toString("hex")} was not found`);
      }
      return times.figures();
    },
    close: () => rival.close(),
  };
};
