/** What only a real process shows: signals, closed pipes, the lock between two of them, the built program. */
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { samplePath } from "../src/package-files.ts";
import { outcomeOf, run, start, temporaryFolder } from "./support/run.ts";

describe("the process", () => {
  it("ends quietly when nobody reads its output any more", async () => {
    const dir = temporaryFolder();
    await run(["import", samplePath("conversation.jsonl"), "--dir", dir]);
    for (const args of [["timeline"], ["timeline", "--json"], ["export", "-"]]) {
      const child = start([...args, "--dir", dir]);
      child.stdout!.destroy();
      const { code, stderr } = await outcomeOf(child);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    }
  });

  it("stops an import on SIGINT, keeps what came, and goes on with the next", async () => {
    const dir = temporaryFolder();
    const child = start(["import", "-", "--dir", dir]);
    const ended = outcomeOf(child);
    child.stdin!.write('{"content":"the first"}\n{"content":"the second"}\n');
    while (!existsSync(`${dir}/shards`) || readdirSync(`${dir}/shards`).length === 0) await sleep(20);
    await sleep(100);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: expect.stringMatching(/2 memories were imported and kept/) as string,
    });
    const again = await run(["import", "-", "--json", "--dir", dir], {
      stdin: '{"content":"the second"}\n{"content":"the third"}\n',
    });
    expect(JSON.parse(again.stdout)).toMatchObject({ saved: 1, duplicates: 1 });
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("closes the store on %s", async (signal, exit) => {
    const dir = temporaryFolder();
    await run(["import", samplePath("conversation.jsonl"), "--dir", dir]);
    const child = start(["import", "-", "--dir", dir]);
    const ended = outcomeOf(child);
    child.stdin!.write('{"content":"the last words"}\n');
    while (!(await run(["list", "--dir", dir])).stdout.includes("last words")) await sleep(20);
    child.kill(signal);
    expect((await ended).code).toBe(exit);
    const { stdout } = await run(["status", "--json", "--dir", dir]);
    expect(JSON.parse(stdout)).toMatchObject({ lastSession: { ended: "closed" }, memories: 280 });
  });

  it("crash recovery: after kill -9 nothing acknowledged is missing, and the next session says how the last one ended", async () => {
    const dir = temporaryFolder();
    const child = start(["import", "-", "--dir", dir]);
    const ended = outcomeOf(child);
    child.stdin!.write('{"content":"the first"}\n{"content":"the second"}\n');
    while (!(await run(["list", "--dir", dir])).stdout.includes("the second")) await sleep(20);
    while (!(await run(["log", "--dir", dir])).stdout.includes("open")) await sleep(20);
    child.kill("SIGKILL");
    await ended;
    expect((await run(["save", "the third", "--dir", dir])).code).toBe(0);
    expect((await run(["list", "--dir", dir])).stdout.trimEnd().split("\n")).toHaveLength(3);
    const { stdout } = await run(["log", "--json", "--dir", dir]);
    const { events } = JSON.parse(stdout) as { events: { event: string; previous?: string }[] };
    const opened = events.filter(({ event }) => event === "open");
    expect(opened.map(({ previous }) => previous)).toEqual(["none", "interrupted"]);
  });

  it("reads while another process writes; a second writer is told who holds the store", async () => {
    const dir = temporaryFolder();
    await run(["save", "Ada keeps bees", "--dir", dir]);
    const writer = start(["import", "-", "--dir", dir]);
    const ended = outcomeOf(writer);
    writer.stdin!.write('{"content":"the writer is at work"}\n');
    // Reading takes no lock, so waiting for the writer's first memory cannot be in its way.
    while (!(await run(["list", "--dir", dir])).stdout.includes("at work")) await sleep(20);
    const second = await run(["save", "more", "--json", "--dir", dir]);
    expect(second.code).toBe(3);
    expect(second.stdout).toContain('{"error":{"code":"FRAMES_LOCKED"');
    expect(second.stdout).toContain(String(writer.pid));
    expect(JSON.parse((await run(["search", "bees", "--json", "--dir", dir])).stdout)).toMatchObject({
      hits: [{ content: "Ada keeps bees" }],
    });
    writer.stdin!.end();
    expect(await ended).toMatchObject({ code: 0 });
  });

  it("takes the folder from the environment and says the exit code to the shell", async () => {
    const dir = temporaryFolder();
    const missing = start(["stats"], { env: { VIDMEM_DIR: `${dir}/none` } });
    const [code] = (await once(missing, "exit")) as [number];
    expect(code).toBe(3);
  });
});
