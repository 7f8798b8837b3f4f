/** Save, search, get, list, update, forget: what one hears back, and the exit codes. */
import { describe, expect, it } from "vitest";
import { run, runJson, temporaryFolder } from "./support/run.ts";

interface Saved {
  id: string;
  duplicate: boolean;
}
interface MemoryShape {
  id: string;
  content: string;
  type: string;
  tags: string[];
  session: string | null;
  speaker: string | null;
  metadata: Record<string, unknown>;
  timestamp: number;
  namespace: string;
  importance: number;
}

describe("a memory on its way through the commands", () => {
  const dir = temporaryFolder();
  const here = ["--dir", dir];
  const bees = [
    "save",
    "Ada keeps bees on the roof.",
    "--speaker",
    "Ada",
    "--session",
    "s1",
    "--tag",
    "hobby",
    ...here,
  ];
  let id = "";

  it("is saved with everything that is said of it", async () => {
    const extras = [
      "--meta",
      "hives=3",
      "--meta",
      "wild=false",
      "--meta",
      "note=a=b",
      "--at",
      "2025-02-04T10:00Z",
      "--importance",
      "0.9",
    ];
    const { code, value } = await runJson<Saved>([...bees, ...extras]);
    expect(code).toBe(0);
    expect(value).toEqual({ id: expect.stringMatching(/^[0-9a-f]{16}$/) as string, duplicate: false });
    id = value.id;
    const { value: memory } = await runJson<MemoryShape>(["get", id, ...here]);
    expect(memory).toMatchObject({
      id,
      content: "Ada keeps bees on the roof.",
      type: "episodic",
      tags: ["hobby"],
      session: "s1",
      speaker: "Ada",
      metadata: { hives: 3, wild: false, note: "a=b" },
      timestamp: Date.UTC(2025, 1, 4, 10),
      namespace: "default",
      importance: 0.9,
    });
  });

  it("is known when it is saved again", async () => {
    const { value } = await runJson<Saved>([
      ...bees,
      "--meta",
      "hives=3",
      "--meta",
      "wild=false",
      "--meta",
      "note=a=b",
    ]);
    expect(value).toEqual({ id, duplicate: true });
  });

  it("comes from stdin without the last line end", async () => {
    const saved = await run(["save", "-", "--namespace", "work", ...here], { stdin: "Two lines\nof text\n" });
    expect(saved).toMatchObject({ code: 0, stderr: "Saved:\n" });
    const { value } = await runJson<MemoryShape>(["get", saved.stdout.trim(), ...here]);
    expect(value).toMatchObject({ content: "Two lines\nof text", session: null, speaker: null });
  });

  it("is found", async () => {
    const { code, value } = await runJson<{ query: string; tookMs: number; hits: MemoryShape[] }>([
      "search",
      "who",
      "has bees?",
      ...here,
    ]);
    expect(code).toBe(0);
    expect(value.query).toBe("who has bees?");
    expect(value.tookMs).toBeGreaterThan(0);
    expect(value.hits[0]).toMatchObject({ id, speaker: "Ada", namespace: "default", importance: 0.9 });
    expect(value.hits[0]).not.toHaveProperty("why");
  });

  it("is found with reasons, when they are asked for", async () => {
    const { value } = await runJson<{ hits: { why: object }[] }>(["search", "bees", "--explain", ...here]);
    expect(value.hits[0]?.why).toHaveProperty("terms");
    const { stdout } = await run(["search", "bees", "--explain", ...here]);
    expect(stdout).toMatch(/why: .*\d\.\d\d/);
  });

  it("is listed over all namespaces, newest first, and by time, oldest first", async () => {
    const { value: newest } = await runJson<{ memories: MemoryShape[] }>(["list", ...here]);
    expect(newest.memories.map(({ namespace }) => namespace)).toEqual(["work", "default"]);
    const { value: oldest } = await runJson<{ memories: MemoryShape[] }>(["timeline", ...here]);
    expect(oldest.memories.map(({ namespace }) => namespace)).toEqual(["default", "work"]);
    const { value: one } = await runJson<{ memories: MemoryShape[] }>(["list", "-n", "1", "--tag", "hobby", ...here]);
    expect(one.memories.map((memory) => memory.id)).toEqual([id]);
    const { stdout } = await run(["list", "--namespace", "work", ...here]);
    expect(stdout).toMatch(/^[0-9a-f]{16} {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}\[work\] Two lines of text\n$/);
  });

  it("is updated", async () => {
    const change = [
      "--content",
      "Ada sold the bees.",
      "--tag",
      "news",
      "--unset",
      "wild",
      "--meta",
      "hives=0",
      "--speaker",
      "",
    ];
    const { code, value } = await runJson<MemoryShape>(["update", id, ...change, ...here]);
    expect(code).toBe(0);
    expect(value).toMatchObject({ id, content: "Ada sold the bees.", tags: ["news"], speaker: null, session: "s1" });
    expect(value.metadata).toEqual({ hives: 0, note: "a=b" });
  });

  it("is forgotten, and then not found", async () => {
    expect(await runJson(["forget", id, ...here])).toEqual({ code: 0, value: { id, forgotten: true } });
    for (const call of [
      ["get", id],
      ["forget", id],
      ["update", id, "--content", "x"],
    ]) {
      const { code, value } = await runJson<{ error: { code: string; message: string } }>([...call, ...here]);
      expect(code).toBe(1);
      expect(value.error.code).toBe("CLI_NOT_FOUND");
    }
    expect(await runJson<{ hits: unknown[] }>(["search", "bees", ...here])).toMatchObject({
      code: 0,
      value: { hits: [] },
    });
  });

  it("leaves the namespaces named when a search finds nothing", async () => {
    const { code, stdout, stderr } = await run(["search", "bees", ...here]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/namespace "default".* work.*--namespace/);
  });
});

describe("a terminal", () => {
  it("gets cut lines, marked words and no escape codes of a memory", async () => {
    const dir = temporaryFolder();
    await run(["save", `Bees ${"are busy ".repeat(60)} \u001b[31mred\u001b[0m \u202e`, "--dir", dir]);
    const { stdout } = await run(["search", "bee", "--dir", dir], { columns: 60 });
    expect(stdout).toContain("\u001b[1m\u001b[33mBees");
    expect(stdout).not.toContain("\u001b[31m");
    // oxlint-disable-next-line no-control-regex
    const bare = stdout.replaceAll(/\u001b\[\d+m/g, "");
    expect(
      bare
        .split("\n")
        .map((line) => line.length)
        .every((length) => length <= 60),
    ).toBe(true);
    expect(bare.trimEnd().split("\n")).toHaveLength(3);
    const plain = await run(["search", "bee", "--dir", dir], { columns: 60, env: { NO_COLOR: "1" } });
    expect(plain.stdout).toBe(bare);
    expect((await run(["search", "bee", "--dir", dir])).stdout).toContain("red");
  });
});
