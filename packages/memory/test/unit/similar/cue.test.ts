import { expect, test } from "vitest";
import { createGhosts } from "../../../src/typed/ghosts.ts";
import { toRecord } from "../../../src/records/record.ts";
import { toCue } from "../../../src/similar/cue.ts";
import type { StoreState } from "../../../src/store-state.ts";

const embedder = { name: "two", dimensions: 2, embed: async () => [Float32Array.of(0, 1)] };

function stateWith(own?: typeof embedder): StoreState {
  const ghosts = createGhosts(1000, () => 0);
  return { ghosts, log: { withId: () => [] }, embedder: own } as unknown as StoreState;
}

test("a vector is copied, compares with given ones, and with made ones when the user's embedder has its length", async () => {
  const given = [1, 0];
  const cue = await toCue(stateWith(), given, undefined);
  given[0] = 9;
  expect(cue).toEqual({ vector: Float32Array.of(1, 0), takesOwn: true, embedder: undefined });
  expect((await toCue(stateWith(embedder), [1, 0], undefined)).embedder).toBe(embedder);
  expect((await toCue(stateWith(embedder), [1, 0, 0], undefined)).embedder).toBeUndefined();
});

test("a text compares with made vectors; given ones count as made by the user's embedder, not as trigrams", async () => {
  expect(await toCue(stateWith(embedder), "tea", undefined)).toMatchObject({ takesOwn: true, embedder });
  const trigrams = await toCue(stateWith(), "tea", undefined);
  expect(trigrams).toMatchObject({ takesOwn: false, embedder: { dimensions: 1000 } });
});

test("a memory that is named is not its own neighbour, and its namespace is asked", async () => {
  const state = stateWith();
  const record = toRecord({ content: "boo", type: "ghost", namespace: "n", embedding: [1, 0] }, 0);
  const { id } = state.ghosts.save(record);
  expect(await toCue(state, id, undefined)).toMatchObject({ self: { id, namespace: "n" }, takesOwn: true });
});
