/** Stores that are missing, read-only, damaged or foreign. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outcomeOf, run, runJson, start, temporaryFolder } from "./support/run.ts";

interface ErrorShape {
  error: { code: string; message: string };
}
const NOBODY = 65_534;

describe("a missing store", () => {
  it.each([
    ["search", "x"],
    ["get", "0000000000000000"],
    ["list"],
    ["timeline"],
    ["export", "-"],
    ["stats"],
    ["verify"],
    ["status"],
    ["log"],
    ["doctor"],
    ["compact"],
    ["backup", "x"],
    ["forget", "0000000000000000"],
  ])("%s ends with 3 and says what to do", async (...args) => {
    const dir = join(temporaryFolder(), "none");
    const { code, stderr } = await run([...args, "--dir", dir]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/no store in .*vidmem init/);
    expect(existsSync(dir)).toBe(false);
  });

  it("an empty folder is none either", async () => {
    const { code, value } = await runJson<ErrorShape>(["list", "--dir", temporaryFolder()]);
    expect({ code, error: value.error.code }).toEqual({ code: 3, error: "CLI_NO_STORE" });
  });
});

describe("init and stats", () => {
  it("init makes the store once", async () => {
    const dir = join(temporaryFolder(), "deep", "store");
    expect(await run(["init", "--dir", dir])).toMatchObject({ code: 0, stdout: `${dir}\n` });
    expect(await runJson(["init"], { env: { VIDMEM_DIR: dir } })).toEqual({
      code: 0,
      value: { dir, created: false, memories: 0 },
    });
    const nothing = await run(["search", "x", "--dir", dir]);
    expect(nothing).toMatchObject({ code: 0, stdout: "" });
    expect(nothing.stderr).toContain("The store is empty");
  });

  it("stats counts", async () => {
    const dir = temporaryFolder();
    await run(["save", "one", "--session", "s", "--dir", dir]);
    await run(["save", "two", "--type", "semantic", "--namespace", "work", "--dir", dir]);
    const { value } = await runJson<object>(["stats", "--dir", dir]);
    expect(value).toMatchObject({
      dir,
      memories: 2,
      types: { episodic: 1, semantic: 1 },
      namespaces: ["default", "work"],
      sessions: 1,
    });
    expect((await run(["stats", "--dir", dir])).stdout).toMatch(/memories +2\n/);
  });
});

describe("a read-only folder", () => {
  it("can be read, and a save ends with 3", async () => {
    const dir = temporaryFolder();
    await run(["save", "Ada keeps bees", "--dir", dir]);
    for (const path of [
      dir,
      ...readdirSync(dir, { recursive: true, encoding: "utf8" }).map((name) => join(dir, name)),
    ]) {
      chmodSync(path, 0o555);
    }
    // Root writes anywhere: the child then runs as nobody.
    const uid = process.getuid?.() === 0 ? { uid: NOBODY } : {};
    const found = await outcomeOf(start(["search", "bees", "--json", "--dir", dir], uid));
    expect(found.stderr).toBe("");
    expect(found.code).toBe(0);
    expect(JSON.parse(found.stdout)).toMatchObject({ hits: [{ content: "Ada keeps bees" }] });
    const refused = await outcomeOf(start(["save", "more", "--json", "--dir", dir], uid));
    expect(refused.code).toBe(3);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "FRAMES_IO" } });
    for (const path of [
      dir,
      ...readdirSync(dir, { recursive: true, encoding: "utf8" }).map((name) => join(dir, name)),
    ]) {
      chmodSync(path, 0o755);
    }
  });
});

describe("damage", () => {
  it("verify names file and offset and ends with 4; the rest is read with a warning", async () => {
    const dir = temporaryFolder();
    for (const text of ["the first memory", "the second memory", "the third memory"])
      await run(["save", text, "--dir", dir]);
    expect(await run(["verify", "--dir", dir])).toMatchObject({ code: 0, stderr: "" });
    expect(await runJson(["verify", "--dir", dir])).toEqual({ code: 0, value: { violations: [], ok: true } });
    const files = readdirSync(dir, { recursive: true, encoding: "utf8" });
    const segment = files.find((name) => name.endsWith(".frames")) ?? "";
    const path = join(dir, segment);
    const bytes = readFileSync(path);
    bytes.write("X", bytes.indexOf("second memory"));
    writeFileSync(path, bytes);
    const { code, value } = await runJson<{
      violations: { file: string; offset: number; kind: string }[];
      ok: boolean;
    }>(["verify", "--dir", dir]);
    expect(code).toBe(4);
    expect(value.ok).toBe(false);
    // The damaged bytes, and the one frame that is lost in them.
    expect(value.violations.map(({ kind }) => kind)).toEqual(["damaged-frame", "missing-frames"]);
    expect(value.violations[0]).toMatchObject({ file: segment.replaceAll("\\", "/"), kind: "damaged-frame" });
    expect(value.violations[0]?.offset).toBeGreaterThan(0);
    const words = await run(["verify", "--dir", dir]);
    expect(words.stdout).toMatch(/^shards\/.*\.frames:\d+ {2}damaged-frame /);
    const list = await run(["list", "--dir", dir]);
    expect(list.code).toBe(0);
    expect(list.stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(list.stderr).toContain("1 damaged place");
  });

  it("a store file that is no JSON ends with 4", async () => {
    const dir = temporaryFolder();
    await run(["init", "--dir", dir]);
    writeFileSync(join(dir, "vidmem.json"), "{");
    const { code, value } = await runJson<ErrorShape>(["stats", "--dir", dir]);
    expect({ code, error: value.error.code }).toEqual({ code: 4, error: "MEMORY_FORMAT" });
  });
});
