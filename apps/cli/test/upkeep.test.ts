/** Looking after a store: status, log, backup, restore, compact, doctor. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outcomeOf, run, runJson, start, temporaryFolder } from "./support/run.ts";

interface Doctor {
  ok: boolean;
  findings: { code: string; severity: string; meaning: string; advice: string }[];
  violations: { file: string; kind: string }[];
  repaired: { framesKept: number; framesLost: number } | null;
}

async function storeWith(...texts: readonly string[]): Promise<string> {
  const dir = temporaryFolder();
  await run(["init", "--dir", dir]);
  for (const text of texts) await run(["save", text, "--dir", dir]);
  return dir;
}

/** Changes one letter of a memory on the disk. */
function damage(dir: string, text: string): void {
  for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".frames")) continue;
    const bytes = readFileSync(join(dir, name));
    const at = bytes.indexOf(text);
    if (at < 0) continue;
    bytes.write("X", at);
    writeFileSync(join(dir, name), bytes);
  }
}

describe("status", () => {
  it("tells what the last session reported, and that it was closed", async () => {
    const dir = await storeWith("one", "two");
    const { code, value } = await runJson<object>(["status", "--dir", dir]);
    expect(code).toBe(0);
    expect(value).toMatchObject({
      dir,
      memories: 2,
      clean: true,
      lastSession: { ended: "closed" },
      lastBackup: null,
      writer: { state: "closed", metrics: { vidmem_memories: 2 } },
      warnings: [],
    });
    expect((await run(["status", "--dir", dir])).stdout).toMatch(/memories +2\n[\s\S]*last backup +never\n/);
  });
});

describe("log", () => {
  it("shows events by ids and counts, never what a memory says", async () => {
    const dir = await storeWith("a secret about bees");
    const { value } = await runJson<{ events: { event: string }[] }>(["log", "--dir", dir]);
    expect(value.events.map(({ event }) => event)).toEqual(["open", "close", "open", "save", "close"]);
    const words = await run(["log", "-n", "2", "--dir", dir]);
    expect(words.stdout).toMatch(/^\S+Z {2}save {4,}[\d.]+ ms {2}id=[0-9a-f]{16} {2}duplicate=false\n\S+Z {2}close/);
    expect(words.stdout).not.toContain("bees");
  });

  it("a store without logs has none", async () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, "vidmem.json"), "{}");
    expect(await runJson(["log", "--dir", dir])).toEqual({ code: 0, value: { events: [] } });
    expect((await run(["log", "--dir", dir])).stderr).toContain("No events here yet");
  });

  it("follows what another process does until Ctrl-C", async () => {
    const dir = await storeWith();
    const child = start(["log", "--follow", "--json", "-n", "0", "--dir", dir]);
    const ended = outcomeOf(child);
    const seen = new Promise<void>((resolve) => {
      child.stdout!.on("data", (chunk: Buffer) => chunk.toString().includes('"event":"save"') && resolve());
    });
    let isSeen = false;
    void seen.then(() => (isSeen = true));
    // The child may start to look only after the first of them.
    for (let n = 0; !isSeen; n++) await run(["save", `memory ${n}`, "--dir", dir]);
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    for (const line of stdout.trimEnd().split("\n")) expect(JSON.parse(line)).toHaveProperty("event");
  });
});

describe("backup and restore", () => {
  it("a restored backup is the same store, and status knows of the backup", async () => {
    const dir = await storeWith("one", "two");
    const [target, again] = [join(temporaryFolder(), "backup"), join(temporaryFolder(), "again")];
    expect(await runJson(["backup", target, "--dir", dir])).toMatchObject({ code: 0, value: { folder: target } });
    expect((await runJson<object>(["status", "--dir", dir])).value).toMatchObject({ lastBackup: { segments: 1 } });
    await run(["save", "three", "--dir", dir]);
    const restored = await run(["restore", target, "--dir", again]);
    expect(restored).toMatchObject({ code: 0, stdout: `${again}\n` });
    expect(restored.stderr).toContain("Restored and verified");
    expect((await run(["list", "--dir", again])).stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(readFileSync(join(again, "vidmem.json"))).toEqual(readFileSync(join(dir, "vidmem.json")));
  });

  it("nothing is overwritten, and a folder that is no backup is none", async () => {
    const dir = await storeWith("one");
    expect(await runJson(["backup", dir, "--dir", dir])).toMatchObject({
      code: 3,
      value: { error: { code: "FRAMES_TARGET_NOT_EMPTY" } },
    });
    expect(await runJson(["restore", temporaryFolder(), "--dir", join(dir, "x")])).toMatchObject({
      code: 3,
      value: { error: { code: "FRAMES_NOT_FOUND" } },
    });
  });

  it("a damaged backup is refused with 4, and makes no store", async () => {
    const dir = await storeWith("the first memory", "the second memory");
    const target = join(temporaryFolder(), "backup");
    await run(["backup", target, "--dir", dir]);
    const names = readdirSync(target, { recursive: true, encoding: "utf8" });
    const path = join(
      target,
      names.find((name) => name.endsWith(".frames"))!,
    );
    const bytes = readFileSync(path);
    bytes[Math.floor(bytes.length / 2)]! ^= 0xff;
    writeFileSync(path, bytes);
    const again = join(temporaryFolder(), "again");
    expect((await run(["restore", target, "--dir", again])).code).toBe(4);
    expect(existsSync(again)).toBe(false);
  });
});

describe("compact", () => {
  it("drops what is superseded when no days are kept, and says so", async () => {
    const dir = await storeWith("one");
    const [line] = (await run(["list", "--dir", dir])).stdout.split("\n");
    const id = line!.slice(0, 16);
    for (let n = 0; n < 5; n++) await run(["update", id, "--content", `version ${n}`, "--dir", dir]);
    const kept = await runJson<{ droppedFrames: number }>(["compact", "--dir", dir]);
    expect(kept).toMatchObject({ code: 0, value: { droppedFrames: 0 } });
    const dropped = await runJson<{ droppedFrames: number }>(["compact", "--keep-days", "0", "--dir", dir]);
    expect(dropped.value.droppedFrames).toBeGreaterThanOrEqual(4);
    expect((await run(["get", id, "--dir", dir])).stdout).toContain("version 4");
    expect((await run(["compact", "--keep-days", "-1", "--dir", dir])).code).toBe(2);
  });
});

describe("doctor", () => {
  it("a healthy store is ok", async () => {
    const dir = await storeWith("one");
    const { code, value } = await runJson<Doctor>(["doctor", "--dir", dir]);
    expect(code).toBe(0);
    expect(value).toMatchObject({ ok: true, violations: [], repaired: null });
    expect(value.findings.map(({ code }) => code)).toEqual(["no-backup"]);
    expect((await run(["doctor", "--dir", dir])).stdout).toMatch(/ok: 1 frame, \d+ bytes, nothing is wrong\n$/);
  });

  it("explains damage in words and ends with 4; --repair keeps the rest, and then all is well", async () => {
    const dir = await storeWith("the first memory", "the second memory", "the third memory");
    damage(dir, "second memory");
    const { code, value } = await runJson<Doctor>(["doctor", "--dir", dir]);
    expect(code).toBe(4);
    expect(value.findings.map(({ code }) => code)).toContain("damaged-frame");
    const words = await run(["doctor", "--dir", dir]);
    expect(words.code).toBe(4);
    expect(words.stdout).toMatch(/damage: 1 place on the disk no longer holds what was written/);
    expect(words.stdout).toContain("vidmem doctor --repair");
    expect(words.stdout).toMatch(/shards\/.*\.frames:\d+ {2}damaged-frame/);
    const repaired = await runJson<Doctor>(["doctor", "--repair", "--dir", dir]);
    expect(repaired.code).toBe(0);
    expect(repaired.value.ok).toBe(true);
    expect((await run(["verify", "--dir", dir])).code).toBe(0);
    expect((await run(["list", "--dir", dir])).stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(readdirSync(join(dir, "lost+found"))).not.toEqual([]);
  });

  it.each([
    ["a list, where nothing but a verification looks", () => 12, { memories: 2, frames: 2 }],
    [
      "a head, which even counting memories meets",
      (sizeBytes: number) => sizeBytes - 60,
      { memories: null, frames: 2 },
    ],
  ])("damage in %s loses nothing: verify names it, doctor explains it, --repair mends it", async (_, at, figures) => {
    const dir = await storeWith("the first memory", "the second memory");
    const name = readdirSync(join(dir, "index")).find((file) => file.endsWith(".segment"));
    const bytes = readFileSync(join(dir, "index", name!));
    bytes[at(bytes.length)]! ^= 1;
    writeFileSync(join(dir, "index", name!), bytes);
    const verified = await run(["verify", "--dir", dir]);
    expect(verified.code).toBe(4);
    expect(verified.stdout).toMatch(new RegExp(`^index/${name}:0 {2}damaged-index {2}`));
    expect(verified.stderr).toContain("vidmem doctor --repair");
    expect(verified.stderr).not.toContain("backup");
    const found = await runJson<Doctor>(["doctor", "--dir", dir]);
    expect(found.code).toBe(4);
    expect(found.value.findings[0]).toMatchObject({ code: "damaged-index", severity: "damage" });
    expect(found.value).toMatchObject(figures);
    const repaired = await runJson<Doctor & { repaired: { index: string[] } }>(["doctor", "--repair", "--dir", dir]);
    expect(repaired).toMatchObject({
      code: 0,
      value: { ok: true, repaired: { index: [`index/${name}`], framesLost: 0 } },
    });
    expect((await run(["verify", "--dir", dir])).code).toBe(0);
    expect(existsSync(join(dir, "index", "manifest.json"))).toBe(true);
    expect((await runJson<{ hits: unknown[] }>(["search", "memory", "--dir", dir])).value.hits).toHaveLength(2);
  });

  it("a damaged vidmem.json is explained, set aside by --repair, and no memory is touched", async () => {
    const dir = await storeWith("one");
    writeFileSync(join(dir, "vidmem.json"), "{");
    const found = await runJson<Doctor>(["doctor", "--dir", dir]);
    expect(found.code).toBe(4);
    expect(found.value.findings.map(({ code }) => code)).toEqual(["store-file-damaged"]);
    expect(found.value).toMatchObject({ memories: null, frames: null, diskBytes: null });
    expect((await run(["doctor", "--repair", "--dir", dir])).code).toBe(0);
    expect((await run(["list", "--dir", dir])).stdout).toContain("one");
    expect(readdirSync(dir).filter((name) => name.startsWith("vidmem.json.damaged-"))).toHaveLength(1);
  });

  it("a newer or foreign vidmem.json is not touched", async () => {
    const dir = await storeWith("one");
    writeFileSync(join(dir, "vidmem.json"), '{"format":"vidmem","version":99}');
    expect((await run(["doctor", "--repair", "--dir", dir])).code).toBe(4);
    expect(readFileSync(join(dir, "vidmem.json"), "utf8")).toContain("99");
  });
});
