import { expect, test } from "vitest";
import { collidingForms } from "./colliding-forms.ts";
import { createSurfaceTable, MAX_FORM_BYTES, UNKNOWN_FORM } from "../../../src/analysis/surface-table.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Forms of every length around the 8 bytes that a record holds, which agree in their last letters. */
const FORMS = Array.from({ length: 5_000 }, (_, i) => `${"q".repeat(i % 17)}${i}${"tail".repeat(i % 3)}`);

test("every form keeps its value while the table grows, whatever its capitals", () => {
  const table = createSurfaceTable();
  for (const [value, form] of FORMS.entries()) table.add(encode(form), value - 2_500);
  expect(table.size).toBe(FORMS.length);
  expect(FORMS.map((form) => find(form.toUpperCase()))).toEqual(FORMS.map((_, i) => i - 2_500));
  expect(["q", "tail", "5000", "Q5000"].map(find)).toEqual([UNKNOWN_FORM, UNKNOWN_FORM, UNKNOWN_FORM, UNKNOWN_FORM]);
  table.clear();
  expect([table.size, ...FORMS.slice(0, 50).map(find)]).toEqual([0, ...Array(50).fill(UNKNOWN_FORM)]);

  function find(form: string): number {
    const around = encode(`x${form}x`);
    return table.find(around, 1, around.length - 1);
  }
});

test("of forms made to collide 64 are kept, and no others suffer", () => {
  const table = createSurfaceTable();
  const kept = collidingForms(100).map((form, value) => table.add(encode(form), value));
  expect(kept).toEqual(kept.map((_, at) => at < 64));
  expect(table.add(encode("other"), 200)).toBe(true);
  const found = collidingForms(100).map((form) => table.find(encode(form), 0, form.length));
  expect(found).toEqual(found.map((_, at) => (at < 64 ? at : UNKNOWN_FORM)));
});

test("a form is its bytes: a shorter one, a longer one and one with zeros in front are others", () => {
  const table = createSurfaceTable();
  table.add(Uint8Array.of(0, 97), 1);
  expect(table.find(Uint8Array.of(97), 0, 1)).toBe(UNKNOWN_FORM);
  expect(table.find(Uint8Array.of(0, 0, 97), 0, 3)).toBe(UNKNOWN_FORM);
  expect(table.find(Uint8Array.of(0, 65), 0, 2)).toBe(1);
});

test("bytes outside ASCII are not folded", () => {
  const table = createSurfaceTable();
  table.add(encode("größe"), 1);
  expect(table.find(encode("GRößE"), 0, 7)).toBe(1);
  expect(table.find(encode("grÖße"), 0, 7)).toBe(UNKNOWN_FORM);
});

test("a form of 64 bytes is kept, one of 65 is not", () => {
  const table = createSurfaceTable();
  const longest = encode("x".repeat(MAX_FORM_BYTES));
  const tooLong = encode("x".repeat(MAX_FORM_BYTES + 1));
  table.add(longest, 1);
  table.add(tooLong, 2);
  expect(table.find(longest, 0, longest.length)).toBe(1);
  expect(table.find(tooLong, 0, tooLong.length)).toBe(UNKNOWN_FORM);
});

test("the size to come is never less than the size that comes", () => {
  const table = createSurfaceTable();
  for (const form of FORMS) {
    const promised = table.nextSizeBytes;
    table.add(encode(`${form}somethinglonger`), 1);
    expect(table.sizeBytes).toBeLessThanOrEqual(promised);
  }
});
