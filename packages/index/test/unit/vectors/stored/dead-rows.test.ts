import { expect, test } from "vitest";
import { decodeDeadRows, encodeDeadRows } from "../../../../src/vectors/stored/dead-rows.ts";
import { createRowSet } from "../../../../src/vectors/stored/row-set.ts";
import { flipBit } from "../../../support/stored-vectors.ts";

const dead = createRowSet(20);
dead.add(3);
dead.add(19);
const file = encodeDeadRows(dead, 20);

test("dead rows are read back", () => {
  expect([...decodeDeadRows(file, 20)!.bitmap]).toEqual([...dead.bitmap]);
});

test("a file that is damaged, cut off or of another segment is refused", () => {
  for (let at = 0; at < file.length; at++) expect(decodeDeadRows(flipBit(file, at), 20)).toBeUndefined();
  expect(decodeDeadRows(file.subarray(0, -1), 20)).toBeUndefined();
  expect(decodeDeadRows(file, 21)).toBeUndefined();
});
