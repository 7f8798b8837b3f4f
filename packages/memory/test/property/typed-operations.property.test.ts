/** Any run of saves of all types, reads, changes, decay, consolidation, erasures and restarts agrees with a naive model of the rules. */
import { memoryDisk } from "@vidmem/frames";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openMemory, type MemoryStore, type MemoryType } from "../../src/index.ts";
import { NOW, toArray } from "../support/stores.ts";

const DAY_MS = 86_400_000;
const CAPACITY = 2;
const GHOST_TTL_MS = 3_600_000;
const TYPES = ["episodic", "semantic", "working", "ghost", "soliton"] as const satisfies readonly MemoryType[];

interface Modelled {
  readonly id: string;
  readonly content: string;
  type: MemoryType;
  importance: number;
  readonly timestamp: number;
  savedAt: number;
  accessCount: number;
  lastAccessed: number;
  lastUse: number;
  decayed: { readonly at: number; readonly accessCount: number } | undefined;
}

interface World {
  store: MemoryStore;
  readonly open: () => Promise<MemoryStore>;
  readonly clock: { now: number };
  memories: Map<string, Modelled>;
  uses: number;
}

type Step =
  | { readonly do: "save"; readonly word: number; readonly type: MemoryType; readonly importance: number }
  | { readonly do: "get" | "forget" | "erase"; readonly which: number }
  | { readonly do: "update"; readonly which: number; readonly type: MemoryType }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "decay" | "consolidate" | "reopen" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("save" as const),
      word: fc.integer({ min: 0, max: 5 }),
      type: fc.constantFrom(...TYPES),
      importance: fc.constantFrom(0.02, 0.3, 0.9),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("get" as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("forget" as const, "erase" as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("update" as const), which: fc.nat(), type: fc.constantFrom(...TYPES) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("wait" as const),
      ms: fc.constantFrom(1000, GHOST_TTL_MS, 3 * DAY_MS, 40 * DAY_MS),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("decay" as const, "consolidate" as const, "reopen" as const) }),
  },
);

function expire(world: World): void {
  for (const { id, type, savedAt } of world.memories.values())
    if (type === "ghost" && world.clock.now - savedAt >= GHOST_TTL_MS) world.memories.delete(id);
}

function trim(world: World): void {
  const working = [...world.memories.values()].filter(({ type }) => type === "working");
  for (const { id } of working.toSorted((a, b) => b.lastUse - a.lastUse).slice(CAPACITY)) world.memories.delete(id);
}

function use(world: World, memory: Modelled): void {
  memory.lastUse = ++world.uses;
}

function access(world: World, memory: Modelled): void {
  memory.accessCount++;
  memory.lastAccessed = world.clock.now;
  use(world, memory);
}

async function save(world: World, { word, type, importance }: Extract<Step, { do: "save" }>): Promise<void> {
  const content = `zebra${word} common`;
  const known = [...world.memories.values()].filter((memory) => memory.content === content && memory.type === type);
  const saved = await world.store.save(content, { type, importance });
  expect(saved.duplicate).toBe(known.length > 0);
  if (saved.duplicate) {
    expect(known.map(({ id }) => id)).toContain(saved.id);
    const memory = world.memories.get(saved.id)!;
    if (type === "ghost") memory.savedAt = world.clock.now;
    return access(world, memory);
  }
  const { now } = world.clock;
  const times = { timestamp: now, savedAt: now, lastAccessed: Number.NEGATIVE_INFINITY, lastUse: ++world.uses };
  world.memories.set(saved.id, {
    id: saved.id,
    content,
    type,
    importance,
    ...times,
    accessCount: 0,
    decayed: undefined,
  });
  trim(world);
}

async function update(world: World, target: Modelled, type: MemoryType): Promise<void> {
  if (type === "ghost" && target.type !== "ghost") {
    await expect(world.store.update(target.id, { type })).rejects.toThrow(TypeError);
    return;
  }
  expect(await world.store.update(target.id, { type })).toMatchObject({ id: target.id, type });
  target.type = type;
  target.savedAt = world.clock.now;
  use(world, target);
  trim(world);
}

async function decay(world: World): Promise<void> {
  const { now } = world.clock;
  let changed = 0;
  for (const memory of world.memories.values()) {
    const { type, savedAt, timestamp, lastAccessed, decayed, importance, accessCount } = memory;
    const saved = decayed?.at === savedAt ? Math.min(timestamp, savedAt) : savedAt;
    const last = Math.max(saved, lastAccessed);
    if (type === "soliton" || type === "ghost" || now - last <= DAY_MS) continue;
    const days = (now - Math.max(last, decayed?.at ?? last)) / DAY_MS;
    const boost = Math.min(0.1, (accessCount - (decayed?.accessCount ?? 0)) / 100);
    const next = Math.min(1, importance * 0.99 ** days + boost);
    if (Math.abs(next - importance) <= 0.01) continue;
    changed++;
    Object.assign(memory, { importance: next, savedAt: now, decayed: { at: now, accessCount } });
  }
  expect((await world.store.decay()).changed).toBe(changed);
}

async function consolidate(world: World): Promise<void> {
  const { now } = world.clock;
  const counts = { promoted: 0, removed: 0 };
  for (const memory of world.memories.values()) {
    const { id, type, importance, accessCount, timestamp } = memory;
    if (type === "working" && importance > 0.7 && accessCount > 5) {
      counts.promoted++;
      Object.assign(memory, { type: "semantic", savedAt: now });
    } else if (!["working", "ghost", "soliton"].includes(type) && importance < 0.1 && now - timestamp > 30 * DAY_MS) {
      counts.removed++;
      world.memories.delete(id);
    }
  }
  expect(await world.store.consolidate()).toMatchObject(counts);
}

async function onOne(world: World, step: Extract<Step, { which: number }>): Promise<void> {
  const target = [...world.memories.values()][step.which % Math.max(1, world.memories.size)];
  if (target === undefined) return;
  const { id } = target;
  if (step.do === "update") return update(world, target, step.type);
  if (step.do === "get") {
    access(world, target);
    expect(await world.store.get(id)).toMatchObject({ content: target.content, accessCount: target.accessCount });
    return;
  }
  const ended = step.do === "forget" ? await world.store.forget(id) : await world.store.forget(id, { erase: true });
  expect(ended).toBeTruthy();
  world.memories.delete(id);
}

async function run(world: World, step: Step): Promise<void> {
  world.clock.now++;
  if (step.do === "wait") world.clock.now += step.ms;
  expire(world);
  if ("which" in step) await onOne(world, step);
  else if (step.do === "save") await save(world, step);
  else if (step.do === "decay") await decay(world);
  else if (step.do === "consolidate") await consolidate(world);
  else if (step.do === "reopen") {
    await world.store.close();
    for (const { id, type } of world.memories.values()) if (type === "ghost") world.memories.delete(id);
    world.store = await world.open();
  }
}

async function check({ store, memories }: World): Promise<void> {
  const shown = (await toArray(store.stream())).map(({ id, type, content, importance, accessCount, timestamp }) => [
    id,
    { type, content, importance: importance.toFixed(9), accessCount, timestamp },
  ]);
  const wanted = [...memories.values()].map(({ id, type, content, importance, accessCount, timestamp }) => [
    id,
    { type, content, importance: importance.toFixed(9), accessCount, timestamp },
  ]);
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(wanted));
  const { hits } = await store.search("common", { limit: 1000 });
  expect(new Set(hits.map(({ id }) => id as string))).toEqual(new Set(memories.keys()));
  expect(store.stats().memories).toBe(memories.size);
}

test("any run of typed operations agrees with the rules written down naively", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
      const clock = { now: NOW };
      const disk = memoryDisk();
      const options = {
        dir: "/store",
        disk,
        workingCapacity: CAPACITY,
        ghostTtlMs: GHOST_TTL_MS,
        logs: "off",
        scoring: "when-asked",
      } as const;
      const open = (): Promise<MemoryStore> => openMemory({ ...options, clock: () => clock.now });
      const world: World = { store: await open(), open, clock, memories: new Map(), uses: 0 };
      try {
        for (const one of steps) {
          await run(world, one);
          await check(world);
        }
      } finally {
        await world.store.close();
      }
    }),
    { numRuns: 40 },
  );
});
