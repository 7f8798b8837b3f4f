import { expect, test } from "vitest";
import { createIndexContents } from "../../../src/index-contents.ts";
import { NONE } from "../../../src/segment/section-documents.ts";
import { refTableOf } from "../../../src/view/ref-table.ts";
import { aDocument } from "../../documents.ts";

/** Documents of three sessions in turns, so that references do not ascend by document; number 9 has ended. */
function aView() {
  const contents = createIndexContents([], 16);
  for (let ref = 1; ref <= 100; ref++) contents.add(aDocument(ref, `memory ${ref}`, { session: `s${ref % 3}` }));
  contents.end({ ref: 9, namespace: "default", at: Date.now(), by: 0 });
  return contents.searchers({})[0]!;
}

test("finds the documents that the places know, but for those that ended", () => {
  const { view, places } = aView();
  const table = refTableOf(view);
  for (let ref = 1; ref <= 100; ref++) expect(table.find(ref)).toBe(ref === 9 ? NONE : places.find(ref));
  expect([table.find(0), table.find(101)]).toEqual([NONE, NONE]);
});

test("lists the references of what passes, ascending", () => {
  const { view, places } = aView();
  const isEven = (document: number): boolean => places.refOf(document) % 2 === 0;
  expect([...refTableOf(view).refsOf(isEven)]).toEqual(Array.from({ length: 50 }, (_, at) => 2 * at + 2));
  expect(refTableOf(view).refsOf(() => true)).toHaveLength(99);
});
