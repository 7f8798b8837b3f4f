/** Types, likeness, decay, consolidation, erasing: what one hears back, and what is on the disk afterwards. */
import { openMemory } from "@vidmem/memory";
import { describe, expect, it } from "vitest";
import { run, runJson, temporaryFolder } from "./support/run.ts";

const DAY_MS = 86_400_000;

/** A store with memories as old as a test needs them. */
async function storeOf(
  daysAgo: number,
  ...memories: readonly { readonly content: string; readonly importance: number }[]
): Promise<string> {
  const dir = temporaryFolder();
  const store = await openMemory({ dir, clock: () => Date.now() - daysAgo * DAY_MS });
  await store.saveMany(memories);
  await store.close();
  return dir;
}

describe("save --type and --importance", () => {
  it("keeps both", async () => {
    const dir = temporaryFolder();
    const saved = await runJson<{ id: string }>([
      "save",
      "x",
      "--type",
      "soliton",
      "--importance",
      "0.9",
      "--dir",
      dir,
    ]);
    const { value } = await runJson<object>(["get", saved.value.id, "--dir", dir]);
    expect(value).toMatchObject({ type: "soliton", importance: 0.9 });
  });

  it("refuses a ghost, which would be gone at once, and an update to one", async () => {
    const dir = temporaryFolder();
    const { code, stderr } = await run(["save", "boo", "--type", "ghost", "--dir", dir]);
    expect(code).toBe(2);
    expect(stderr).toContain("ghost");
    const saved = await runJson<{ id: string }>(["save", "x", "--dir", dir]);
    expect((await run(["update", saved.value.id, "--type", "ghost", "--dir", dir])).code).toBe(2);
  });
});

describe("similar", () => {
  it("finds what is like a memory, and what is like a text", async () => {
    const dir = temporaryFolder();
    const { value } = await runJson<{ id: string }>(["save", "Ada keeps bees on the roof.", "--dir", dir]);
    for (const text of ["Ada keeps hives on the roof.", "The boiler is broken."])
      await run(["save", text, "--dir", dir]);
    const like = await runJson<{ hits: { content: string; score: number }[] }>([
      "similar",
      value.id,
      "-n",
      "1",
      "--dir",
      dir,
    ]);
    expect(like.value.hits).toMatchObject([{ content: "Ada keeps hives on the roof." }]);
    const text = await run(["similar", "bees", "on", "the", "roof", "--threshold", "0.5", "--dir", dir]);
    expect(text.code).toBe(0);
    expect(text.stdout).toContain("Ada keeps bees");
    expect(text.stdout).not.toContain("boiler");
  });

  it("says so when nothing is like it", async () => {
    const dir = temporaryFolder();
    await run(["save", "zzz", "--dir", dir]);
    const { code, stdout, stderr } = await run(["similar", "bees", "--threshold", "0.9", "--dir", dir]);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("Nothing is like it");
  });
});

describe("decay and consolidate", () => {
  it("show first what they would do, then do it, then have nothing left to do", async () => {
    const dir = await storeOf(40, { content: "old", importance: 0.8 }, { content: "worthless", importance: 0.05 });
    const dry = await runJson<{ changed: number; changes: object[] }>(["decay", "--dry-run", "--dir", dir]);
    expect(dry.value).toMatchObject({ changed: 2, dryRun: true, changes: [{ from: 0.8 }, { from: 0.05 }] });
    const { stdout, stderr } = await run(["decay", "--dir", dir]);
    expect(stdout).toMatch(/^[0-9a-f]{16} {2}0\.80 → 0\.5\d\n/);
    expect(stderr).toContain("2 memories of 2 have a new importance.");
    expect((await runJson<object>(["decay", "--dir", dir])).value).toMatchObject({ changed: 0 });
    const consolidated = await runJson<object>(["consolidate", "--dir", dir]);
    expect(consolidated.value).toMatchObject({ examined: 2, promoted: 0, removed: 1, changes: [{ what: "removed" }] });
    expect((await run(["consolidate", "--dir", dir])).stderr).toContain("Of 1 memory: 0 promoted, 0 removed.");
  });

  it("want a store that is there", async () => {
    for (const command of ["decay", "consolidate"])
      expect((await run([command, "--dir", `${temporaryFolder()}/none`])).code).toBe(3);
  });
});

describe("forget --erase", () => {
  it("removes every version, also of what was forgotten before, and says so", async () => {
    const dir = temporaryFolder();
    const { id } = (await runJson<{ id: string }>(["save", "secret", "--dir", dir])).value;
    await run(["update", id, "--content", "another secret", "--dir", dir]);
    await run(["forget", id, "--dir", dir]);
    const { value } = await runJson<object>(["forget", id, "--erase", "--dir", dir]);
    expect(value).toEqual({ id, forgotten: true, versions: 2, removedFiles: [] });
    expect((await run(["forget", id, "--erase", "--dir", dir])).code).toBe(1);
  });
});
