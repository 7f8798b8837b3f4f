/** Import and export. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { samplePath } from "../src/package-files.ts";
import { run, runJson, temporaryFolder } from "./support/run.ts";

interface Imported {
  saved: number;
  duplicates: number;
  failed: number;
  seconds: number;
}

describe("import", () => {
  const dir = temporaryFolder();
  const sample = samplePath("conversation.jsonl");

  it("takes every turn, and a second time none", async () => {
    const first = await runJson<Imported>(["import", sample, "--dir", dir]);
    expect(first).toMatchObject({ code: 0, value: { saved: 279, duplicates: 0, failed: 0 } });
    expect(Object.keys(first.value)).toEqual(["saved", "duplicates", "failed", "seconds"]);
    const second = await runJson<Imported>(["import", sample, "--dir", dir]);
    expect(second.value).toMatchObject({ saved: 0, duplicates: 279 });
  });

  it("gives back what it took: export | import into another store", async () => {
    const [other, folder] = [temporaryFolder(), temporaryFolder()];
    const { code, stdout } = await run(["export", "-", "--dir", dir]);
    expect(code).toBe(0);
    const taken = await runJson<Imported>(["import", "-", "--dir", other], { stdin: stdout });
    expect(taken.value).toMatchObject({ saved: 279, failed: 0 });
    const file = join(folder, "again.jsonl");
    expect(await runJson(["export", file, "--dir", other])).toEqual({ code: 0, value: { exported: 279, file } });
    expect(readFileSync(file, "utf8").length).toBeGreaterThan(10_000);
    expect((await runJson<Imported>(["import", file, "--dir", dir])).value).toMatchObject({
      saved: 0,
      duplicates: 279,
    });
  });

  it("exports what the filters let through", async () => {
    const { stdout } = await run(["export", "-", "--session", "s05", "--speaker", "Kwame", "--dir", dir]);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { session: string; speaker: string });
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.every(({ session, speaker }) => session === "s05" && speaker === "Kwame")).toBe(true);
  });

  it("names at most five failures, and refuses a file without a single memory", async () => {
    const folder = temporaryFolder();
    const mixed = join(folder, "mixed.jsonl");
    writeFileSync(mixed, `${"not json\n".repeat(7)}{"content":"kept"}\n`);
    const partly = await run(["import", mixed, "--dir", folder]);
    expect(partly.code).toBe(0);
    expect(partly.stdout).toMatch(/^1 saved, 0 duplicates, 7 failed/);
    expect(partly.stderr.match(/item \d+:/g)).toHaveLength(5);
    expect(partly.stderr).toContain("2 more");
    const { code, value } = await runJson<Imported>(["import", "-", "--dir", folder], {
      stdin: "# a page\nwith words\n",
    });
    expect(code).toBe(2);
    expect(value).toMatchObject({ saved: 0, failed: 2 });
  });

  it("says what was kept when it is stopped", async () => {
    const controller = new AbortController();
    controller.abort(new Error("stop"));
    const { code, value } = await runJson<{ error: { code: string; message: string } }>(
      ["import", sample, "--dir", temporaryFolder()],
      {
        signal: controller.signal,
      },
    );
    expect(code).toBe(130);
    expect(value.error).toEqual({
      code: "CLI_INTERRUPTED",
      message: expect.stringMatching(/0 memories were imported and kept/) as string,
    });
  });

  it("says what it cannot read", async () => {
    const { code, value } = await runJson<{ error: { code: string } }>([
      "import",
      "/nowhere/x.jsonl",
      "--dir",
      temporaryFolder(),
    ]);
    expect({ code, error: value.error.code }).toEqual({ code: 3, error: "MEMORY_IO" });
  });
});
