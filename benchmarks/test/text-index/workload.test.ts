import { describe, expect, it } from "vitest";
import { createWorkload } from "../../src/text-index/workload.ts";

const MEMORIES = 2000;
const workload = createWorkload();

describe("the workload of the text index", () => {
  it("is the same in every process, in whatever order it is asked", () => {
    const other = createWorkload();
    for (const i of [999, 3, 1000, 0]) {
      expect(other.text(i)).toBe(workload.text(i));
      expect(other.metadata(i)).toEqual(workload.metadata(i));
    }
  });

  it("makes sessions of 12 to 28 turns that follow each other", () => {
    const turns = new Map<string, number>();
    for (let i = 0; i < MEMORIES; i++) {
      const { session } = workload.metadata(i);
      turns.set(session, (turns.get(session) ?? 0) + 1);
    }
    const sizes = [...turns.values()].slice(0, -1);
    expect([...turns.keys()]).toEqual(Array.from(turns.keys(), (_, n) => `s${n}`));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(28);
  });

  it("names the content words of a text with their ranks", () => {
    for (const { word, rank } of workload.contentWords(17)) {
      expect(workload.wordOf(rank)).toBe(word);
      expect(workload.text(17).toLowerCase()).toContain(word);
    }
  });

  it("writes 40 to 120 words of ASCII, and the common words more often than the rare", () => {
    const ranks: number[] = [];
    for (let i = 0; i < 200; i++) {
      expect(workload.text(i)).toMatch(/^[\x20-\x7e]+\.$/);
      expect(workload.text(i).split(" ").length).toSatisfy((words: number) => words >= 40 && words <= 120);
      ranks.push(...workload.contentWords(i).map(({ rank }) => rank));
    }
    const common = ranks.filter((rank) => rank < 1000).length;
    expect(common / ranks.length).toBeGreaterThan(0.4);
  });
});
