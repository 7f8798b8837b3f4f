import { expect, test } from "vitest";
import { isPlainObject, toCanonicalJson, toJson } from "../../../src/records/canonical-json.ts";

test("the order of keys does not matter, the order of items does", () => {
  expect(toCanonicalJson({ b: 1, a: [2, { d: null, c: "x" }] })).toBe('{"a":[2,{"c":"x","d":null}],"b":1}');
  expect(toCanonicalJson([1, 2])).not.toBe(toCanonicalJson([2, 1]));
});

test("a lone surrogate and its replacement character are different texts", () => {
  expect(toCanonicalJson("\ud800")).not.toBe(toCanonicalJson("\ufffd"));
});

test("a key __proto__ is a key like any other", () => {
  const value = JSON.parse('{"__proto__":{"polluted":true},"a":1}') as unknown;
  const copy = toJson(value, "content");
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":true},"a":1}');
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test("a copy shares nothing with what was given", () => {
  const given = { list: [{ a: 1 }], gone: undefined };
  const copy = toJson(given, "content");
  given.list[0]!.a = 2;
  expect(copy).toEqual({ list: [{ a: 1 }] });
  expect(copy).not.toHaveProperty("gone");
});

test("negative zero becomes zero, as JSON would make it", () => {
  expect(Object.is(toJson(-0, "content"), 0)).toBe(true);
});

test("a getter is read once", () => {
  let reads = 0;
  const given = Object.defineProperty({}, "a", { enumerable: true, get: () => ++reads });
  expect(toJson(given, "content")).toEqual({ a: 1 });
});

const cycle: Record<string, unknown> = {};
cycle["self"] = cycle;
const listCycle: unknown[] = [];
listCycle.push(listCycle);

test.each<[string, unknown]>([
  ["undefined", undefined],
  ["a function", () => 1],
  ["a symbol", Symbol("x")],
  ["a BigInt", 5n],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["a Date", new Date()],
  ["a Map", new Map()],
  ["a Buffer", Buffer.from("x")],
  ["a class instance", new URL("file:///x")],
  ["a boxed text", Object("text")],
  ["a method", { toJSON: () => "other" }],
  ["undefined in a list", [undefined]],
  // eslint-disable-next-line no-sparse-arrays
  ["a hole in a list", [, 1]],
  ["a cycle", cycle],
  ["a list in itself", listCycle],
  ["a BigInt deep inside", { a: [{ b: 1n }] }],
])("%s is refused by name", (_, value) => {
  expect(() => toJson({ value: [value] }, "metadata")).toThrow(TypeError);
  expect(() => toJson([value], "metadata")).toThrow(/^metadata /);
});

test("a hundred levels are taken, one more is refused", () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  expect(toCanonicalJson(toJson(nested(100), "content"))).toHaveLength(201);
  expect(() => toJson(nested(101), "content")).toThrow("content is nested deeper than 100 levels");
});

test("a toJSON on a list does not change what is stored", () => {
  expect(toJson(Object.assign([1], { toJSON: () => "other" }), "content")).toEqual([1]);
});

test("plain objects are those of literals and of JSON.parse", () => {
  expect([{}, Object.create(null), JSON.parse("{}")].every(isPlainObject)).toBe(true);
  expect([null, [], new Date(), new Map(), "x", 5, undefined].some(isPlainObject)).toBe(false);
});
