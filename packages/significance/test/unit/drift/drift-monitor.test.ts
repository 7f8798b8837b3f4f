import { expect, test } from "vitest";
import { createDriftMonitor } from "../../../src/drift/drift-monitor.ts";
import { madeConversation, type Law } from "../../conversations.ts";

const LAW: Law = { seed: 1, sessions: 60, topics: 4 };

test("a new topic is noticed, and no longer once it is old", () => {
  const monitor = createDriftMonitor({ window: 200 });
  for (const memory of madeConversation(LAW)) monitor.observe(memory);
  expect(monitor.drift()).toMatchObject({ drifted: false, enough: true });
  const strange = madeConversation({ ...LAW, seed: 2, sessions: 200, firstTopic: 4 });
  for (const memory of strange.slice(0, 200)) monitor.observe(memory);
  expect(monitor.drift().drifted).toBe(true);
  for (const memory of strange.slice(200)) monitor.observe(memory);
  expect(monitor.drift().facets.terms).toBeLessThan(0.05);
});

test("recent are between a half and a whole window, and nothing is counted twice", () => {
  const monitor = createDriftMonitor({ window: 20 });
  const memories = madeConversation({ ...LAW, sessions: 10 });
  for (const [at, memory] of memories.entries()) {
    monitor.observe(memory);
    const { before, previous, current } = monitor.toJSON();
    expect(before.memories + previous.memories + current.memories).toBe(at + 1);
    const recent = previous.memories + current.memories;
    expect(recent).toBeLessThanOrEqual(20);
    expect(recent).toBeGreaterThanOrEqual(Math.min(at + 1, 10));
  }
});

test("an empty one has no verdict", () => {
  expect(createDriftMonitor().drift()).toMatchObject({ enough: false, drifted: false });
});

test("what is restored from JSON goes on where it was", () => {
  const monitor = createDriftMonitor({ window: 20 });
  const memories = madeConversation({ ...LAW, sessions: 10 });
  for (const memory of memories.slice(0, 55)) monitor.observe(memory);
  const restored = createDriftMonitor({ window: 20 }, structuredClone(monitor.toJSON()));
  for (const memory of memories.slice(55)) for (const one of [monitor, restored]) one.observe(memory);
  expect(restored.toJSON()).toEqual(monitor.toJSON());
});

test("a memory that is taken back leaves nothing that only it had, wherever it is by now", () => {
  const memories = madeConversation({ ...LAW, sessions: 4 });
  for (const place of [0, 15, 39]) {
    const monitor = createDriftMonitor({ window: 20 });
    const secret = { ...memories[place]!, text: "secret", tags: ["hidden"] };
    for (const [at, memory] of memories.entries()) monitor.observe(at === place ? secret : memory);
    expect(JSON.stringify(monitor)).toMatch(/secret.*hidden|hidden.*secret/);
    monitor.remove(secret);
    expect(JSON.stringify(monitor)).not.toMatch(/secret|hidden/);
  }
});

test("a window must hold two", () => {
  expect(() => createDriftMonitor({ window: 1 })).toThrow(/window/);
});
