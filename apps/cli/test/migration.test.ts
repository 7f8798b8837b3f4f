/** Importing folders of other memory systems, verifying that, and cleaning up. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outcomeOf, run, runJson, start, temporaryFolder } from "./support/run.ts";

/** A vault with two memories, as MessagePack by hand: {"id","type","content","metadata","timestamp","access_count","importance"}. */
function makeVault(): string {
  const root = temporaryFolder();
  mkdirSync(join(root, "memories"));
  mkdirSync(join(root, "logs"));
  writeFileSync(join(root, "logs", "vault_live.jsonl"), "{}\n");
  for (const [id, content] of [
    ["aaaaaaaaaaaaaaaa", "Ada keeps bees"],
    ["bbbbbbbbbbbbbbbb", "Bob has a boat"],
  ] as const) {
    const fields: Buffer[] = [
      text("id"),
      text(id),
      text("type"),
      text("semantic"),
      text("content"),
      text(content),
      text("metadata"),
      Buffer.of(0x81, ...text("tags"), 0x91, ...text("vault")),
      text("timestamp"),
      float(1_700_000_000.5),
      text("access_count"),
      Buffer.of(3),
      text("importance"),
      float(0.75),
    ];
    writeFileSync(join(root, "memories", `${id}.msgpack`), Buffer.concat([Buffer.of(0x87), ...fields]));
  }
  return root;
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.of(0xa0 | value.length), Buffer.from(value)]);
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xcb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

describe("import of a V2 vault", () => {
  it("takes the folder, verifies it, and cleans up only what it took", async () => {
    const [vault, dir] = [makeVault(), temporaryFolder()];
    expect((await run(["init", "--dir", dir])).code).toBe(0);
    const before = await runJson(["import", vault, "--verify-only", "--dir", dir]);
    expect(before).toMatchObject({ code: 1, value: { ok: false, missing: 2 } });
    const taken = await runJson(["import", vault, "--format", "vault-v2", "--dir", dir]);
    expect(taken).toMatchObject({ code: 0, value: { saved: 2, duplicates: 0, failed: 0 } });
    const again = await run(["import", vault, "--verify-only", "--dir", dir]);
    expect(again).toMatchObject({ code: 0, stdout: "ok: 2 memories are here, 0 missing, 0 unreadable\n" });
    expect((await run(["get", "aaaaaaaaaaaaaaaa", "--json", "--dir", dir])).stdout).toContain('"tags":["vault"]');
    const cleaned = await runJson<{ cleanup: object }>(["import", vault, "--cleanup", "--dir", dir]);
    expect(cleaned).toMatchObject({ code: 0, value: { saved: 0, duplicates: 2, cleanup: { removedFiles: 2 } } });
    expect(readdirSync(vault)).toEqual(["logs"]);
  });

  it("removes nothing when anything cannot be read, and ends with 1", async () => {
    const [vault, dir] = [makeVault(), temporaryFolder()];
    writeFileSync(join(vault, "memories", "cccccccccccccccc.msgpack"), "rot");
    const { code, stderr } = await run(["import", vault, "--cleanup", "--dir", dir]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /item 3: not MessagePack[\s\S]*Nothing was removed: 2 memories are here, 0 missing, 1 unreadable/,
    );
    expect(readdirSync(join(vault, "memories"))).toHaveLength(3);
  });

  it("--verify-only makes no store and wants a folder", async () => {
    const dir = join(temporaryFolder(), "none");
    expect((await run(["import", makeVault(), "--verify-only", "--dir", dir])).code).toBe(3);
    expect(existsSync(dir)).toBe(false);
    const store = temporaryFolder();
    await run(["init", "--dir", store]);
    for (const args of [
      ["-", "--verify-only"],
      ["x", "--verify-only", "--cleanup"],
    ]) {
      expect((await run(["import", ...args, "--dir", store])).code).toBe(2);
    }
  });

  it("works as a real process, on a folder of JSON frames, too", async () => {
    const [folder, dir] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(folder, "frames"));
    writeFileSync(join(folder, "frames", "a.json"), '{"content":"tea","timestamp":1700000000.5}');
    const { code, stdout } = await outcomeOf(start(["import", folder, "--json", "--dir", dir]));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ saved: 1, failed: 0 });
  });
});
