import { expect, test } from "vitest";
import { createArena } from "../../../src/delta/arena.ts";

test("what was stored is held until the ring comes round", () => {
  const arena = createArena(100);
  const places = Array.from({ length: 12 }, (_, i) => arena.store(new Uint8Array(30).fill(i)));
  const held = places.filter((place) => arena.holds(place));
  expect(held).toEqual(places.slice(-held.length));
  expect(held.length).toBeGreaterThanOrEqual(2);
  for (const place of held) expect(arena.view(place)).toEqual(new Uint8Array(30).fill(places.indexOf(place)));
});

test("memory grows with what is stored", () => {
  const arena = createArena(1_000_000);
  const places = Array.from({ length: 9 }, (_, i) => arena.store(new Uint8Array(100_000).fill(i)));
  for (const [i, place] of places.entries()) expect(arena.view(place)[99_999]).toBe(i);
});

test("a content as long as the ring fits", () => {
  const arena = createArena(10);
  arena.store(new Uint8Array(3));
  const place = arena.store(new Uint8Array(10).fill(7));
  expect(arena.holds(place)).toBe(true);
  expect(arena.view(place)).toEqual(new Uint8Array(10).fill(7));
});
