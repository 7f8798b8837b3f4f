/** Calls that cannot be: each ends with 2 and says what to do. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { run, runJson, temporaryFolder } from "./support/run.ts";

describe("misuse", () => {
  const dir = temporaryFolder();
  it.each([
    [["serach", "bees"], /no command "serach"\. Did you mean search\?/],
    [["frobnicate"], /no command "frobnicate"\. See: vidmem help/],
    [["help", "lst"], /Did you mean list\?/],
    [["save"], /vidmem save <text\|->/],
    [["save", "two", "words"], /quotes/],
    [["save", " "], /nothing to save/],
    [["save", "x", "--importnce", "1"], /no option --importnce\. Did you mean --importance\?/],
    [["save", "x", "--zzz"], /no option --zzz\. See: vidmem save --help/],
    [["save", "x", "--importance", "2"], /--importance must be a number from 0 to 1/],
    [["save", "x", "--type", "dream"], /--type must be one of episodic, semantic/],
    [["save", "x", "--meta", "novalue"], /KEY=VALUE/],
    [["save", "x", "--at", "yesterday"], /--at must be a time like/],
    [["save", "x", "--speaker", ""], /speaker must be a text/],
    [["save", "x", "--tag"], /--tag/],
    [["search", ""], /question is empty/],
    [["search", "x", "-n", "0"], /whole number from 1 to 10,000/],
    [["search", "x", "--mode", "magic"], /--mode must be one of auto/],
    [["list", "everything"], /takes no argument/],
    [["get", "xyz", "--dir", "."], /16/],
    [["update", "0000000000000000"], /Say what to change/],
    [["export", "-", "--json"], /both want stdout/],
    [["import", "x.jsonl", "--format", "csv"], /--format must be one of auto/],
    [["stats", "--dir", ""], /--dir is empty/],
  ])("%j", async (args, words) => {
    await run(["init", "--dir", dir]);
    const { code, stderr, stdout } = await run(
      args.includes("--dir") && args[0] !== "get" ? args : [...args, "--dir", dir],
    );
    expect(stderr).toMatch(words);
    expect(code).toBe(2);
    expect(stdout.includes("error")).toBe(args.includes("--json"));
  });

  it("is one JSON value with --json, also when the call could not be parsed", async () => {
    const { code, value } = await runJson(["save", "x", "--bad"]);
    expect(code).toBe(2);
    expect(value).toEqual({ error: { code: "CLI_MISUSE", message: expect.stringContaining("--bad") as string } });
  });

  it("writes nothing", async () => {
    const empty = temporaryFolder();
    await run(["save", "x", "--importance", "7", "--dir", empty]);
    await run(["update", "0000000000000000", "--content", "x", "--dir", empty]);
    expect(readdirSync(empty)).toEqual([]);
  });
});

describe("help", () => {
  it("is there for all, for one, and for none", async () => {
    for (const args of [[], ["help"], ["--help"], ["-h"]]) {
      const { code, stdout } = await run(args);
      expect(code).toBe(0);
      for (const name of ["demo", "init", "save", "search", "import", "verify"]) expect(stdout).toContain(`  ${name}`);
      expect(stdout.split("\n").every((line) => line.length <= 100)).toBe(true);
    }
    const [long, asked] = [await run(["search", "--help"]), await run(["help", "search"])];
    expect(long).toEqual(asked);
    expect(long.stdout).toContain("--min-importance 0..1");
    const { value } = await runJson<{ commands: { name: string }[] }>(["help"]);
    expect(value.commands.length).toBeGreaterThan(12);
    expect((await run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await runJson<{ version: string }>(["--version"])).value.version).toMatch(/^\d/);
  });
});
